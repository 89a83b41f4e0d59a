"""Find who is signed in on /me, by its cookie (wallet/accounts/page_sessions.py keeps a digest of it)."""

from typing import Final

from wallet.accounts import page_sessions
from wallet.core.database import in_transaction
from wallet.people.people import Person
from web.pages.browser_token import BrowserToken
from web.process import process

TOKEN: Final = BrowserToken("me")


def find_signed_in() -> Person | None:
    """Return who is signed in, None for nobody."""
    token = TOKEN.bring()
    return in_transaction(process().wallet.engine, lambda db: page_sessions.find_person(db, token)) if token else None
