"""Ask somebody for money from /me: a phone number is texted, an e-mail address mailed; both lead to the same page."""

from dataclasses import replace

from flask import Response, request
from sqlalchemy import Connection

from sms_templates import find_sentence, say, say_on
from wallet.core.database import in_transaction
from wallet.core.email_addresses import EmailAddress
from wallet.core.errors import Misread, Refused, WalletError
from wallet.core.values import Money, Phone, Reason
from wallet.operations.use_case import UseCase
from wallet.people.people import Person
from wallet.requests.ask_by_email import check_mailing
from wallet.requests.ask_payment import AskPayment, check_asking, find_payer
from web.me.answers import choose_own_language, write_address
from web.me.cookie import TOKEN, find_signed_in
from web.me.doing import check_attempt, perform
from web.me.home import show_home
from web.pages.headers import lead_to
from web.process import process

UNHEARD = "request_unheard"


def ask_money() -> Response:
    """Ask, once for this rendering of the form, and lead back to where it waits; or say what is wrong."""
    TOKEN.check_form()
    person, attempt = find_signed_in(), request.form.get("attempt", "")
    if person is None:
        return lead_to(write_address())
    check_attempt(attempt)
    typed = {name: request.form.get(name, "") for name in ("whom", "amount", "reason", "language")}
    try:
        case = in_transaction(process().wallet.engine, lambda db: choose_asking(db, person, **typed))
        outcome = perform(person, case, f"ask:{attempt}")
    except (Misread, Refused) as wrong:
        return show_home(person, describe(choose_own_language(person), wrong), asked_for=typed)
    return lead_to(write_address(asked="untold" if outcome.sentence == UNHEARD else "sent") + "#ask")


def describe(language: str, wrong: WalletError) -> str:
    """Return what is wrong, and what to write instead where there is a sentence for it."""
    said, remedy = say_on("web", language, wrong.key, **wrong.values), wrong.key.replace("error.", "remedy.", 1)
    if wrong.key == remedy or not find_sentence(language, remedy):
        return said
    return f"{said} {say(language, remedy, **wrong.values)}"


def choose_asking(db: Connection, person: Person, whom: str, amount: str, reason: str, language: str) -> UseCase:
    """Return the use case that asks a number or an address. Raises Misread."""
    francs, why = Money.read(amount), Reason.read(reason) if reason.strip() else Reason("")
    if "@" in whom:
        return check_mailing(db, person.id, EmailAddress.read(whom), francs, why, language)
    asking = check_asking(db, person.id, find_payer(db, person.id, Phone.read(whom)), francs)
    return AskPayment(replace(asking, reason=str(why)))
