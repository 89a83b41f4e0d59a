"""The cookie of /business, and what every form carries so that no page of another's can send one (as in /me)."""

import hmac
import secrets
from typing import Final

from flask import Response, abort, g, request

from wallet.core.database import in_transaction
from wallet.members import sessions
from wallet.members.sessions import SignedIn
from web.me.cookie import FIELD, LETTERS, is_over_tls
from web.process import process

PURPOSE: Final = "business:"  # a form of /me's is none of ours


def name_cookie() -> str:
    """Return the cookie's name: over TLS one that no other host, and no plain page, can set."""
    return "__Host-mbongo-business" if is_over_tls() else "mbongo-business"


def read_token() -> str:
    """Return what this request's cookie holds, or what its answer's will: chance, where it brought none of ours."""
    if "member_token" not in g:
        brought = request.cookies.get(name_cookie(), "")
        g.member_token = brought if len(brought) == LETTERS and brought.isascii() else ""
        g.member_is_fresh = not g.member_token
        g.member_token = g.member_token or secrets.token_urlsafe(sessions.TOKEN_BYTES)
    return str(g.member_token)


def find_signed_in() -> SignedIn | None:
    """Return who is signed in, looked for once a request; None for nobody."""
    token = read_token()
    if "member" not in g:
        engine = process().wallet.engine
        g.member = None if g.member_is_fresh else in_transaction(engine, lambda db: sessions.find(db, token))
    found: SignedIn | None = g.member
    return found


def sign_form() -> str:
    """Return what a form of this browser's carries."""
    return process().wallet.secrets.hex_digest("page form", PURPOSE + read_token())


def check_form() -> None:
    """Abort a form that does not come from a page of ours in this browser."""
    sent, held = request.form.get(FIELD, ""), process().wallet.secrets
    token = read_token()
    mine = not g.member_is_fresh and sent.isascii() and any(
        hmac.compare_digest(held.hex_digest("page form", PURPOSE + token, pepper), sent) for pepper in held.ids
    )  # fmt: skip
    if not mine:
        abort(400)


def keep_token(answer: Response, token: str = "") -> Response:
    """Have the browser keep a token: another from now on where one is given, else that of this request."""
    kept = token or read_token()
    if token or g.member_is_fresh:
        answer.set_cookie(name_cookie(), kept, secure=is_over_tls(), httponly=True, samesite="Lax", path="/")
    return answer


def drop_token(answer: Response) -> Response:
    """Have the browser forget its token."""
    answer.delete_cookie(name_cookie(), secure=is_over_tls(), httponly=True, samesite="Lax", path="/")
    return answer
