"""The page of whoever is signed in: balance, the latest movements, money to add, requests; and what adds money."""

import secrets
from typing import Final

from flask import Response, request
from sqlalchemy import Connection

from documents.words import LANGUAGES
from sms_templates import say_on
from wallet.core.database import in_transaction
from wallet.core.errors import Misread, Refused
from wallet.core.values import Money, Phone
from wallet.operations import movements, pay_addresses
from wallet.operations.movements import HistoryLine, MovementFilter
from wallet.people.people import Person
from wallet.requests import payment_requests
from wallet.requests.payment_requests import Listed
from wallet.retentions import retentions
from wallet.retentions.retentions import FreeMoney
from wallet.topups.open_recharge import OpenRecharge, quote_page
from web.checkout.answers import lead_on
from web.me.answers import answer_page, choose_own_language, write_address
from web.me.cookie import TOKEN, find_signed_in
from web.me.doing import check_attempt, perform
from web.me.lines import describe_line
from web.me.sign_in import show_sign_in
from web.pages.headers import lead_to
from web.process import process

LATEST: Final = 5


def show() -> Response:
    """Return the page of whoever is signed in, else the one that signs in."""
    person = find_signed_in()
    return show_home(person) if person else show_sign_in()


def add_money() -> Response:
    """Open the page at which money is added, and lead to it; or say what is wrong."""
    TOKEN.check_form()
    person, attempt = find_signed_in(), request.form.get("attempt", "")
    if person is None:
        return lead_to(write_address())
    check_attempt(attempt)
    typed = {name: request.form.get(name, "") for name in ("amount", "phone")}
    try:
        return lead_on(_open_page(person, attempt, **typed))
    except (Misread, Refused) as wrong:
        problem = say_on("web", choose_own_language(person), wrong.key, **wrong.values)
        return show_home(person, problem, typed)


def _open_page(person: Person, attempt: str, amount: str, phone: str) -> str:
    """Return the token of the page, made once for this rendering of the form. Raises Misread, Refused."""
    wallet, francs = process().wallet, Money.read(amount)
    to = str(Phone.read(phone)) if phone.strip() else person.phone
    case: OpenRecharge = in_transaction(wallet.engine, lambda db: quote_page(db, person.id, to, francs))
    made = perform(person, case, attempt).values["page_of"].removeprefix("recharge:")
    return in_transaction(wallet.engine, lambda db: pay_addresses.get_of(db, "recharge", made)).token


def show_home(
    person: Person, problem: str = "", typed: dict[str, str] | None = None, asked_for: dict[str, str] | None = None
) -> Response:  # fmt: skip
    """Return the page, with what is wrong above it; `typed` is what stood in the form that adds, `asked_for` asks."""
    language = choose_own_language(person)

    def read(db: Connection) -> tuple[FreeMoney, list[HistoryLine], list[Listed], list[Listed]]:
        return (
            retentions.read_free(db, person.account_id),
            movements.list_filtered(db, person.id, MovementFilter(), LATEST),
            payment_requests.find_to_pay(db, person.id), payment_requests.find_asked(db, person.id),
        )  # fmt: skip

    balance, latest, to_pay, asked = in_transaction(process().wallet.engine, read)
    return answer_page(
        "home.html", 422 if problem else 200, person,
        balance=balance, problem=problem, typed=typed or {"amount": "", "phone": ""},
        asked_for=asked_for or {"amount": "", "whom": "", "reason": "", "language": ""},
        told=request.args.get("asked", "") if request.method == "GET" else "",
        lines=[describe_line(language, one) for one in latest], to_pay=to_pay, asked=asked,
        attempt=secrets.token_urlsafe(16), dial=process().service_code, written=LANGUAGES,
    )  # fmt: skip
