"""The settings of whoever is signed in: the language they are spoken to in, where they are signed in, their data."""

import re
import secrets
from typing import Final

from flask import Response, abort, request

from documents.words import LANGUAGES as WRITTEN
from sms_templates import FILES, LANGUAGES, say_on
from wallet.accounts import page_sessions
from wallet.accounts.change_language import ChangeLanguage
from wallet.core.database import in_transaction
from wallet.core.errors import Locked, Refused
from wallet.operations.actor import Actor
from wallet.people.people import Person
from wallet.retentions import retentions
from web.me.answers import answer_page, choose_own_language, write_address
from web.me.cookie import TOKEN, find_signed_in
from web.pages.headers import lead_to
from web.process import process
from workers.waking import wake_all

DIGEST: Final = re.compile("[0-9a-f]{64}")
NAMES: Final = dict(WRITTEN)  # as pages write them; a phone without accents, in capitals, does otherwise
OTHERS: Final = "others"


def show_account() -> Response:
    """Return the settings of whoever is signed in, else the way to sign in."""
    person = find_signed_in()
    return show_settings(person) if person else lead_to(write_address())


def show_settings(person: Person, problem: str = "") -> Response:
    """Return somebody's settings, with what is wrong above them."""
    token = TOKEN.read()
    balance, sessions = in_transaction(process().wallet.engine, lambda db: (
        retentions.read_free(db, person.account_id), page_sessions.list_sessions(db, person.id, token)))  # fmt: skip
    return answer_page(
        "account.html", 422 if problem else 200, person, balance=balance, problem=problem, sessions=sessions,
        spoken=[(code, NAMES.get(code, FILES[code]["name"])) for code in LANGUAGES],
    )  # fmt: skip


def change_language() -> Response:
    """Speak another language to whoever is signed in, on their phone and on these pages."""
    TOKEN.check_form()
    person, language = find_signed_in(), request.form.get("language", "")
    if person is None:
        return lead_to(write_address())
    if language not in LANGUAGES:
        abort(400)
    held, case = process(), ChangeLanguage(language)
    try:
        actor = Actor("person", person.id, person.language, person.phone)
        held.wallet.perform(case, actor, f"me:{person.id}:{secrets.token_urlsafe(16)}", "web")
    except (Locked, Refused) as wrong:
        return show_settings(person, say_on("web", choose_own_language(person), wrong.key, **wrong.values))
    wake_all(held.redis, case.wakes)
    return lead_to("/me/account")  # in the language that was chosen, whatever the address said


def end_sessions() -> Response:
    """Sign out elsewhere: in one browser, or in all but this one."""
    TOKEN.check_form()
    person, which, token = find_signed_in(), request.form.get("which", ""), TOKEN.read()
    if person is None:
        return lead_to(write_address())
    engine = process().wallet.engine
    if which == OTHERS:
        in_transaction(engine, lambda db: page_sessions.end_others(db, person.id, token))
    elif DIGEST.fullmatch(which):
        in_transaction(engine, lambda db: page_sessions.end_one(db, person.id, which))
    else:
        abort(400)
    return lead_to(write_address("/account"))
