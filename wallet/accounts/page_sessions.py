"""Sessions of people who signed in on a page: found by what their cookie holds, of which a digest is kept.

It ends by a button, after a quarter of an hour without a page, after half a day, and with the number it was opened by.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.people import people
from wallet.people.people import Person

TOKEN_BYTES: Final = 24
IDLE: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=12)
OPEN: Final = text("""INSERT INTO page_session (digest, person_id, phone, opened_at, seen_at)
    VALUES (:digest, :person, :phone, wallet_now(), wallet_now())""")
SEE: Final = text("""UPDATE page_session s SET seen_at = wallet_now() WHERE digest = :digest AND ended_at IS NULL
    AND seen_at > wallet_now() - :idle AND opened_at > wallet_now() - :longest
    AND EXISTS (SELECT FROM phone f WHERE (f.number, f.person_id) = (s.phone, s.person_id) AND f.until IS NULL)
    RETURNING person_id::text""")
END: Final = text("UPDATE page_session SET ended_at = wallet_now() WHERE digest = :digest AND ended_at IS NULL")


def open_session(db: Connection, phone: str) -> str | None:
    """Sign in whoever has the wallet of a number (E.164); return what the cookie is to hold, None for nobody."""
    person = people.find_by_phone(db, phone)
    if person is None or not may_see(person):
        return None
    token = secrets.token_urlsafe(TOKEN_BYTES)
    db.execute(OPEN, {"digest": _digest(token), "person": person.id, "phone": phone})
    return token


def find_person(db: Connection, token: str) -> Person | None:
    """Return who is signed in by a cookie, now seen again; None for nobody."""
    row = {"digest": _digest(token), "idle": IDLE, "longest": LONGEST}
    person_id = db.execute(SEE, row).scalar_one_or_none()
    person = people.get_person(db, person_id) if person_id else None
    return person if person and may_see(person) else None


def end_session(db: Connection, token: str) -> None:
    """End the session of a cookie."""
    db.execute(END, {"digest": _digest(token)})


def may_see(person: Person) -> bool:
    """True for a wallet that its number's holder may look into: not a closed one, nor one locked for its owner."""
    return person.state != "closed" and not person.robbed


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
