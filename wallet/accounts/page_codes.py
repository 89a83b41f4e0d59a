"""Codes that sign in on a page, texted to a number: drawn by the worker that texts them, kept as a hash nobody reads.

Whoever types a number learns nothing of it: the page is the same whether a wallet has it, and whether a text left. What
is typed is compared by the database (functions.sql), as the key that it makes under the pepper.
"""

import re
import secrets as chance
import uuid
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, Engine, text

from wallet.core.database import in_transaction
from wallet.core.secrets import Secrets
from wallet.messages import notices
from wallet.people import people, sims

DIGITS: Final = 6
GOOD_FOR: Final = timedelta(minutes=10)  # the database counts it, and these two
TRIES: Final = 3
ASKED_MOST: Final = ((timedelta(hours=1), 4), (timedelta(days=1), 10))  # codes to one number
CODE: Final = "page_code"
LINK: Final = re.compile(f"(?a:([0-9a-f]{{32}})([0-9]{{{DIGITS}}}))")
ASK: Final = text("SELECT ask_page_code(CAST(:id AS uuid), :phone)")
KEEP: Final = text("SELECT keep_page_code(CAST(:id AS uuid), :phone, :pepper, :digest)")
PEPPER: Final = text("SELECT pepper FROM page_code WHERE id = CAST(:id AS uuid) AND used_at IS NULL")
COUNT: Final = text("SELECT count_page_code_try(CAST(:id AS uuid), :key)")


@dataclass(frozen=True)
class AskedCode:
    """A code that was asked for, by the name it is typed under; `is_coming`: it is texted, which pages never say."""

    name: str
    is_coming: bool


def ask_code(db: Connection, phone: str) -> str:
    """Have a code texted to a number (E.164) that has a wallet, where few were lately; return what it is typed for.

    None is texted to a SIM that was swapped lately, nor for a wallet locked for its robbed owner.
    """
    person = people.find_by_phone(db, phone)
    return ask_code_for(db, phone, person if person and person.state != "closed" else None).name


def ask_code_for(db: Connection, phone: str, reader: notices.Reader | None, sentence: str = CODE) -> AskedCode:
    """Have a code texted to a number (E.164), in its reader's language, where it has one who may sign in by it.

    `sentence` says it, as what is typed or as a link; its value of the same name is what the code was asked for as.
    """
    asked = str(uuid.uuid4())
    if not db.execute(ASK, {"id": asked, "phone": phone}).scalar_one():
        return AskedCode(asked, is_coming=False)
    person = people.find_by_phone(db, phone)
    robbed = person is not None and person.robbed
    if not reader or robbed or sims.get_sim(db, phone).watched_until:
        return AskedCode(asked, is_coming=False)
    notices.tell(db, reader, "code", sentence, **{sentence: asked})
    return AskedCode(asked, is_coming=True)


def write_link(public_url: str, asked: str, code: str) -> str:
    """Return the address that opens /me once: what the code was asked for as, and the code."""
    return f"{public_url.rstrip('/')}/me/l/{uuid.UUID(asked).hex}{code}"


def read_link(typed: str) -> tuple[str, str] | None:
    """Return what an address of write_link holds; None for what is none."""
    read = LINK.fullmatch(typed)
    return (str(uuid.UUID(read[1])), read[2]) if read else None


def draw_code(db: Connection, secrets: Secrets, asked: str, phone: str) -> str:
    """Draw the code that is texted now, to this number; commit it before it is texted.

    Raises LookupError where it is too late, or asked for at another number.
    """
    code = f"{chance.randbelow(10**DIGITS):0{DIGITS}d}"
    digest = sha256(_make_key(secrets, asked, code, secrets.newest)).digest()
    row = {"id": asked, "phone": phone, "pepper": secrets.newest, "digest": digest}
    if not db.execute(KEEP, row).scalar_one():
        raise LookupError("the code is over, or another's")
    return code


def count_try(engine: Engine, secrets: Secrets, asked: str, typed: str) -> bytes | None:
    """Count a try of a code, committed; return the key that opens a session, where it is right.

    None where it is used, too old, not sent yet, or tried too often.
    """
    pepper = in_transaction(engine, lambda db: db.execute(PEPPER, {"id": asked}).scalar_one_or_none())
    if pepper is None:
        return None
    key = _make_key(secrets, asked, typed, pepper)
    counted = in_transaction(engine, lambda db: db.execute(COUNT, {"id": asked, "key": key}).scalar_one())
    return key if counted else None


def _make_key(secrets: Secrets, asked: str, code: str, pepper: str) -> bytes:
    return secrets.digest("page code", f"{asked}:{code}", pepper)
