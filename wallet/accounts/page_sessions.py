"""Sessions of people who signed in on a page: found by what their cookie holds, of which a digest is kept.

It ends by a button, after a quarter of an hour without a page, after half a day, and with the number it was opened by.
"""

import hashlib
import secrets as chance
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, text

from wallet.accounts import page_codes
from wallet.core.database import in_transaction
from wallet.core.secrets import Secrets
from wallet.people import people
from wallet.people.people import Person

TOKEN_BYTES: Final = 24
IDLE: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=12)
FRESH: Final = timedelta(minutes=10)  # since the code was typed, for what shows all there is of a person
OPEN: Final = text("SELECT open_page_session(CAST(:code AS uuid), :key, :digest, :device)")
LIVE: Final = """ended_at IS NULL AND seen_at > wallet_now() - :idle AND opened_at > wallet_now() - :longest
    AND EXISTS (SELECT FROM phone f WHERE (f.number, f.person_id) = (s.phone, s.person_id) AND f.until IS NULL)"""
SEE: Final = text(f"""UPDATE page_session s SET seen_at = wallet_now() WHERE digest = :digest AND {LIVE}
    RETURNING person_id::text""")  # noqa: S608 - a constant
LIST: Final = text(f"""SELECT digest, device, opened_at, seen_at, digest = :mine AS is_this
    FROM page_session s WHERE person_id = CAST(:person AS uuid) AND {LIVE}
    ORDER BY is_this DESC, seen_at DESC LIMIT :most""")  # noqa: S608 - a constant
LISTED_MOST: Final = 20
IS_FRESH: Final = text("SELECT opened_at > wallet_now() - :fresh FROM page_session WHERE digest = :digest")
END_ONE: Final = text("""UPDATE page_session SET ended_at = wallet_now()
    WHERE digest = :digest AND person_id = CAST(:person AS uuid) AND ended_at IS NULL""")
END_OTHERS: Final = text("""UPDATE page_session SET ended_at = wallet_now()
    WHERE person_id = CAST(:person AS uuid) AND digest <> :mine AND ended_at IS NULL""")
END: Final = text("UPDATE page_session SET ended_at = wallet_now() WHERE digest = :digest AND ended_at IS NULL")


@dataclass(frozen=True)
class PageSession:
    """A browser in which somebody is signed in: `device` is what it calls itself, `is_this` the one that asks."""

    digest: str
    device: str
    opened_at: datetime
    seen_at: datetime
    is_this: bool


def open_session(engine: Engine, secrets: Secrets, asked: str, typed: str, device: str = "") -> str | None:
    """Sign in whoever has the wallet of the number that a code was texted to, once; return what the cookie is to hold.

    None for nobody: a code that is wrong, used, too old or tried too often. The try is committed before it is compared.
    """
    key = page_codes.count_try(engine, secrets, asked, typed)
    token = chance.token_urlsafe(TOKEN_BYTES)
    row = {"code": asked, "key": key, "digest": _digest(token), "device": device}
    return token if key and in_transaction(engine, lambda db: db.execute(OPEN, row).scalar_one()) else None


def find_person(db: Connection, token: str) -> Person | None:
    """Return who is signed in by a cookie, now seen again; None for nobody."""
    row = {"digest": _digest(token), "idle": IDLE, "longest": LONGEST}
    person_id = db.execute(SEE, row).scalar_one_or_none()
    person = people.get_person(db, person_id) if person_id else None
    return person if person and may_see(person) else None


def end_session(db: Connection, token: str) -> None:
    """End the session of a cookie."""
    db.execute(END, {"digest": _digest(token)})


def list_sessions(db: Connection, person_id: str, token: str) -> list[PageSession]:
    """Return the browsers in which somebody is signed in now; that of this cookie first."""
    row = {"person": person_id, "mine": _digest(token), "idle": IDLE, "longest": LONGEST, "most": LISTED_MOST}
    return [PageSession(**one._mapping) for one in db.execute(LIST, row)]


def end_one(db: Connection, person_id: str, digest: str) -> None:
    """End a session of this person's, by its digest; another's stays."""
    db.execute(END_ONE, {"digest": digest, "person": person_id})


def end_others(db: Connection, person_id: str, token: str) -> None:
    """End all sessions of a person but that of this cookie."""
    db.execute(END_OTHERS, {"person": person_id, "mine": _digest(token)})


def is_fresh(db: Connection, token: str) -> bool:
    """True where the code of this cookie's session was typed a short while ago."""
    return bool(db.execute(IS_FRESH, {"digest": _digest(token), "fresh": FRESH}).scalar_one_or_none())


def may_see(person: Person) -> bool:
    """True for a wallet that its number's holder may look into: not a closed one, nor one locked for its owner."""
    return person.state != "closed" and not person.robbed


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
