"""Find who is at work on /office: the cookie holds their session's secret, of which the database keeps a digest."""

from typing import Final

from flask import g

from wallet.staff import factors
from wallet.staff.factors import AtWork
from wallet.staff.sessions import SessionProof
from web.pages.browser_token import BrowserToken
from web.process import hold

SECRET_BYTES: Final = 32
TOKEN: Final = BrowserToken("office", "office:", letters=2 * SECRET_BYTES)


def bring_session() -> SessionProof | None:
    """Return the session that this request's cookie names; None where it names none."""
    try:
        secret = bytes.fromhex(TOKEN.bring())
    except ValueError:
        return None
    return SessionProof(secret) if len(secret) == SECRET_BYTES else None


def find_at_work() -> AtWork | None:
    """Return who is at work, looked for once a request; None for nobody."""
    if "at_work" not in g:
        session = bring_session()
        g.at_work = factors.find_at_work(hold().wallet.engine, session) if session else None
    found: AtWork | None = g.at_work
    return found
