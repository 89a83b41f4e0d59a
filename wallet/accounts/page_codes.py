"""Codes that sign in on a page, texted to a number: computed by the worker that texts them, never stored.

Whoever types a number learns nothing of it: the page is the same whether a wallet has it, and whether a text left.
"""

import hmac
import uuid
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, Engine, text

from wallet.core.database import in_transaction
from wallet.core.secrets import Secrets
from wallet.messages import notices
from wallet.people import numbers, people, sims

DIGITS: Final = 6
GOOD_FOR: Final = timedelta(minutes=10)
TRIES: Final = 3
ASKED_MOST: Final = ((timedelta(hours=1), 4), (timedelta(days=1), 10))  # codes to one number
COUNT: Final = text("SELECT count(*) FROM page_code WHERE phone = :phone AND asked_at > wallet_now() - :span")
INSERT: Final = text("INSERT INTO page_code (id, phone, pepper, asked_at) VALUES (:id, :phone, :pepper, wallet_now())")
TRY: Final = text("""UPDATE page_code SET tries = tries + 1 WHERE id = CAST(:id AS uuid) AND tries < :most
    AND asked_at > wallet_now() - :good_for RETURNING phone, pepper""")
USE: Final = text("UPDATE page_code SET used_at = wallet_now() WHERE id = CAST(:id AS uuid) AND used_at IS NULL")


def ask_code(db: Connection, secrets: Secrets, phone: str) -> str:
    """Have a code texted to a number (E.164) that has a wallet, where few were lately; return what it is typed for.

    None is texted to a SIM that was swapped lately, nor for a wallet locked for its robbed owner.
    """
    person = people.find_by_phone(db, phone)
    return ask_code_for(db, secrets, phone, person if person and person.state != "closed" else None)


def ask_code_for(db: Connection, secrets: Secrets, phone: str, reader: notices.Reader | None) -> str:
    """Have a code texted to a number (E.164), in its reader's language, where it has one who may sign in by it."""
    numbers.take_turn(db, phone)
    asked = str(uuid.uuid4())
    if any(db.execute(COUNT, {"phone": phone, "span": span}).scalar_one() >= most for span, most in ASKED_MOST):
        return asked
    db.execute(INSERT, {"id": asked, "phone": phone, "pepper": secrets.newest})
    person = people.find_by_phone(db, phone)
    robbed = person is not None and person.robbed
    if reader and not robbed and not sims.get_sim(db, phone).watched_until:
        notices.tell(db, reader, "code", "page_code", page_code=f"{secrets.newest}:{asked}")
    return asked


def compute_code(secrets: Secrets, written: str) -> str:
    """Return the code that a notice names, `pepper:id`. Raises KeyError for a pepper that is gone."""
    pepper, _, asked = written.rpartition(":")
    return secrets.code(f"page:{asked}", DIGITS, pepper)


def try_code(engine: Engine, secrets: Secrets, asked: str, typed: str) -> str | None:
    """Return the number that a code was texted to, once; None where it is wrong, used, too old or tried too often.

    The try is counted and committed before it is compared.
    """
    row = in_transaction(engine, lambda db: db.execute(
        TRY, {"id": asked, "most": TRIES, "good_for": GOOD_FOR}).one_or_none())  # fmt: skip
    if row is None or not hmac.compare_digest(compute_code(secrets, f"{row.pepper}:{asked}"), typed):
        return None
    used = in_transaction(engine, lambda db: db.execute(USE, {"id": asked}).rowcount)
    return str(row.phone) if used else None
