"""Staff logins. A password is hashed as a PIN is, counted before it is compared, and locks after three wrong ones.

Logins are made by whoever owns the database; the app's role can neither add one nor change a password.
"""

from typing import Final

from sqlalchemy import Connection, Engine, text

from wallet.core import hashes
from wallet.core.errors import DeniedError
from wallet.core.secrets import Secrets
from wallet.people import attempts
from wallet.people.attempts import Guarded
from wallet.staff import audit

PASSWORD: Final = Guarded("password", table="staff", owner="login", only="until IS NULL")
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
    """Compare a password with this login's; the try is counted first (attempts.py). Raises DeniedError."""
    attempt = attempts.try_secret(engine, secrets, PASSWORD, login, password)
    if attempt.result == "right":
        return
    if attempt.result == "unknown":
        hashes.make(secrets, "password", "as long as for a login that exists")  # so that the time tells nothing
        raise DeniedError("Wrong login or password.")
    if attempt.left:
        raise DeniedError(f"Wrong login or password; tries left: {attempt.left}.")
    if hours := attempts.hours_of(attempt.locks):
        raise DeniedError(f"This login is locked for {hours} h after {attempts.TRIES} wrong passwords.")
    raise DeniedError("This login is locked until the database's owner sets a new password: ./mbongo staff add LOGIN")
