"""Signing in with a password: a try is counted and committed before it is compared, and nothing tells who exists.

Wrong, unknown and locked are answered in the same words, after the same work.
"""

from contextlib import suppress
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from wallet.core import security_events
from wallet.core.database import in_one_statement, in_transaction
from wallet.core.email_addresses import EmailAddress
from wallet.core.errors import Misread
from wallet.core.secrets import Secrets
from wallet.core.values import Phone
from wallet.members import passwords, roles, sessions
from wallet.members.sessions import Where

FIND: Final = text("SELECT id::text, recipe FROM member_login WHERE email = :typed OR phone = :typed")
COUNT: Final = text("SELECT count_member_try(CAST(:login AS uuid), :key)")
OPEN: Final = text("SELECT open_member_session(CAST(:login AS uuid), :key, :session, :address, :browser)")
OPEN_BY_CODE: Final = text(
    "SELECT open_member_session_by_code(CAST(:code AS uuid), :key, :session, :address, :browser)"
)
NOBODY: Final = "00000000-0000-0000-0000-000000000000"
BY_CODE: Final = text("""SELECT l.language FROM member_login l
    JOIN membership m ON m.login_id = l.id AND m.until IS NULL
    WHERE l.phone = :phone AND m.role = ANY (:roles) LIMIT 1""")


def read_reached(typed: str) -> tuple[str, str]:
    """Return the e-mail address, or the number, by which somebody is reached; the other is "". Raises Misread."""
    if "@" in typed:
        return EmailAddress.read(typed).lower(), ""
    return "", str(Phone.read(typed))


def sign_in(engine: Engine, secrets: Secrets, typed: str, password: str, where: Where) -> str:
    """Return the token for the cookie of whose password this is. Raises Misread, in the same words for all."""
    reached = ""
    with suppress(Misread):
        reached = "".join(read_reached(typed))
    known: Any = in_one_statement(engine, lambda db: db.execute(FIND, {"typed": reached}).one_or_none())
    login, recipe = (known.id, known.recipe) if known else (NOBODY, None)
    key = passwords.derive_key(secrets, login, recipe, password)
    counted = in_one_statement(engine, lambda db: db.execute(COUNT, {"login": login, "key": key}).scalar_one())
    token = sessions.draw_token()
    asked = {"login": login, "key": key, "session": sessions.digest(token), **where.kept}
    opened = in_one_statement(engine, lambda db: db.execute(OPEN, asked).scalar_one())
    if not (counted and opened):
        kind = "wrong password of a member" if known else "unknown member"
        in_transaction(engine, lambda db: security_events.note_once_a_day(db, kind, "", login if known else ""))
        raise Misread("member.wrong_password")
    return token


def find_reader_of_code(db: Connection, phone: str) -> str:
    """Return the language of who may sign in by a code at a number, "" for nobody."""
    by_code = [role for role in roles.ROLES if roles.BY_CODE in roles.list_permissions(role)]
    return db.execute(BY_CODE, {"phone": phone, "roles": by_code}).scalar_one_or_none() or ""


def sign_in_by_code(engine: Engine, asked: str, key: bytes, where: Where) -> str | None:
    """Return what the cookie is to hold of a cashier whose texted code makes this key, once; None for nobody."""
    token = sessions.draw_token()
    row = {"code": asked, "key": key, "session": sessions.digest(token), **where.kept}
    return token if in_transaction(engine, lambda db: db.execute(OPEN_BY_CODE, row).scalar_one()) else None
