"""Settle: what is learnt of payments becomes their state, the money it means, and what people are told.

The one place that ends a payment. Polls and callbacks lead here alike; the same news twice does nothing, and news that
contradicts a final state opens a case and moves nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import cases, ledger, limits, movements, notices, payments, people
from wallet.ledger import Entry, Posting, Transfer
from wallet.movements import Noted
from wallet.notices import Told
from wallet.payments import FINAL, REVIEW_AFTER, Change, Confirmation, News, Payment, next_poll_seconds
from wallet.people import Person
from wallet.use_cases import settle_request

APPROVAL: Final = timedelta(minutes=15)  # MTN's prompt lives 5 minutes; Orange does not say
GIVE_UP: Final = {"collect": timedelta(minutes=10), "pay": timedelta(minutes=30)}  # on an operator that takes nothing
RETRY_SECONDS: Final = (2, 5, 15, 30, 60)
HOUR: Final = 3600.0


def settle(db: Connection, news: Sequence[News]) -> None:
    """Act on what was learnt, all in this transaction.

    Two workers may bring news of one payment (a lease that ran out while its call was under way): one after the other,
    the second on what the first made of it.
    """
    for batch in one_a_payment(news):
        settle_batch(db, batch)


def one_a_payment(news: Sequence[News]) -> Iterator[list[News]]:
    """The same news in batches, in order, each with one piece a payment."""
    waiting = list(news)
    while waiting:
        first = {one.payment_id: one for one in reversed(waiting)}
        yield list(first.values())
        waiting = [one for one in waiting if first[one.payment_id] is not one]


def settle_batch(db: Connection, news: Sequence[News]) -> None:
    """Act on one piece of news a payment."""
    known = payments.lock(db, [one.payment_id for one in news])
    changes = [change for one in news for change in decide(db, known[one.payment_id], one)]
    moved = payments.become(db, changes) if changes else set()
    ended = [one for one in changes if one.payment.id in moved and one.state != one.payment.state and one.state in ENDS]
    if ended:
        end(db, ended)


def settle_by_hand(db: Connection, payment: Payment, state: payments.State, why: str) -> None:
    """What two people decided of a payment in review, or of a success that came late; `payment` is locked.

    Raises ValueError for a step STEPS does not know.
    """
    change = Change(payment, state, why, None, reason="settled by hand" if state == "failed" else "")
    if payments.become(db, [change]):
        end(db, [change])


def decide(db: Connection, payment: Payment, news: News) -> list[Change]:
    """What becomes of one payment."""
    if news.said is None:
        return [after_failure(payment, news)]
    if payment.state in FINAL:
        if contradicts(payment, news.said):
            cases.open_one(db, "contradiction", f"{payment.state}, then {news.said.state}", payment.id)
            payments.note_steps(db, [(payment.id, payment.state, f"operator says {news.said.state}", news.said.raw)])
        return [Change(payment, payment.state, "", None)]
    wrong = mismatch(payment, news.said)
    if wrong:
        cases.open_one(db, "mismatch", wrong, payment.id)
        return [stay_or("review", payment, wrong, news.said)]
    return [BY_STATE[news.said.state](payment, news.said)]


def contradicts(payment: Payment, said: Confirmation) -> bool:
    """Whether an operator now says the opposite of what it was known to have done."""
    return (payment.state, said.state) in {("succeeded", "failed"), ("succeeded", "expired"), ("failed", "succeeded")}


def mismatch(payment: Payment, said: Confirmation) -> str:
    """Why a success is not the payment we asked for; money is only credited when amount and number agree."""
    if said.state != "succeeded":
        return ""
    if said.amount != payment.amount and (said.amount is not None or payment.direction == "collect"):
        return f"amount {said.amount}, not {payment.amount}"
    if said.phone != payment.phone and (said.phone is not None or payment.direction == "collect"):
        return "another number"
    return "" if said.currency in (None, "XAF") else f"currency {said.currency}"


def after_failure(payment: Payment, news: News) -> Change:
    """A call that failed: tried again when it certainly did nothing, asked about when nobody knows."""
    if payment.state in FINAL:
        return Change(payment, payment.state, "", None)
    if news.failed == "no" and payment.state in ("created", "submitting"):
        if payment.age_seconds > GIVE_UP[payment.direction].total_seconds():
            return Change(payment, "failed", f"never taken: {news.why}", None, news.raw, "unavailable")
        wait = RETRY_SECONDS[min(payment.tries, len(RETRY_SECONDS) - 1)]
        # What certainly did nothing is told anew: an Orange payToken may be too old by then, an MTN reference is not.
        return Change(payment, "created", news.why, wait, news.raw, failed_try=True)
    if payment.state == "submitting":
        return Change(payment, "unknown", news.why, next_poll_seconds(payment), news.raw)
    return look_later(payment, news.why)


def look_later(payment: Payment, why: str, said: Confirmation | None = None) -> Change:
    """Nothing new: ask again after a while, and put it before a person after 72 hours."""
    raw = said.raw if said else ""
    if payment.state in ("review", "expired"):
        over = payment.age_seconds > REVIEW_AFTER.total_seconds()
        return Change(payment, payment.state, why, None if over else HOUR, raw)
    if payment.age_seconds > REVIEW_AFTER.total_seconds():
        return Change(payment, "review", "nobody could tell for 72 hours", None, raw)
    return Change(payment, payment.state, why, next_poll_seconds(payment), raw)


def on_pending(payment: Payment, said: Confirmation) -> Change:
    """Not final. A collection nobody approves expires, and is still asked about now and then."""
    if payment.direction == "collect" and payment.state == "pending" and payment.age_seconds > APPROVAL.total_seconds():
        return Change(payment, "expired", "not approved in time", HOUR, said.raw)
    if payment.state in ("submitting", "unknown"):
        return Change(payment, "pending", "operator has it", next_poll_seconds(payment), said.raw)
    return look_later(payment, "not final", said)


def on_succeeded(payment: Payment, said: Confirmation) -> Change:
    """Done."""
    return stay_or("succeeded", payment, "operator did it", said)


def on_failed(payment: Payment, said: Confirmation) -> Change:
    """Refused for good. One that had expired stays so: its owner has been told."""
    if payment.state == "expired":
        return Change(payment, "expired", said.reason, None, said.raw)
    return stay_or("failed", payment, said.reason or "refused", said)


def on_expired(payment: Payment, said: Confirmation) -> Change:
    """Can no longer be paid: a collection was not approved, a payout never ran."""
    if payment.direction == "pay":
        return on_failed(payment, said)
    if payment.state == "review":
        return look_later(payment, "expired there", said)
    return Change(
        payment, "expired", "expired there", HOUR if payment.state != "expired" else None, said.raw, said.reason
    )


def on_never_ran(payment: Payment, said: Confirmation) -> Change:
    """The operator knows nothing of it, which right after a time-out proves nothing (a late arrival)."""
    if payment.state == "submitting":
        return Change(payment, "unknown", "operator does not know it", next_poll_seconds(payment), said.raw)
    return look_later(payment, "operator does not know it", said)


def stay_or(state: payments.State, payment: Payment, why: str, said: Confirmation) -> Change:
    """The state where STEPS allows it, else as it was; what is in review is left to a person."""
    if payment.state in ("review", state):
        return look_later(payment, why, said)
    look = HOUR if state == "review" else None
    return Change(payment, state, why, look, said.raw, said.reason, said.operator_id)


BY_STATE: Final[dict[payments.Known, Callable[[Payment, Confirmation], Change]]] = {
    "pending": on_pending,
    "succeeded": on_succeeded,
    "failed": on_failed,
    "expired": on_expired,
    "never_ran": on_never_ran,
}
ENDS: Final = ("succeeded", "failed", "expired")


@dataclass(frozen=True)
class Accounts:
    """The ids of the accounts an operator's money goes through."""

    floats: dict[str, int]
    in_transit: dict[str, int]
    fees: int
    tax: int
    unclaimed: int


