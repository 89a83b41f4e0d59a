"""Sessions of staff: opened by a right password, known to the database, and the proof of all that a login does.

The database never sees a password, and keeps what the key derived from it hashes to; a try is counted and committed
before it is compared, and three wrong ones lock (functions.sql). Without a session no process asks, approves or acts.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine, text

from wallet.core import hashes, security_events
from wallet.core.database import in_one_statement, in_transaction
from wallet.core.errors import Locked, Misread, Refused
from wallet.core.secrets import Secrets
from wallet.operations.actor import Actor
from wallet.people import attempts

NOBODYS: Final = "$$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGF0IGFsbA"  # a recipe as dear as a login's that exists
RECIPE: Final = text("SELECT recipe FROM staff WHERE login = :login AND until IS NULL")
COUNT: Final = text("SELECT * FROM count_staff_try(:login, :key)")
OPEN: Final = text("SELECT open_staff_session(:login, :key)")
CLOSE: Final = text("SELECT close_staff_session(:session)")
WHOSE: Final = text("SELECT find_staff_login(:session)")


@dataclass(frozen=True)
class SessionProof:
    """A session that a right password opened; its secret is held by whoever opened it, and by nobody else."""

    secret: bytes

    def __repr__(self) -> str:
        return "SessionProof(****)"

    def verify(self, engine: Engine, secrets: Secrets, actor: Actor) -> None:
        """Raise Refused when it is not this actor's, or is over."""
        if find_login(engine, self) != actor.id:
            raise Refused("staff.session_over")


def open_session(engine: Engine, secrets: Secrets, login: str, password: str) -> SessionProof:
    """Return a session of this login, whose password this is. Raises Misread or Locked; the try is counted first."""
    recipe = in_one_statement(engine, lambda db: db.execute(RECIPE, {"login": login}).scalar_one_or_none())
    alike = recipe or secrets.newest + NOBODYS  # the time tells nothing
    key = hashes.derive(secrets, "password", login, alike, password)
    asked = {"login": login, "key": key}
    counted = in_one_statement(engine, lambda db: db.execute(COUNT, asked).one())
    if recipe is None or counted.result == "unknown":
        in_transaction(engine, lambda db: security_events.note(db, "unknown login", ""))
        raise Misread("staff.wrong_login")
    if counted.result == "locked":
        raise make_refusal(counted.locks)
    secret = in_one_statement(engine, lambda db: db.execute(OPEN, asked).scalar_one())
    if secret is None:
        left = attempts.TRIES - counted.tries
        in_transaction(engine, lambda db: note_wrong(db, login, locked=not left))
        raise Misread("staff.wrong_password", tries=left) if left else make_refusal(counted.locks)
    return SessionProof(secret)


def note_wrong(db: Connection, login: str, *, locked: bool) -> None:
    """Note a wrong password of a login, and that it locked."""
    security_events.note_try(db, "wrong password", "", login)
    if locked:
        security_events.note(db, "login locked", "", login)


def close_session(engine: Engine, session: SessionProof) -> None:
    """End a session; one that is over already stays so."""
    in_one_statement(engine, lambda db: db.execute(CLOSE, {"session": session.secret}))


def find_login(engine: Engine, session: SessionProof) -> str | None:
    """Return whose session it is; None when it is over, or never was one."""
    found = in_one_statement(engine, lambda db: db.execute(WHOSE, {"session": session.secret}).scalar_one())
    return None if found is None else str(found)


def make_refusal(locks: int) -> Locked:
    """Return the refusal of a login locked for the first, second or last time."""
    if hours := attempts.find_hours(locks):
        return Locked("staff.login_locked", hours=hours, tries=attempts.TRIES)
    return Locked("staff.login_locked_for_good")
