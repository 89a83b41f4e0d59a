"""New passwords: of who knows the old one, and of who forgot it, by an address sent to where they are reached.

Whoever asks learns nothing: the page is the same whether a login has the address. A second factor is asked as before.
The database tells whose password was changed (tell_changed).
"""

import uuid
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from wallet.core.database import in_one_statement, in_transaction
from wallet.core.errors import Misread
from wallet.core.secrets import Secrets
from wallet.members import passwords
from wallet.members.sessions import SignedIn
from wallet.members.sign_in import COUNT, FIND, read_reached
from wallet.messages import mails, notices
from wallet.messages.notices import Number
from wallet.people import people, sims

GOOD_FOR: Final = timedelta(minutes=30)  # the database counts it (functions.sql)
ASK: Final = text("SELECT ask_new_password(CAST(:login AS uuid), CAST(:id AS uuid))")
OPEN: Final = text("""SELECT l.id::text AS login_id, l.name, l.email, l.phone, l.language FROM password_reset r
    JOIN member_login l ON l.id = r.login_id
    WHERE r.id = (SELECT a.reset_id FROM sent_address a WHERE a.digest = sha256(:token))
    AND r.used_at IS NULL AND r.until > wallet_now()""")
SET: Final = text("SELECT set_new_password(:token, :recipe, :key)")
CHANGE: Final = text("SELECT change_member_password(:session, :before, :recipe, :key)")


def ask(db: Connection, typed: str) -> None:
    """Have an address sent by which whoever is reached at an e-mail address, or number, sets a new password.

    Nothing is sent to whom nobody knows, nor to a SIM that was swapped lately or was stolen.
    """
    reached, made = "", str(uuid.uuid4())
    with suppress(Misread):
        reached = "".join(read_reached(typed))
    login: Any = db.execute(FIND, {"typed": reached}).one_or_none()
    if login is None or ("@" not in reached and not _is_safe(db, reached)):
        return
    if db.execute(ASK, {"login": login.id, "id": made}).scalar_one():
        language = find_language(db, login.id)
        if "@" in reached:
            mails.write(db, reached, language, "new_password", made)
        else:
            notices.tell(db, Number(reached, language), "answer", "new_password", new_password=made)


def _is_safe(db: Connection, phone: str) -> bool:
    person = people.find_by_phone(db, phone)
    return not (person and person.robbed) and not sims.get_sim(db, phone).watched_until


def find_language(db: Connection, login_id: str) -> str:
    """Return the language of a login."""
    return str(db.execute(text("SELECT language FROM member_login WHERE id = :id"), {"id": login_id}).scalar_one())


def find_open(db: Connection, token: bytes) -> Any:
    """Return whose new password an address sets: login_id, name, email, phone, language; None where it is over."""
    return db.execute(OPEN, {"token": token}).one_or_none()


def set_forgotten(db: Connection, secrets: Secrets, token: bytes, password: str) -> None:
    """Set a new password by an address that was sent; every session of its login ends. Raises Misread."""
    login = find_open(db, token)
    if login is None:
        raise Misread("member.address_over")
    recipe, key = _make(secrets, login, password)
    if not db.execute(SET, {"token": token, "recipe": recipe, "key": key}).scalar_one():
        raise Misread("member.address_over")


def change(engine: Engine, secrets: Secrets, who: SignedIn, before: str, password: str) -> None:
    """Change the password of whoever is signed in and knows it; their other sessions end. Raises Misread.

    The try is counted and committed before it is compared, as when somebody signs in.
    """
    recipe, key = _make(secrets, who, password)  # first: one that will not do counts no try
    known = in_transaction(engine, lambda db: db.execute(FIND, {"typed": who.email or who.phone}).one())
    tried = passwords.derive_key(secrets, who.login_id, known.recipe, before)
    counted = in_one_statement(engine, lambda db: db.execute(COUNT, {"login": who.login_id, "key": tried}).scalar_one())

    def write(db: Connection) -> bool:
        row = {"session": who.digest, "before": tried, "recipe": recipe, "key": key}
        return bool(db.execute(CHANGE, row).scalar_one())

    if not (counted and in_transaction(engine, write)):
        raise Misread("member.wrong_password_before")


def _make(secrets: Secrets, whose: Any, password: str) -> tuple[str, bytes]:
    local, number = (whose.email or "").partition("@")[0], (whose.phone or "").removeprefix("+237")
    passwords.check_password(password, whose.name, local, number)
    return passwords.make_key(secrets, whose.login_id, password)
