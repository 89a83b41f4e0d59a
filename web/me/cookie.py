"""The cookie of /me, and what every form of it carries so that no page of another's can send one.

It holds chance alone. Signed out it only ties forms to their browser; signing in puts another in its place, of which
the database keeps a digest (wallet/accounts/page_sessions.py).
"""

import hmac
import secrets
from typing import Final

from flask import Response, abort, g, request

from wallet.accounts import page_sessions
from wallet.core.database import in_transaction
from wallet.people.people import Person
from web.process import process

LETTERS: Final = 32
FIELD: Final = "form"


def name_cookie() -> str:
    """Return the cookie's name: over TLS one that no other host, and no plain page, can set."""
    return "__Host-mbongo-me" if is_over_tls() else "mbongo-me"


def is_over_tls() -> bool:
    """True where browsers reach us over TLS."""
    return process().public_url.startswith("https://")


def read_token() -> str:
    """Return what this request's cookie holds, or what its answer's will: chance, where it brought none of ours."""
    if "token" not in g:
        brought = request.cookies.get(name_cookie(), "")
        g.token = brought if len(brought) == LETTERS and brought.isascii() else ""
        g.fresh = not g.token
        g.token = g.token or secrets.token_urlsafe(page_sessions.TOKEN_BYTES)
    return str(g.token)


def find_signed_in() -> Person | None:
    """Return who is signed in, None for nobody."""
    token = read_token()
    return None if g.fresh else in_transaction(process().wallet.engine, lambda db: page_sessions.find_person(db, token))


def sign_form() -> str:
    """Return what a form of this browser's carries."""
    return process().wallet.secrets.hex_digest("page form", read_token())


def check_form() -> None:
    """Abort a form that does not come from a page of ours in this browser."""
    sent = request.form.get(FIELD, "")
    mine = not read_token_is_fresh() and any(
        hmac.compare_digest(process().wallet.secrets.hex_digest("page form", read_token(), pepper), sent)
        for pepper in process().wallet.secrets.ids
        if sent.isascii()
    )
    if not mine:
        abort(400)


def read_token_is_fresh() -> bool:
    """True where the request brought no cookie of ours."""
    read_token()
    return bool(g.fresh)


def keep_token(answer: Response, token: str = "") -> Response:
    """Have the browser keep a token: another from now on where one is given, else that of this request."""
    if token or read_token_is_fresh():
        answer.set_cookie(
            name_cookie(), token or read_token(), secure=is_over_tls(), httponly=True, samesite="Lax", path="/"
        )
    return answer


def drop_token(answer: Response) -> Response:
    """Have the browser forget its token."""
    answer.delete_cookie(name_cookie(), secure=is_over_tls(), httponly=True, samesite="Lax", path="/")
    return answer
