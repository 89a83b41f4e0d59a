"""Payments with one rail: telling it new ones, asking about the others, settling what was learnt.

Many requests are in flight at once and none inside a transaction; each operator has its own queue and pool, so that a
slow one starves nobody. A callback only makes the next question immediate.
"""

import contextlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.core.traces import Traced, Untraced, step
from wallet.operations.pay_addresses import BACK, KEY, write_url
from wallet.payments import callbacks, operators, payments, rail_holds, stops
from wallet.payments.changes import Change, become
from wallet.payments.news import is_late
from wallet.payments.orders import Attempt, Confirmation, News, Order
from wallet.payments.payer_keys import make_key
from wallet.payments.payments import Payment
from wallet.payments.rails import RAILS
from wallet.purposes.offer_claim import offer
from wallet.purposes.settle import settle
from workers import process
from workers.rails import RailClient, RailError
from workers.waking import awake, wake, wake_all

IN_FLIGHT: Final = 32
LEASED_AHEAD: Final = 4 * IN_FLIGHT  # so many that the pool never waits for a batch to be settled, unless it is slow
SETTLED_AT_ONCE: Final = 50
HAND_ON_SECONDS: Final = 0.2
WORKING_SECONDS: Final = 40  # then another job goes on: RQ ends one that takes too long
LATE_ARRIVAL_SECONDS: Final = 60  # how long an order may be on its way before "unknown to us" means it never came


def work(rail_name: str) -> int:
    """Work through everything due on a rail. Returns how many payments were looked at."""
    awake(process.redis(), rail_name)
    rail, done = process.rails()[rail_name], 0
    until = time.monotonic() + WORKING_SECONDS
    while time.monotonic() < until and read_callbacks(rail_name, rail) == callbacks.AT_ONCE:
        pass  # some are left
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        for news in yield_news(rail_name, rail, pool, until):
            settle_news(rail_name, news)
            done += len(news)
    if time.monotonic() > until:
        wake(process.redis(), rail_name)
    return done


def read_callbacks(rail_name: str, rail: RailClient) -> int:
    """Make due what callbacks name. Returns how many were read."""
    doors = process.configured().locks[rail_name].secrets
    return in_transaction(
        process.wallet().engine, lambda db: callbacks.read_waiting(db, rail_name, rail.read_callback, doors)
    )


def settle_news(rail_name: str, news: list[News]) -> None:
    """Settle a batch of news, and note how the operator is doing; one by one when it cannot be done at once.

    What cannot be settled even alone holds up no other: its payment is due again once its lease has run out.
    """
    answered = sum(one.said is not None for one in news)

    def write(db: Connection) -> None:
        settle(db, news)
        operators.note_calls(db, rail_name, answered, len(news) - answered)

    try:
        in_transaction(process.wallet().engine, write)
    except OperationalError:
        raise  # the database is away: no payment is to blame
    except Exception as broken:
        if len(news) > 1:
            for one in news:
                settle_news(rail_name, [one])
        else:
            error = type(broken).__name__
            log.error("news of a payment not settled", payment=news[0].payment_id, error=error, exc_info=True)
    wake(process.redis(), "notices")


def yield_news(rail_name: str, rail: RailClient, pool: ThreadPoolExecutor, until: float) -> Iterator[list[News]]:
    """Yield news in batches, keeping the pool full from what is due; memory holds only what is in flight."""
    landed: SimpleQueue[News | None] = SimpleQueue()
    flying, more, news, handed_on = 0, True, list[News](), time.monotonic()
    while more or flying:
        more = more and time.monotonic() < until
        if more and flying <= LEASED_AHEAD - IN_FLIGHT:
            until_then = time.monotonic() + payments.LEASE_SECONDS
            leased = lease(rail_name, LEASED_AHEAD - flying)
            for payment in leased:
                pool.submit(lambda one, then: landed.put(look_at(rail, one, then)), payment, until_then)
            flying, more = flying + len(leased), bool(leased)
        with contextlib.suppress(Empty):
            one = landed.get(timeout=HAND_ON_SECONDS) if flying else None
            flying -= bool(flying)
            news += [one] if one else []
        late = time.monotonic() - handed_on > HAND_ON_SECONDS
        if news and (len(news) >= SETTLED_AT_ONCE or late or not flying):
            yield news
            news, handed_on = [], time.monotonic()


def lease(rail: str, most: int) -> list[Payment]:
    """Lease what is due, commit, and return it."""

    def take(db: Connection) -> list[Payment]:
        return payments.lease(db, rail, most, submit=operators.is_open(db, rail))

    return in_transaction(process.wallet().engine, take)


