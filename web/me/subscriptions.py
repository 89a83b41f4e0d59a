"""Show what whoever is signed in agreed to be charged, and pause or end it, as easily as on a phone."""

import secrets
from typing import Final

from flask import Response, abort, request
from sqlalchemy import Connection

from documents.shown import show_francs
from sms_templates import say_on
from wallet.core.database import in_transaction
from wallet.core.errors import Refused
from wallet.people.people import Person
from wallet.retentions import retentions
from wallet.retentions.retentions import FreeMoney
from wallet.subscriptions import charging, subscriptions
from wallet.subscriptions.leave import EndSubscription, PauseSubscription
from wallet.subscriptions.subscriptions import Subscription
from web.me.answers import answer_page, choose_own_language, write_address
from web.me.cookie import TOKEN, find_signed_in
from web.me.doing import check_attempt, perform
from web.pages.headers import lead_to
from web.pages.rendering import speak
from web.process import process

LEAVING: Final = {"pause": PauseSubscription, "end": EndSubscription}


def show_subscriptions() -> Response:
    """Return the subscriptions of whoever is signed in, else the way to sign in."""
    person = find_signed_in()
    return show_mine(person) if person else lead_to(write_address())


def leave() -> Response:
    """Pause or end one, once for this rendering of the form, and lead to where it is said; or say what is wrong."""
    TOKEN.check_form()
    person, attempt = find_signed_in(), request.form.get("attempt", "")
    if person is None:
        return lead_to(write_address())
    check_attempt(attempt)
    how, code = request.form.get("how", ""), request.form.get("code", "")
    if how not in LEAVING or not (code.isascii() and code.isdigit()):
        abort(400)
    try:
        perform(person, LEAVING[how](code[:8]), f"leave:{attempt}")
    except Refused as wrong:
        return show_mine(person, say_on("web", choose_own_language(person), wrong.key, **wrong.values))
    return lead_to(write_address("/subscriptions", done=how))


def show_mine(person: Person, problem: str = "") -> Response:
    """Return the page, with what is wrong above it."""

    def read(db: Connection) -> tuple[FreeMoney, list[tuple[Subscription, int]]]:
        mine = subscriptions.list_of_person(db, person.id)
        return retentions.read_free(db, person.account_id), [(one, charging.read_amount(db, one)) for one in mine]

    balance, mine = in_transaction(process().wallet.engine, read)
    say = speak(choose_own_language(person))
    each = {"week": "%(amount)s a week", "month": "%(amount)s a month", "year": "%(amount)s a year"}
    return answer_page(
        "subscriptions.html", 422 if problem else 200, person, balance=balance, problem=problem,
        mine=[(one, say(each[one.every], amount=show_francs(amount)), find_day(one)) for one, amount in mine],
        done=request.args.get("done", "") if request.method == "GET" else "", dial=process().service_code,
        attempt=secrets.token_urlsafe(16),
    )  # fmt: skip


def find_day(one: Subscription) -> str:
    """Return the day on which it is charged, or tried again, next; "" where it is not."""
    return f"{charging.find_try(one):%d/%m/%Y}" if one.state == "active" else ""
