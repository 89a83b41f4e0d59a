"""Second factors of members: an app, recovery codes; a try is counted and committed before it is compared.

The app's secret is sealed under the pepper. A code of it is good once; a recovery code too, and only its hash is kept.
"""

import hashlib
import hmac
import secrets as chance
from base64 import b32encode
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

import pyotp
from sqlalchemy import Connection, Engine, text

from wallet.core import clock
from wallet.core.database import in_one_statement, in_transaction
from wallet.core.errors import Locked, Misread
from wallet.core.sealed import BYTES, seal, unseal
from wallet.core.secrets import Secrets
from wallet.members.sessions import SignedIn

ISSUER: Final = "Mbongo"
SECRET_BYTES: Final = 20  # of those that are sealed: what every app takes (RFC 4226)
STEP_SECONDS: Final = 30
AROUND: Final = (-1, 0, 1)  # steps of the clock at which a code is taken
CODES: Final = 10
CODE_BYTES: Final = 10  # 80 bits, sixteen letters
KEEP_KEY: Final = text("SELECT keep_factor_key(:digest, :sealed, :hash)")
KEY: Final = text("SELECT factor_key FROM member_login WHERE id = :login")
START: Final = text("SELECT start_totp(:digest, :secret)")
SECRET: Final = text("SELECT secret FROM member_totp WHERE login_id = :login")
COUNT: Final = text("SELECT count_factor_try(:digest)")
PASS_TOTP: Final = text("SELECT pass_totp(:digest, :step, :key)")
KEEP_CODES: Final = text("SELECT keep_recovery_codes(:digest, CAST(:codes AS bytea[]))")
PASS_RECOVERY: Final = text("SELECT use_recovery_code(:digest, :code)")
DROP: Final = text("SELECT drop_factor(:digest, CAST(:dropped AS uuid))")
APP: Final = text("SELECT since, confirmed_at FROM member_totp WHERE login_id = :login AND confirmed_at IS NOT NULL")
LEFT: Final = text("SELECT count(*) FROM recovery_code WHERE login_id = :login AND used_at IS NULL")


def check_may_add(who: SignedIn) -> None:
    """Raise Locked for whoever has a factor and did not show it just now: a stolen session adds none."""
    if who.has_factor and not who.is_fresh:
        raise Locked("member.stale")


def start_app(db: Connection, secrets: Secrets, who: SignedIn) -> str:
    """Return the secret of a new app, in base 32, until its first code is typed. Raises Locked, Misread."""
    check_may_add(who)
    keep_key(db, secrets, who)
    raw = chance.token_bytes(BYTES)
    sealed = seal(secrets, "authenticator", who.login_id, raw)
    if not db.execute(START, {"digest": who.digest, "secret": sealed}).scalar_one():
        raise Misread("member.has_app")
    return write_secret(raw)


def keep_key(db: Connection, secrets: Secrets, who: SignedIn) -> None:
    """Make the key of a login's second factors, where it has none: what was right is said with it (functions.sql)."""
    raw = chance.token_bytes(BYTES)
    sealed = seal(secrets, "second factor", who.login_id, raw)
    db.execute(KEEP_KEY, {"digest": who.digest, "sealed": sealed, "hash": hashlib.sha256(raw).digest()})


def read_key(db: Connection, secrets: Secrets, who: SignedIn) -> bytes | None:
    """Return the key of a login's second factors, None where it has none."""
    sealed = db.execute(KEY, {"login": who.login_id}).scalar_one()
    return unseal(secrets, "second factor", who.login_id, sealed) if sealed else None


def write_address(who: SignedIn, secret: str) -> str:
    """Return what an app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=who.email or who.phone, issuer_name=ISSUER)


def read_secret(db: Connection, secrets: Secrets, who: SignedIn) -> str | None:
    """Return the secret of a login's app, in base 32, None where it has none."""
    sealed = db.execute(SECRET, {"login": who.login_id}).scalar_one_or_none()
    return write_secret(unseal(secrets, "authenticator", who.login_id, sealed)) if sealed else None


