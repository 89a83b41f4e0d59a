"""The page at which an invitation is accepted: by whoever is signed in, or by somebody new with a password."""

from typing import Any

from flask import Response, request
from sqlalchemy import Connection

from wallet.core.database import in_transaction
from wallet.core.errors import Misread
from wallet.members import invitations, sign_in
from wallet.members.sent_addresses import read_token
from web.business.answers import answer_page, choose_own_language, lead_on
from web.business.cookie import TOKEN, find_signed_in
from web.business.refusals import say_refusal
from web.business.sign_in import TYPED_LETTERS, limit_address, read_where
from web.pages.rendering import speak
from web.process import process


def show_invitation(token: str, problem: str = "", **typed: str) -> Response:
    """Return the page of an invitation that is open; one that is over says what to do."""
    raw = read_token(token)
    found = in_transaction(process().wallet.engine, lambda db: invitations.find_open(db, raw))
    if found is None:
        limit_address()
        return answer_page("over.html", 404)
    shown: dict[str, Any] = {"invitation": found, "token": token, "typed": {"name": "", **typed}}
    return answer_page("accept.html", 422 if problem else 200, problem=problem, **shown)


def accept_invitation(token: str) -> Response:
    """Accept it; somebody new is signed in at once, with the password they just chose."""
    TOKEN.check_form()
    limit_address()
    raw, wallet, who = read_token(token), process().wallet, find_signed_in()
    name, password = (request.form.get(field, "")[: TYPED_LETTERS + 1] for field in ("name", "password"))
    language = choose_own_language()

    def accept(db: Connection) -> str:
        if who:
            invitations.accept_as(db, who, raw)
            return ""
        found = invitations.find_open(db, raw)
        invitations.accept_anew(db, wallet.secrets, raw, name, language, password)
        return (found.email or found.phone) if found and password else ""

    try:
        address = in_transaction(wallet.engine, accept)
    except Misread as wrong:
        return show_invitation(token, say_refusal(speak(language), language, wrong.key, **wrong.values), name=name)
    if not address:
        return lead_on()
    return TOKEN.keep(lead_on(), sign_in.sign_in(wallet.engine, wallet.secrets, address, password, read_where()))
