"""Give a top-up that was not spent back to where it came from: what is left of each, and the PIN."""

import secrets

from flask import Response, request
from sqlalchemy import Connection

from sms_templates import say_on
from wallet.core.database import in_transaction
from wallet.core.errors import Locked, Misread, Refused
from wallet.core.values import Money, Pin
from wallet.operations.proofs import PinProof
from wallet.payments.rails import RAILS
from wallet.people.people import Person
from wallet.retentions import retentions
from wallet.retentions.retentions import FreeMoney
from wallet.topups.give_back_recharge import GiveBackRecharge
from wallet.topups.lots import DatedLot, check_lot, list_left
from web.me.answers import answer_page, choose_own_language, write_address
from web.me.cookie import TOKEN, find_signed_in
from web.me.doing import check_attempt, perform
from web.pages.headers import lead_to
from web.process import process


def show_lots() -> Response:
    """Return what can be given back of whoever is signed in, else the way to sign in."""
    person = find_signed_in()
    return show_left(person) if person else lead_to(write_address())


def give_back() -> Response:
    """Have a top-up given back, once for this rendering of the form; lead to where that is said, or say why not."""
    TOKEN.check_form()
    person, attempt = find_signed_in(), request.form.get("attempt", "")
    if person is None:
        return lead_to(write_address())
    check_attempt(attempt)
    transfer, typed = request.form.get("transfer", ""), request.form.get("amount", "")
    try:
        pin, amount = Pin.read(request.form.get("pin", "")), Money.read(typed)
        case = in_transaction(process().wallet.engine, lambda db: choose_giving(db, person, transfer, amount))
        outcome = perform(person, case, f"back:{attempt}", PinProof(pin))
    except (Misread, Refused, Locked) as wrong:
        return show_left(person, say_on("web", choose_own_language(person), wrong.key, **wrong.values), transfer, typed)
    return lead_to(write_address("/give-back", given=str(outcome.values["reference"])))


def choose_giving(db: Connection, person: Person, transfer: str, amount: int) -> GiveBackRecharge:
    """Return what gives so much of a listed top-up back. Raises Misread for too much, Refused for none."""
    lot = next((one.lot for one in list_left(db, person.id) if one.lot.transfer == transfer), None)
    if lot is None:
        raise Refused("refusal.recharge_spent")
    check_lot(db, lot, amount)
    return GiveBackRecharge(lot.transfer, lot.operator, amount, lot.phone)


def show_left(person: Person, problem: str = "", tried: str = "", typed: str = "") -> Response:
    """Return the page, with what is wrong above it; `tried` is the top-up it is about, `typed` its amount."""

    def read(db: Connection) -> tuple[FreeMoney, list[DatedLot]]:
        return retentions.read_free(db, person.account_id), list_left(db, person.id)

    balance, lots = in_transaction(process().wallet.engine, read)
    return answer_page(
        "give_back.html", 422 if problem else 200, person, balance=balance, problem=problem, lots=lots,
        tried=tried, typed=typed, rails=RAILS, given=request.args.get("given", "")[:12],
        attempt=secrets.token_urlsafe(16),
    )  # fmt: skip