def end(db: Connection, changes: Sequence[Change]) -> None:
    """The money and the words of payments that have just ended."""
    accounts = accounts_of(db)
    known = [id_ for change in changes for id_ in (change.payment.person_id, change.payment.asked_by) if id_]
    owners = people.by_ids(db, known)
    asked = {
        change.payment.id: transfer
        for change in changes
        if (transfer := ending(db, change, owners[change.payment.person_id], accounts))
    }
    postings = dict(zip(asked, ledger.post(db, list(asked.values())), strict=True))
    returned, noted, told = given_back(db, changes), list[Noted](), list[Told]()
    for change in changes:
        payment, owner = change.payment, owners[change.payment.person_id]
        posting = postings.get(payment.id)
        if posting and posting.outcome == "refused":
            posting = credit_unclaimed(db, payment, accounts, posting)
        if change.state != "succeeded" and payment.id not in returned:
            for direction in counted_against(payment):
                limits.give_back(db, owner.id, direction, payment.amount, payment.created_at)
        if posting and change.state == "succeeded" and not payment.request_id:
            noted.append(movement(payment, posting))
        balance = posting.balances.get(owner.account_id) if posting else None
        balance = ledger.balance(db, owner.account_id) if balance is None else balance
        if payment.request_id:
            seen, read = settle_request.close(db, change, owner, posting, balance)
            noted, told = noted + seen, told + read
        else:
            told += tell(db, change, owner, owners[str(payment.asked_by)], balance)
    movements.note_all(db, noted)
    notices.write_all(db, "receipt", *told)