def write_secret(raw: bytes) -> str:
    """Return an app's secret as it is typed or scanned, in base 32."""
    return b32encode(raw[:SECRET_BYTES]).decode()


def count_try(engine: Engine, who: SignedIn) -> None:
    """Count a try of a second factor. Raises Misread where five were wrong."""
    if not in_one_statement(engine, lambda db: db.execute(COUNT, {"digest": who.digest}).scalar_one()):
        raise Misread("member.wrong_factor")


def try_app(engine: Engine, secrets: Secrets, who: SignedIn, typed: str) -> None:
    """Compare the six digits of an app; the first ones confirm it. Raises Misread for wrong, used or too many."""
    count_try(engine, who)

    def look(db: Connection) -> tuple[str | None, bytes | None, float]:
        return read_secret(db, secrets, who), read_key(db, secrets, who), clock.now(db).timestamp()

    secret, key, now = in_transaction(engine, look)
    step = find_step(secret, typed.replace(" ", ""), int(now) // STEP_SECONDS) if secret else None
    asked = {"digest": who.digest, "step": step, "key": key}
    if step is None or not in_one_statement(engine, lambda db: db.execute(PASS_TOTP, asked).scalar_one()):
        raise Misread("member.wrong_factor")


def find_step(secret: str, typed: str, now: int) -> int | None:
    """Return the step of the clock of which these digits are, the newest one."""
    app, found = pyotp.TOTP(secret), None
    for around in AROUND:
        if typed.isascii() and hmac.compare_digest(app.at((now + around) * STEP_SECONDS), typed):
            found = now + around
    return found


def make_recovery_codes(db: Connection, who: SignedIn) -> list[str]:
    """Return ten new codes, said this once; those of before open nothing. Raises Locked."""
    check_may_add(who)
    codes = [b32encode(chance.token_bytes(CODE_BYTES)).decode().lower() for _ in range(CODES)]
    if not db.execute(KEEP_CODES, {"digest": who.digest, "codes": [_digest(code) for code in codes]}).scalar_one():
        raise Locked("member.stale")
    return ["-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes]


def try_recovery_code(engine: Engine, who: SignedIn, typed: str) -> None:
    """Compare a recovery code, which is good once. Raises Misread for wrong, used or too many."""
    count_try(engine, who)
    asked = {"digest": who.digest, "code": _digest(typed)}
    if not in_one_statement(engine, lambda db: db.execute(PASS_RECOVERY, asked).scalar_one()):
        raise Misread("member.wrong_factor")


def _digest(code: str) -> bytes:
    return hashlib.sha256("".join(filter(str.isalnum, code.lower())).encode()).digest()


def find_app(db: Connection, who: SignedIn) -> Any:
    """Return since when a login has a confirmed app, None for none."""
    return db.execute(APP, {"login": who.login_id}).one_or_none()


def count_recovery_codes(db: Connection, who: SignedIn) -> int:
    """Return how many recovery codes are left."""
    return int(db.execute(LEFT, {"login": who.login_id}).scalar_one())


def remove_app(db: Connection, who: SignedIn) -> None:
    """Take an app away. Raises Locked, or Misread where it is the last factor."""
    remove(db, who, None)


def remove(db: Connection, who: SignedIn, passkey_id: str | None) -> None:
    """Take a passkey away, or with None the app. Raises Locked, or Misread where it is the last factor."""
    check_may_add(who)
    if not db.execute(DROP, {"digest": who.digest, "dropped": passkey_id}).scalar_one():
        raise Misread("member.last_factor")


def remove_passkey(db: Connection, who: SignedIn, passkey_id: str) -> None:
    """Take a passkey away; nothing for what names none. Raises as remove() does."""
    with suppress(ValueError):
        remove(db, who, str(UUID(passkey_id)))
