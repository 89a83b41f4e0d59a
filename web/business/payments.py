"""Payments to a business: listed by filters, had as files, one looked at, and given back."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from flask import Response, abort, request
from sqlalchemy import Connection, Engine

from documents.methods import name_method
from documents.sheet import SHEETS, Row, write_sheet
from documents.shown import DOUALA
from documents.words import speak as speak_on_paper
from wallet.business import sales
from wallet.business.refund_checkout import RefundCheckout, find_refundable_checkout
from wallet.business.refund_sale import RefundOwnSale, RefundSale, find_most_of_cashier, find_refundable_sale_of
from wallet.business.sales import Sale, SaleFilter
from wallet.core import clock
from wallet.core.errors import Refused
from wallet.core.public_ids import find_id, write_id
from wallet.core.replica import read_report
from wallet.core.values import Money
from wallet.operations.kinds import SALES
from wallet.operations.use_case import UseCase
from web.business.answers import lead_on, write_address
from web.business.inside import Inside, do_or_say, enter
from web.pages.printing import answer_paper, print_paper
from web.process import process

A_PAGE: Final = 20
FILE_MOST: Final = 10_000
AT_A_TIME: Final = 500
REASON_LETTERS: Final = 60
FILTERS: Final = ("since", "until", "kind", "till", "reference")


def read_filter(inside: Inside) -> tuple[SaleFilter, str]:
    """Return what the address asks for, and what is wrong with it; a cashier has their tills of these two days."""
    said = {name: request.args.get(name, "") for name in FILTERS}
    wanted, problem = SaleFilter(), ""
    try:
        since, until = (date.fromisoformat(said[name]) if said[name] else None for name in ("since", "until"))
        if said["kind"] not in ("", *SALES) or len(said["reference"]) > 20 or len(said["till"]) > 10:
            raise ValueError
        tills = (said["till"],) if said["till"] else None
        wanted = SaleFilter(since, until, said["kind"], tills, said["reference"].strip().upper())
    except ValueError:
        problem = inside.say("This filter is unknown: choose one of those shown.")
    if not inside.may("payments:read"):
        yesterday = inside.read(clock.now).astimezone(DOUALA).date() - timedelta(days=1)
        wanted = replace(
            wanted, since=max(wanted.since or yesterday, yesterday), tills=_narrow(wanted.tills, inside.business.tills)
        )
    return wanted, problem


def _narrow(asked: Sequence[str] | None, own: Sequence[str]) -> Sequence[str]:
    """Return the tills that are asked for of those that somebody has."""
    return own if asked is None else [one for one in asked if one in own]


def show_payments(merchant: str) -> Response:
    """Return a page of payments."""
    inside = enter(merchant)
    inside.need("payments:read", "own")
    wanted, problem = read_filter(inside)
    before = find_id("pay", request.args.get("before", ""))
    found = inside.read_report(lambda db: sales.list_sales(db, merchant, wanted, A_PAGE + 1, before))
    kept = {name: request.args.get(name, "") for name in FILTERS}
    last = found[A_PAGE - 1].id if len(found) > A_PAGE else ""
    older = write_address(f"{inside.way}/payments", **kept, before=write_id("pay", last)) if last else ""
    return inside.answer(
        "payments.html", "payments", 422 if problem else 200, problem=problem, sales=found[:A_PAGE], older=older,
        filter=kept, name=lambda sale: name_sale(inside, sale), write_id=write_id,
        kinds=[("", inside.say("All")), *((kind, name_kind(inside, kind)) for kind in SALES)],
    )  # fmt: skip


def name_kind(inside: Inside, kind: str) -> str:
    """Return how a kind of payment is called."""
    say = inside.say
    return {
        "pay_checkout": say("Online"), "pay_till": say("At the till"), "pay_bill": say("Bill"),
        "pay_subscription": say("Subscription"),
    }[kind]  # fmt: skip


def name_sale(inside: Inside, sale: Sale) -> str:
    """Return what a payment was for, in a few words."""
    return sale.title or " ".join(filter(None, (name_kind(inside, sale.kind), sale.till)))


def export_payments(merchant: str, kind: str) -> Response:
    """Return all that the filter lets through as CSV or a workbook, the newest ten thousand at most."""
    inside = enter(merchant)
    inside.need("payments:read", "own")
    wanted, problem = read_filter(inside)
    if kind not in SHEETS or problem:
        abort(404)
    say = inside.say
    head: Row = (
        say("Day"), say("Time"), say("Reference"), say("Kind"), say("For"), say("Till"), say("Amount in FCFA"),
        say("Fee in FCFA"), say("Given back in FCFA"), say("Customer"), say("Their reference"),
    )  # fmt: skip
    names = {one: name_kind(inside, one) for one in SALES}
    language, title, engine = inside.language, say("Payments"), process().wallet.engine

    def write() -> bytes:
        return write_sheet(kind, title, head, _list_rows(engine, merchant, wanted, names), language)

    return answer_paper(print_paper(write), "mbongo-payments", kind)


def _list_rows(engine: Engine, merchant: str, wanted: SaleFilter, names: dict[str, str]) -> Iterator[Row]:
    """Yield payments as rows, read some at a time; the thread that prints knows no request."""
    before, count = None, 0
    while count < FILE_MOST:
        found = read_report(engine, lambda db: sales.list_sales(db, merchant, wanted, AT_A_TIME, before))  # noqa: B023
        if not found:
            return
        for one in found:
            at = one.at.astimezone(DOUALA)
            yield (
                f"{at:%Y-%m-%d}", f"{at:%H:%M:%S}", one.reference, names[one.kind], one.title, one.till, one.amount,
                one.fee, one.refunded, one.customer, one.their_reference,
            )  # fmt: skip
        before, count = found[-1].id, count + len(found)


def _find(inside: Inside, written: str) -> Sale:
    """Return the payment of an address. Aborts with 404 for none of theirs: a cashier has two days of their tills."""
    sale_id = find_id("pay", written)
    sale = inside.read(lambda db: sales.find_sale(db, inside.merchant_id, sale_id)) if sale_id else None
    if sale is None:
        abort(404)
    if not inside.may("payments:read"):
        yesterday = inside.read(clock.now).astimezone(DOUALA).date() - timedelta(days=1)
        if sale.till not in inside.business.tills or sale.at.astimezone(DOUALA).date() < yesterday:
            abort(404)
    return sale


def show_payment(merchant: str, payment: str, problem: str = "", typed: str = "", reason: str = "") -> Response:
    """Return one payment, and what may be given back of it."""
    inside = enter(merchant)
    inside.need("payments:read", "own")
    sale = _find(inside, payment)
    return inside.answer(
        "payment.html", "payments", 422 if problem else 200, problem=problem, sale=sale,
        left=inside.read(lambda db: _find_left(db, inside, sale)), name=name_sale(inside, sale), typed=typed,
        reason=reason, attempt=secrets.token_urlsafe(16), payment=payment,
        method=name_method(speak_on_paper(inside.language), sale.method) if sale.method else "",
    )  # fmt: skip


def _find_left(db: Connection, inside: Inside, sale: Sale) -> int:
    """Return how much of a payment whoever looks may give back, in francs."""
    if not inside.may("refunds:write", "own"):
        return 0
    if sale.checkout_id:
        try:
            all_of_it = inside.may("refunds:write")
            return find_refundable_checkout(db, inside.merchant_id, sale.checkout_id).left if all_of_it else 0
        except Refused:
            return 0
    found = find_refundable_sale_of(db, inside.merchant_id, sale)
    if found is None:
        return 0
    return found.left if inside.may("refunds:write") else find_most_of_cashier(db, sale, found)


def refund_payment(merchant: str, payment: str) -> Response:
    """Give back what the form says of a payment."""
    inside = enter(merchant)
    inside.need("refunds:write", "own")
    sale = _find(inside, payment)
    typed = request.form.get("amount", "")[:20]
    reason = " ".join(request.form.get("reason", "").split())[:REASON_LETTERS]

    def refund() -> Response:
        inside.perform(inside.read(lambda db: _ask_refund(db, inside, sale, int(Money.read(typed)), reason)))
        return lead_on(f"{inside.way}/payments/{payment}")

    if sale.checkout_id and not inside.may("refunds:write"):
        abort(404)
    back = f"{inside.way}/payments/{payment}"
    return do_or_say(inside, refund, lambda problem: show_payment(merchant, payment, problem, typed, reason), back)


def _ask_refund(db: Connection, inside: Inside, sale: Sale, amount: int, reason: str) -> UseCase:
    """Return what gives so much of a payment back. Raises Refused."""
    if sale.checkout_id:
        asked = find_refundable_checkout(db, inside.merchant_id, sale.checkout_id)
        said: dict[str, Any] = {"person_id": asked.person_id, "operator": asked.operator, "reason": reason}
        return RefundCheckout(sale.checkout_id, amount, asked.owner_id, **said)
    found = find_refundable_sale_of(db, inside.merchant_id, sale)
    if found is None:
        raise Refused("refusal.not_refundable")
    case = RefundSale if inside.may("refunds:write") else RefundOwnSale
    return case(sale.id, found.receiver_id, found.giver_id, amount, reason)