def counted_against(payment: Payment) -> list[limits.Direction]:
    """Whose ceilings it was counted against when it was asked for."""
    if payment.direction == "collect":
        return ["in"]
    return ["out", "sms"] if payment.channel == "sms" else ["out"]


KIND: Final = {"collect": "recharge", "pay": "withdraw"}


def movement(payment: Payment, posting: Posting) -> Noted:
    """What its owner sees of it: of a payout, the transfer that took the money from them when they asked."""
    collected = payment.direction == "collect"
    transfer = posting.transfer if collected else UUID(payment.reservation)
    giver, receiver = (None, payment.person_id) if collected else (payment.person_id, None)
    who = (transfer, payment.reference, KIND[payment.direction], giver, receiver)
    return Noted(*who, payment.amount, payment.fee, payment.tax)


def given_back(db: Connection, changes: Sequence[Change]) -> set[str]:
    """Those of the payments leaving review that had expired before: their ceilings were given back then."""
    ids = [change.payment.id for change in changes if change.payment.state == "review"]
    expired = text(
        "SELECT payment_id::text FROM payment_step WHERE payment_id = ANY(CAST(:ids AS uuid[])) AND state = 'expired'"
    )
    return set(db.execute(expired, {"ids": ids}).scalars()) if ids else set()


def ending(db: Connection, change: Change, owner: Person, accounts: Accounts) -> Transfer | None:
    """What to post; a request's own state says whose a success is."""
    payment = change.payment
    if payment.request_id and change.state == "succeeded":
        return settle_request.transfer(db, payment, owner, accounts.floats[payment.rail])
    return transfer_for(change, owner, accounts)


def transfer_for(change: Change, owner: Person, accounts: Accounts) -> Transfer | None:
    """What a payment's end means in the ledger; a collection that failed means nothing."""
    payment = change.payment
    rail_float, in_transit = accounts.floats[payment.rail], accounts.in_transit[payment.rail]
    key = f"payment:{payment.id}"
    if payment.direction == "collect":
        if change.state != "succeeded":
            return None
        return Transfer(key, "recharge", (Entry(rail_float, -payment.amount), Entry(owner.account_id, payment.amount)))
    ends = UUID(payment.reservation)
    if change.state == "failed":
        back = (Entry(in_transit, -payment.total), Entry(owner.account_id, payment.total))
        return Transfer(f"{key}:returned", "withdraw_returned", back, ends=ends)
    paid = (
        Entry(in_transit, -payment.total),
        Entry(rail_float, payment.amount),
        Entry(accounts.fees, payment.fee),
        Entry(accounts.tax, payment.tax),
    )
    return Transfer(key, "withdraw_paid", tuple(entry for entry in paid if entry.amount), ends=ends)