def look_at(rail: RailClient, payment: Payment, lease_ends: float) -> News | None:
    """Tell the operator of one payment, or ask about it, unless its lease has run out (by this process's clock).

    Returns None when nothing was done: somebody else moved it meanwhile, or may.
    """
    began = time.monotonic()
    if began >= lease_ends:
        return None
    try:
        with step("operator", after=payment.reference, operation=payment.reference, rail=payment.rail,
                  payment=payment.id, was=payment.state) as seen:  # fmt: skip
            news = tell(rail, payment) if payment.state == "created" else ask(rail, payment)
            note_said(payment, news, time.monotonic() - began, seen)
        return news
    except Exception as broken:
        log.error("payment not worked on", payment=payment.id, error=type(broken).__name__, exc_info=True)
        return News(payment.id, None, "unknown", f"our own fault: {type(broken).__name__}", attempt=payment.attempt)


def note_said(payment: Payment, news: News | None, seconds: float, seen: Traced | Untraced) -> None:
    """Log and trace what an operator said of a payment when it was told or asked, and of which operation it is."""
    if news:
        said = news.said.state if news.said else "no answer"
        seen.say(outcome=said)
        log.info("operator said", rail=payment.rail, operation=payment.reference, payment=payment.id, was=payment.state,
                 said=said, ms=round(1_000 * seconds, 1))  # fmt: skip


def ask(rail: RailClient, payment: Payment) -> News | None:
    """Return what became of a payment. A question that failed says nothing of it, whatever its error says."""
    try:
        said = rail.ask_status(make_order(payment))
    except RailError as failed:
        return News(payment.id, None, "unknown", failed.why, failed.raw, payment.attempt)
    if said.state == "never_ran" and may_tell_again(payment):
        return tell(rail, payment)
    return News(payment.id, said, attempt=payment.attempt)


def may_tell_again(payment: Payment) -> bool:
    """True when an order the operator does not know may be sent again: same handle, where that is one payment.

    What it took and does not know any more was lost there. A payer is not prompted twice for it, nor once it is late.
    """
    if not RAILS[payment.rail].resubmit_is_safe or (payment.submitted_seconds or 0) <= LATE_ARRIVAL_SECONDS:
        return False
    if payment.direction == "collect":
        return payment.state == "unknown" and not is_late(payment)
    return payment.state in ("unknown", "pending")


def tell(rail: RailClient, payment: Payment) -> News | None:
    """Tell an order, its handle and `submitting` committed before the socket opens. Returns the news, or None."""
    order, attempt = make_order(payment), payment.attempt
    try:
        order = order if order.handle else rail.prepare(order)
        change = Change(
            payment,
            "submitting",
            "about to be told",
            0,
            handle=order.handle,
            base_url=order.base_url,
            redirect_url=order.redirect_url,
        )
        attempt = in_transaction(process.wallet().engine, lambda db: may_tell(db, change))
        if attempt is None:
            return None
        said = rail.refund(order) if order.direction == "refund" else rail.submit(order)
        return News(payment.id, said, attempt=attempt)
    except RailError as failed:
        # An order that may have run before stays unknown, even if this sending of it certainly did nothing.
        ran = failed.ran if payment.state == "created" else "unknown"
        return News(payment.id, None, ran, failed.why, failed.raw, attempt)


def may_tell(db: Connection, change: Change) -> Attempt | None:
    """Return the attempt once a payment is about to be told; None when somebody else has it, it or all is stopped.

    What was stopped ends here, as what certainly never ran, and what it holds goes back.
    """
    payment = change.payment
    if rail_holds.are_held(db):
        return None
    if not stops.is_stopped(db, payment):
        attempt = become(db, [change]).get(payment.id)
        if attempt and change.redirect_url and offer(db, payment):
            wake_all(process.redis(), ("notices", "mail"))
        return attempt
    if payments.lock_rows(db, [payment.id])[payment.id].state == "created":
        settle(db, [News(payment.id, Confirmation("failed", reason=stops.STOPPED))])
    return None


def write_return_url(payment: Payment) -> str:
    """Return where a payer at a rail's page comes back to: the page of what is paid, "" of what has none."""
    ours = process.configured().wallet.public_url if payment.pay_token else ""
    key = f"&{KEY}={made}" if (made := make_key(payment.quote_id)) else ""
    return f"{write_url(ours, payment.pay_token)}?p={payment.reference}{key}&{BACK}=1" if ours else ""


def make_order(payment: Payment) -> Order:
    """Return the order of a payment, as the operator is told it."""
    return Order(
        payment_id=payment.id,
        direction=payment.direction,
        amount=payment.charged,
        currency=payment.currency,
        party=payment.party,
        reference=payment.reference,
        note=f"Mbongo {payment.reference}",
        handle=payment.handle,
        base_url=payment.base_url,
        redirect_url=payment.redirect_url,
        collected=payment.collected,
        return_url=write_return_url(payment),
    )
