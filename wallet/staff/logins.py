"""Staff logins: made, given a password and ended by whoever owns the database, and by nobody else."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.core import hashes
from wallet.core.errors import Refused
from wallet.core.secrets import Secrets
from wallet.staff import audit

FORM: Final = re.compile(r"[a-z][a-z0-9._-]{1,31}")  # the table `staff` says the same
SHORTEST: Final = 12
LONGEST: Final = 200
LETTERS: Final = 5  # different ones, at least


def check_login(login: str) -> None:
    """Raise Refused for words that nobody's login can be."""
    if not FORM.fullmatch(login):
        raise Refused("staff.not_a_login", login=login)


def make_key(secrets: Secrets, login: str, password: str) -> tuple[str, bytes]:
    """Return the recipe and the key of a login's password. Raises Refused for a weak one."""
    if login.casefold() in password.casefold():
        raise Refused("staff.password_holds_login")
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused("staff.password_length", least=SHORTEST, most=LONGEST)
    if len(set(password)) < LETTERS:
        raise Refused("staff.password_repeats")
    recipe = hashes.make_recipe(secrets, "password", login)
    return recipe, hashes.derive(secrets, "password", login, recipe, password)


def choose_role(db: Connection, login: str, role: str) -> str:
    """Return the role a login will have: this one, or with "" the one it has. Raises Refused as set_password does."""
    check_login(login)
    had = find_role(db, login)
    if not (role or had):
        raise Refused("staff.say_role", login=login)
    if had and role not in ("", had):
        raise Refused("staff.role_by_two", login=login, had=had, role=role)
    return role or str(had)


def set_password(db: Connection, login: str, recipe: str, key: bytes, by: str, role: str = "") -> None:
    """Make a login, or give it a new password, by its key, and lift its lock; `db` is the owner's.

    `by` says who does it, as this machine knows them. Raises Refused, also for a new login (or one that had left)
    without a role, and for another role than a login has, which two of staff give it.
    """
    role = choose_role(db, login, role)
    db.execute(
        text("""INSERT INTO staff (login, recipe, verifier, since, made_by, role)
            VALUES (:login, :recipe, sha256(:key), wallet_now(), :by, :role)
            ON CONFLICT (login) DO UPDATE
            SET recipe = excluded.recipe, verifier = excluded.verifier, made_by = excluded.made_by,
                role = excluded.role, tried = NULL, tried_in = NULL, tries = 0, locks = 0, locked_until = NULL,
                until = NULL"""),
        {"login": login, "recipe": recipe, "key": key, "by": by, "role": role},
    )
    for gone in ("staff_session", "staff_app"):  # a lost app goes with the password it stood beside
        db.execute(text(f"DELETE FROM {gone} WHERE login = :login"), {"login": login})  # noqa: S608 - ours
    audit.note_by_owner(db, "set_login", login, {"by": by, "role": role})


def end_login(db: Connection, login: str, by: str) -> None:
    """Keep a login that has left from acting; `db` is the owner's. Raises Refused for one nobody has."""
    ended = db.execute(text("UPDATE staff SET until = wallet_now() WHERE login = :login"), {"login": login})
    if not ended.rowcount:
        raise Refused("staff.no_login", login=login)
    audit.note_by_owner(db, "end_login", login, {"by": by})


@dataclass(frozen=True)
class Login:
    """A login as staff see it; `until` is None for one that may act, `is_locked` after wrong passwords.

    `role` says what it may (permissions.txt); `made_by` is who made it, or set its password last, as their machine
    knows them.
    """

    login: str
    since: datetime
    until: datetime | None
    is_locked: bool
    made_by: str
    role: str


def list_logins(db: Connection) -> list[Login]:
    """Return every login there is or was, by name."""
    found = text("""SELECT login, since, until, coalesce(locked_until > wallet_now(), false) AS is_locked, made_by,
        role
        FROM staff ORDER BY login""")
    return [Login(**row._mapping) for row in db.execute(found)]


def is_active(db: Connection, login: str) -> bool:
    """Return True for a login that may still act."""
    active = text("SELECT 1 FROM staff WHERE login = :login AND until IS NULL")
    return db.execute(active, {"login": login}).first() is not None


def find_role(db: Connection, login: str) -> str | None:
    """Return the role of a login; None for one that is not there, or has left."""
    role = text("SELECT role FROM staff WHERE login = :login AND until IS NULL")
    found: str | None = db.execute(role, {"login": login}).scalar_one_or_none()
    return found