def credit_unclaimed(db: Connection, payment: Payment, accounts: Accounts, refused: Posting) -> Posting:
    """A credit whose account is closed: kept for its owner, and a person must look. Raises for any other refusal."""
    if refused.reason != "closed":
        raise RuntimeError(f"payment {payment.id} cannot be posted: {refused.reason}")
    source, amount, ends = accounts.floats[payment.rail], payment.amount, None
    if payment.direction == "pay":
        source, amount, ends = accounts.in_transit[payment.rail], payment.total, UUID(payment.reservation)
    entries = (Entry(source, -amount), Entry(accounts.unclaimed, amount))
    [posting] = ledger.post(db, [Transfer(f"payment:{payment.id}:unclaimed", "unclaimed", entries, ends=ends)])
    detail = f"{amount} FCFA of payment {payment.reference}: its owner's account is closed"
    cases.open_one(db, "unclaimed", detail, payment.id, posting.transfer)
    return posting


def accounts_of(db: Connection) -> Accounts:
    """The accounts payments end in."""
    ids = ledger.accounts(db, ("operator_float", "in_transit", "fees", "tax", "unclaimed"))
    return Accounts(
        {code.split(":")[1]: id_ for code, id_ in ids.items() if code.startswith("operator_float:")},
        {code.split(":")[1]: id_ for code, id_ in ids.items() if code.startswith("in_transit:")},
        ids["fees"],
        ids["tax"],
        ids["unclaimed"],
    )


def tell(db: Connection, change: Change, owner: Person, asker: Person, balance: int) -> list[Told]:
    """A receipt for the owner, and for who paid or asked when that was another; of a failure, who asked is told."""
    payment = change.payment
    if owner.state == "closed":
        return tell_of_closed(db, change, owner, asker)
    said = {"amount": payment.amount, "operator": payment.rail, "phone": payment.phone, "reference": payment.reference,
            "fee": payment.fee, "tax": payment.tax, "total": payment.total, "balance": balance}  # fmt: skip
    first = owner if change.state == "succeeded" else asker
    told = [Told(first.phone, first.language, f"sms.{KIND[payment.direction]}_{change.state}", said)]
    if payment.direction == "pay" or change.state != "succeeded":
        return told
    whose = {**said, "name": owner.shown, "phone": owner.phone, "payer": payment.phone}
    if payment.phone != owner.phone:
        payer = people.by_phone(db, payment.phone) or asker  # a stranger reads the language of who asked
        told.append(Told(payment.phone, payer.language, "sms.recharge_paid_for", whose))
    if asker.phone not in (owner.phone, payment.phone):
        told.append(Told(asker.phone, asker.language, "sms.recharge_done_for", whose))
    return told


def tell_of_closed(db: Connection, change: Change, owner: Person, asker: Person) -> list[Told]:
    """Its owner closed the account meanwhile: whoever holds the paying number hears, or the number it was paid to.

    A number that reaches somebody else by now hears nothing of what was never theirs.
    """
    payment = change.payment
    said = {"amount": payment.amount, "operator": payment.rail, "phone": payment.phone, "reference": payment.reference}
    if payment.direction == "collect" and change.state != "succeeded":
        return [Told(asker.phone, asker.language, f"sms.recharge_{change.state}", said)]
    if payment.direction == "pay" and people.by_phone(db, payment.phone):
        return []
    paid_out = payment.direction == "pay" and change.state == "succeeded"
    return [Told(payment.phone, owner.language, "sms.close_paid" if paid_out else "sms.kept_for_closed", said)]
