"""The views that sign in: a number is typed, then the code that was texted to it; and the one that signs out."""

import re
from typing import Final

from flask import Response, abort, request

from sms_templates import say_on
from wallet.accounts import page_codes, page_sessions
from wallet.core.database import in_transaction
from wallet.core.errors import Misread
from wallet.core.values import Phone
from web.gateways.knocks import WRONG_MAX, Knocks
from web.me.answers import answer_page, write_address
from web.me.cookie import TOKEN
from web.me.device import name_device
from web.pages.headers import lead_to
from web.pages.language import choose_language
from web.pages.rendering import speak
from web.process import process
from workers.waking import wake

ASKED: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # what a code was asked for as
CODE: Final = re.compile(f"[0-9]{{{page_codes.DIGITS}}}")
KNOCKS: Final = Knocks()  # addresses that ask for many codes, or try many


def show_sign_in(problem: str = "", typed: str = "") -> Response:
    """Return the page that asks for a number."""
    return answer_page("sign_in.html", 422 if problem else 200, problem=problem, typed=typed)


def ask_code() -> Response:
    """Have a code texted, and lead to where it is typed: the same whether a wallet has the number."""
    TOKEN.check_form()
    limit_address()
    typed, language = request.form.get("phone", ""), choose_language()
    try:
        phone = Phone.read(typed)
    except Misread as wrong:
        return show_sign_in(say_on("web", language, wrong.key, **wrong.values), typed)
    held = process()
    asked = in_transaction(held.wallet.engine, lambda db: page_codes.ask_code(db, phone))
    wake(held.redis, "notices")
    return lead_to(write_address("/code", asked=asked))


def show_code(problem: str = "") -> Response:
    """Return the page that asks for the code."""
    asked = request.values.get("asked", "")
    if not ASKED.fullmatch(asked):
        return lead_to(write_address())
    return answer_page("code.html", 422 if problem else 200, problem=problem, asked=asked)


def sign_in() -> Response:
    """Sign in whoever types the right code, in time."""
    TOKEN.check_form()
    asked, typed = request.form.get("asked", ""), request.form.get("code", "").replace(" ", "")
    held = process()
    token = None
    if ASKED.fullmatch(asked) and CODE.fullmatch(typed):
        token = page_sessions.open_session(held.wallet.engine, held.wallet.secrets, asked, typed, name_device())
    if token is None:
        limit_address()
        say = speak(choose_language())
        return show_code(say("This code is wrong, used or too old. After three tries, ask for another."))
    return TOKEN.keep(lead_to(write_address()), token)


def show_link(token: str) -> Response:
    """Return the page of a link that was texted, whose button signs in: what only looks at addresses uses none up."""
    found = page_codes.read_link(token)
    if found is None:
        return lead_to(write_address())
    return answer_page("link.html", 200, asked=found[0], code=found[1])


def sign_out() -> Response:
    """End the session, here and in the browser."""
    TOKEN.check_form()
    token = TOKEN.read()
    in_transaction(process().wallet.engine, lambda db: page_sessions.end_session(db, token))
    return TOKEN.drop(lead_to(write_address()))


def limit_address() -> None:
    """Abort, saying to wait, once an address asks for or tries too many codes in a minute."""
    if KNOCKS.count(request.remote_addr or "") > WRONG_MAX:
        abort(429)
