"""Second factors of staff: an app of six digits; a try is counted and committed before it is compared.

Whoever has one shows a code of it in every session before anything is read, asked or done, and again, if that was ten
minutes ago, before approving (factors.sql). The database's owner takes it away with a new password.
"""

import hashlib
import hmac
import secrets as chance
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyotp
from sqlalchemy import Connection, Engine, text

from wallet.core import clock
from wallet.core.database import in_one_statement, in_transaction
from wallet.core.errors import Locked, Misread
from wallet.core.sealed import BYTES, seal, unseal
from wallet.core.secrets import Secrets
from wallet.members.factors import STEP_SECONDS, find_step, write_secret
from wallet.staff.sessions import SessionProof

ISSUER: Final = "Mbongo office"
SEE: Final = text("SELECT * FROM see_staff_session(:session)")
START: Final = text("SELECT start_staff_app(:session, :sealed, :proof)")
BEGUN: Final = text("SELECT find_begun_staff_app(:session)")
COUNT: Final = text("SELECT count_staff_code_try(:session)")
PASS: Final = text("SELECT pass_staff_code(:session, :step, :key)")
FRESH: Final = text("SELECT is_fresh_staff_session(:session)")


@dataclass(frozen=True)
class AtWork:
    """A login in a session of theirs; `factor_at` is when this session showed a code of its app, None for never."""

    login: str
    role: str
    has_app: bool
    factor_at: datetime | None

    @property
    def must_show_code(self) -> bool:
        """True for whoever has an app and showed no code of it yet."""
        return self.has_app and self.factor_at is None


def find_at_work(engine: Engine, session: SessionProof) -> AtWork | None:
    """Return who is at work in a session; None once it is over."""
    row = in_one_statement(engine, lambda db: db.execute(SEE, {"session": session.secret}).one_or_none())
    return AtWork(**row._mapping) if row else None


def start_app(db: Connection, secrets: Secrets, session: SessionProof, login: str) -> str:
    """Return the secret of a new app, in base 32, until its first code is typed. Raises Misread for a second app."""
    raw = chance.token_bytes(BYTES)
    asked = {
        "session": session.secret,
        "sealed": seal(secrets, "staff app", login, raw),
        "proof": _hash(make_key(raw)),
    }
    if not db.execute(START, asked).scalar_one():
        raise Misread("staff.has_app")
    return write_secret(raw)


def find_begun(db: Connection, secrets: Secrets, session: SessionProof, login: str) -> str | None:
    """Return the secret of an app that was begun and no code confirmed yet, in base 32; None for none."""
    sealed = db.execute(BEGUN, {"session": session.secret}).scalar_one()
    return write_secret(open_secret(secrets, login, sealed)) if sealed else None


def write_address(login: str, secret: str) -> str:
    """Return what an app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def try_code(engine: Engine, secrets: Secrets, session: SessionProof, login: str, typed: str) -> None:
    """Compare six digits of a login's app; the first ones confirm it. Raises Misread for wrong, used or too many."""
    sealed = in_one_statement(engine, lambda db: db.execute(COUNT, {"session": session.secret}).scalar_one_or_none())
    if sealed is None:
        raise Misread("staff.wrong_code")
    raw = open_secret(secrets, login, sealed)
    now = in_transaction(engine, lambda db: clock.now(db).timestamp())
    step = find_step(write_secret(raw), typed.replace(" ", ""), int(now) // STEP_SECONDS)
    asked = {"session": session.secret, "step": step, "key": make_key(raw)}
    if step is None or not in_one_statement(engine, lambda db: db.execute(PASS, asked).scalar_one()):
        raise Misread("staff.wrong_code")


def is_fresh(engine: Engine, session: SessionProof) -> bool:
    """True for a session whose login has no app, or showed a code of it within ten minutes."""
    fresh: bool = in_one_statement(engine, lambda db: db.execute(FRESH, {"session": session.secret}).scalar_one())
    return fresh


def refuse_stale(engine: Engine, session: SessionProof) -> None:
    """Raise Locked for a session whose login has an app and showed no code of it within ten minutes."""
    if not is_fresh(engine, session):
        raise Locked("staff.stale")


def open_secret(secrets: Secrets, login: str, sealed: str) -> bytes:
    """Return what a login's app was made of."""
    return unseal(secrets, "staff app", login, sealed)


def make_key(raw: bytes) -> bytes:
    """Return what the database is told that a code was right with: it never sees the app's secret."""
    return hmac.digest(raw, b"a code was right", "sha256")


def _hash(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()
