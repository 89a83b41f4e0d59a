"""People in clear: to staff they are masked until a login says why, which the database keeps and judges."""

from dataclasses import dataclass
from typing import Final

from psycopg.errors import CheckViolation
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from wallet.core.errors import Refused

UNMASK: Final = text("""SELECT person_id::text, name, numbers, papers, addresses
    FROM unmask_person(:session, CAST(:person AS uuid), :given_for)""")
LIST: Final = text("SELECT person_id::text, name, numbers, papers, addresses FROM list_unmasked(:session)")


@dataclass(frozen=True)
class InClear:
    """Somebody in clear: their name, numbers (E.164, the newest first), papers shown, and e-mail addresses."""

    person_id: str
    name: str
    numbers: list[str]
    papers: list[str]
    addresses: list[str]


def unmask(db: Connection, session: bytes, person_id: str, given_for: str) -> InClear:
    """Return who a person is, while a session's login unmasks them. Raises Refused for what it cannot be for."""
    try:
        row = db.execute(UNMASK, {"session": session, "person": person_id, "given_for": given_for}).one()
    except IntegrityError as wrong:
        if isinstance(wrong.orig, CheckViolation):
            raise Refused("staff.unmask_for_nothing", given=given_for) from None
        raise
    return InClear(**row._mapping)


def list_unmasked(db: Connection, session: bytes) -> list[InClear]:
    """Return whom the login of a session sees in clear, since it said why."""
    return [InClear(**row._mapping) for row in db.execute(LIST, {"session": session})]
