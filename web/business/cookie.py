"""Find who is signed in on /business, by its cookie (wallet/members/sessions.py keeps a digest of it)."""

from typing import Final

from flask import g

from wallet.core.database import in_transaction
from wallet.members import sessions
from wallet.members.sessions import SignedIn
from web.pages.browser_token import BrowserToken
from web.process import process

TOKEN: Final = BrowserToken("business", "business:")


def find_signed_in() -> SignedIn | None:
    """Return who is signed in, looked for once a request; None for nobody."""
    token = TOKEN.bring()
    if "member" not in g:
        g.member = in_transaction(process().wallet.engine, lambda db: sessions.find(db, token)) if token else None
    found: SignedIn | None = g.member
    return found
