"""Staff logins. A password is hashed as a PIN is, counted before it is compared, and locks after three wrong ones.

Logins are made by whoever owns the database; the app's role can neither add one nor change a password.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, Engine, text

from wallet.core import clock, hashes
from wallet.core.database import in_transaction
from wallet.core.errors import DeniedError
from wallet.core.secrets import Secrets
from wallet.people.pins import LOCK_HOURS, TRIES
from wallet.staff import audit

SHORTEST: Final = 12
LONGEST: Final = 200
BY_OWNER: Final = "by the database's owner"


def hash_password(secrets: Secrets, login: str, password: str) -> str:
    """`pepper id$argon2id…`: all that is ever stored of a password. Raises DeniedError for a weak one."""
    if login.casefold() in password.casefold():
        raise DeniedError("The password must not hold the login.")
    if not SHORTEST <= len(password) <= LONGEST:
        raise DeniedError(f"A password has at least {SHORTEST} characters.")
    if len(set(password)) < 5:
        raise DeniedError("That password repeats itself too much.")
    return hashes.make(secrets, "password", password)


def set_password(db: Connection, login: str, password_hash: str) -> None:
    """Make a login, or give it a new password, by its hash, and lift its lock; `db` is the owner's."""
    db.execute(
        text("""INSERT INTO staff (login, hash, since) VALUES (:login, :hash, wallet_now())
            ON CONFLICT (login) DO UPDATE
            SET hash = excluded.hash, tries = 0, locks = 0, locked_until = NULL, until = NULL"""),
        {"login": login, "hash": password_hash},
    )
    audit.note(db, "login set", login, {}, {}, BY_OWNER, login)


def end(db: Connection, login: str) -> None:
    """This login has left; `db` is the owner's. Raises DeniedError for one nobody has."""
    ended = db.execute(text("UPDATE staff SET until = wallet_now() WHERE login = :login"), {"login": login})
    if not ended.rowcount:
        raise DeniedError(f"There is no login {login}.")
    audit.note(db, "login ended", login, {}, {}, BY_OWNER, login)


def is_active(db: Connection, login: str) -> bool:
    """Whether this login may still act."""
    active = text("SELECT 1 FROM staff WHERE login = :login AND until IS NULL")
    return db.execute(active, {"login": login}).first() is not None


def check(engine: Engine, secrets: Secrets, login: str, password: str) -> None:
    """Compare a password with this login's. The try is committed before the comparison. Raises DeniedError."""
    counted = in_transaction(engine, lambda db: _count_try(db, login))
    if counted is None:
        hashes.make(secrets, "password", "as long as for a login that exists")  # so that the time tells nothing
        raise DeniedError("Wrong login or password.")
    if not hashes.match(secrets, "password", counted.hash, password):
        left = TRIES - counted.tries
        raise DeniedError(f"Wrong login or password; tries left: {left}." if left else _locked(counted.locks))
    in_transaction(engine, lambda db: _clear(db, login, counted.hash))


@dataclass(frozen=True)
class Counted:
    """A try that is now on record."""

    hash: str
    tries: int
    locks: int


def _count_try(db: Connection, login: str) -> Counted | None:
    row = db.execute(
        text("""SELECT hash, tries, locks, locked_until FROM staff WHERE login = :login AND until IS NULL
            FOR NO KEY UPDATE"""),
        {"login": login},
    ).one_or_none()
    if row is None:
        return None
    now = clock.now(db)
    if row.locked_until and row.locked_until > now:
        raise DeniedError(_locked(row.locks))
    tries = 1 if row.locked_until else row.tries + 1  # a lock that ended gives three new tries
    last = tries >= TRIES  # the last try locks before it is compared: the right password opens again
    locks = row.locks + last
    until = now + timedelta(hours=LOCK_HOURS[min(locks, len(LOCK_HOURS)) - 1]) if last else None
    db.execute(
        text("UPDATE staff SET tries = :tries, locks = :locks, locked_until = :until WHERE login = :login"),
        {"login": login, "tries": tries, "locks": locks, "until": until},
    )
    return Counted(row.hash, tries, locks)


def _clear(db: Connection, login: str, compared: str) -> None:
    db.execute(
        text("""UPDATE staff SET tries = 0, locks = 0, locked_until = NULL WHERE login = :login AND hash = :hash"""),
        {"login": login, "hash": compared},
    )


def _locked(locks: int) -> str:
    if locks >= len(LOCK_HOURS):
        return "This login is locked until the database's owner sets a new password: ./mbongo staff add LOGIN"
    return f"This login is locked for {LOCK_HOURS[locks - 1]} h after {TRIES} wrong passwords."
