"""The page of whoever is signed in: balance, movements, money to add, requests; and what adds money."""

import secrets
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from flask import Response, abort, request

from sms_templates import say, say_on
from wallet import ledger
from wallet.accounts.read_movements import MovementPage, read_movements
from wallet.core.database import in_transaction
from wallet.core.errors import Misread, Refused
from wallet.core.values import Money, Phone
from wallet.operations import pay_addresses
from wallet.operations.actor import Actor
from wallet.operations.movements import Movement
from wallet.people.people import Person
from wallet.requests import payment_requests
from wallet.topups.open_recharge import OpenRecharge, quote_page
from web.checkout.answers import lead_on
from web.me.answers import answer_page, write_address
from web.me.cookie import check_form, find_signed_in
from web.me.sign_in import show_sign_in
from web.pages.headers import lead_to
from web.pages.language import choose_language
from web.pages.rendering import speak
from web.process import process

WAYS: Final = ("", "in", "out")
ATTEMPT_LETTERS: Final = 32
FILTERS: Final = ("since", "until", "way", "before")


class WrongFilter(Exception):
    """A filter in the address that nothing can be chosen by; the message is what its reader reads."""


def show() -> Response:
    """Return the page of whoever is signed in, else the one that signs in."""
    person = find_signed_in()
    return show_home(person) if person else show_sign_in()


def add_money() -> Response:
    """Open the page at which money is added, and lead to it; or say what is wrong."""
    check_form()
    person, attempt = find_signed_in(), request.form.get("attempt", "")
    if person is None:
        return lead_to(write_address())
    if not 0 < len(attempt) <= ATTEMPT_LETTERS or not attempt.isascii():
        abort(400)
    typed = {name: request.form.get(name, "") for name in ("amount", "phone")}
    try:
        return lead_on(_open_page(person, attempt, **typed))
    except (Misread, Refused) as wrong:
        problem = say_on("web", choose_language(person.language), wrong.key, **wrong.values)
        return show_home(person, problem, typed)


def _open_page(person: Person, attempt: str, amount: str, phone: str) -> str:
    """Return the token of the page, made once for this rendering of the form. Raises Misread, Refused."""
    wallet, francs = process().wallet, Money.read(amount)
    to = str(Phone.read(phone)) if phone.strip() else person.phone
    case: OpenRecharge = in_transaction(wallet.engine, lambda db: quote_page(db, person.id, to, francs))
    actor = Actor("person", person.id, person.language, person.phone)
    outcome = wallet.perform(case, actor, f"me:{person.id}:{attempt}", "web")
    if outcome.refused:
        raise Refused(outcome.sentence, **outcome.values)
    made = outcome.values["page_of"].removeprefix("recharge:")
    return in_transaction(wallet.engine, lambda db: pay_addresses.get_of(db, "recharge", made)).token


def show_home(person: Person, problem: str = "", typed: dict[str, str] | None = None) -> Response:
    """Return the page, with what is wrong above it."""
    language = choose_language(person.language)
    try:
        wanted = _read_filter(speak(language))
    except WrongFilter as wrong:
        problem, wanted = str(wrong), (None, None, "", 2**62)

    def read(db: Any) -> tuple[int, MovementPage, list[Any], list[Any]]:
        return (
            ledger.balance(db, person.account_id), read_movements(db, person.id, *wanted),
            payment_requests.find_to_pay(db, person.id), payment_requests.find_asked(db, person.id),
        )  # fmt: skip

    balance, statement, to_pay, asked = in_transaction(process().wallet.engine, read)
    return answer_page(
        "home.html", 422 if problem else 200, person.language,
        person=person, balance=balance, problem=problem, typed=typed or {"amount": "", "phone": ""},
        lines=[_describe(language, one) for one in statement.lines], statement=statement, to_pay=to_pay, asked=asked,
        filter={name: request.args.get(name, "") for name in FILTERS},
        older=_write_older(statement) if statement.older else "", attempt=secrets.token_urlsafe(16),
        dial=process().service_code,
    )  # fmt: skip


def _read_filter(say: Callable[..., str]) -> tuple[date | None, date | None, str, int]:
    """Return the days, the way and the line that the address asks for. Raises WrongFilter."""
    way, before = request.args.get("way", ""), request.args.get("before", "")
    try:
        days = [date.fromisoformat(typed) if (typed := request.args.get(name, "")) else None for name in FILTERS[:2]]
    except ValueError:
        raise WrongFilter(say("Write days as 2026-11-29.")) from None
    digits = before.isascii() and before.isdigit() and len(before) <= 18
    if way not in WAYS or not (digits or not before):
        raise WrongFilter(say("This filter is unknown: choose one of those shown."))
    return days[0], days[1], way, int(before) if before else 2**62


def _write_older(statement: MovementPage) -> str:
    kept = {name: request.args.get(name, "") for name in FILTERS[:3]}
    return write_address("", **kept, before=str(statement.older))


def _describe(language: str, one: Movement) -> dict[str, Any]:
    """Return a movement as its line shows it: when, what in the words of phones, its amount and its price."""
    side = "given" if one.amount < 0 else "received"
    what = say(language, f"ussd.operation_{side}.{one.kind}", **{**vars(one), "amount": abs(one.amount)})
    return {
        "when": f"{one.date} {one.time}", "what": what.split("\n")[0], "amount": one.amount,
        "price": one.fee + one.tax, "reference": one.reference,
    }  # fmt: skip
