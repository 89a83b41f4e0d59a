"""Staff logins. A password is hashed as a PIN is, counted before it is compared, and locks after three wrong ones.

Logins are made by whoever owns the database; the app's role can neither add one nor change a password.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, text

from wallet.core import hashes
from wallet.core.errors import Locked, Misread, Refused
from wallet.core.secrets import Secrets
from wallet.operations.actor import Actor
from wallet.people import attempts
from wallet.people.attempts import Guarded
from wallet.staff import audit

PASSWORD: Final = Guarded("password", table="staff", owner="login", only="until IS NULL")
FORM: Final = re.compile(r"[a-z][a-z0-9._-]{1,31}")  # the table `staff` says the same
SHORTEST: Final = 12
LONGEST: Final = 200
LETTERS: Final = 5  # different ones, at least
BY_OWNER: Final = "by the database's owner"


@dataclass(frozen=True)
class PasswordProof:
    """The password of a member of staff's own login."""

    password: str

    def __repr__(self) -> str:
        return "PasswordProof(****)"

    def verify(self, engine: Engine, secrets: Secrets, actor: Actor) -> None:
        """Raise Misread or Locked when it does not prove anything."""
        check_password(engine, secrets, actor.id, self.password)


def check_login(login: str) -> None:
    """Raise Refused for words that nobody's login can be."""
    if not FORM.fullmatch(login):
        raise Refused("staff.not_a_login", login=login)


def hash_password(secrets: Secrets, login: str, password: str) -> str:
    """Return `pepper id$argon2id…`: all that is ever stored of a password. Raises Refused for a weak one."""
    if login.casefold() in password.casefold():
        raise Refused("staff.password_holds_login")
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused("staff.password_length", least=SHORTEST, most=LONGEST)
    if len(set(password)) < LETTERS:
        raise Refused("staff.password_repeats")
    return hashes.make(secrets, "password", password)


def set_password(db: Connection, login: str, password_hash: str) -> None:
    """Make a login, or give it a new password, by its hash, and lift its lock; `db` is the owner's. Raises Refused."""
    check_login(login)
    db.execute(
        text("""INSERT INTO staff (login, hash, since) VALUES (:login, :hash, wallet_now())
            ON CONFLICT (login) DO UPDATE
            SET hash = excluded.hash, tries = 0, locks = 0, locked_until = NULL, until = NULL"""),
        {"login": login, "hash": password_hash},
    )
    audit.note(db, "set_login", login, {}, {}, BY_OWNER, login)


def end_login(db: Connection, login: str) -> None:
    """Keep a login that has left from acting; `db` is the owner's. Raises Refused for one nobody has."""
    ended = db.execute(text("UPDATE staff SET until = wallet_now() WHERE login = :login"), {"login": login})
    if not ended.rowcount:
        raise Refused("staff.no_login", login=login)
    audit.note(db, "end_login", login, {}, {}, BY_OWNER, login)


@dataclass(frozen=True)
class Login:
    """A login as staff see it; `until` is None for one that may act, `is_locked` after wrong passwords."""

    login: str
    since: datetime
    until: datetime | None
    is_locked: bool


def list_logins(db: Connection) -> list[Login]:
    """Return every login there is or was, by name."""
    found = text("""SELECT login, since, until, coalesce(locked_until > wallet_now(), false) AS is_locked
        FROM staff ORDER BY login""")
    return [Login(**row._mapping) for row in db.execute(found)]


def is_active(db: Connection, login: str) -> bool:
    """Return True for a login that may still act."""
    active = text("SELECT 1 FROM staff WHERE login = :login AND until IS NULL")
    return db.execute(active, {"login": login}).first() is not None


def check_password(engine: Engine, secrets: Secrets, login: str, password: str) -> None:
    """Compare a password with this login's; the try is counted first (attempts.py). Raises Misread or Locked."""
    attempt = attempts.try_secret(engine, secrets, PASSWORD, login, password)
    if attempt.result == "right":
        return
    if attempt.result == "unknown":
        hashes.make(secrets, "password", "as long as for a login that exists")  # so that the time tells nothing
        raise Misread("staff.wrong_login")
    if attempt.left:
        raise Misread("staff.wrong_password", tries=attempt.left)
    if hours := attempts.find_hours(attempt.locks):
        raise Locked("staff.login_locked", hours=hours, tries=attempts.TRIES)
    raise Locked("staff.login_locked_for_good")
