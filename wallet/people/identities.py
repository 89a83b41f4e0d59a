"""ID documents that an agent or staff saw: they make a person tier 1, under the name the document says."""

import re
from datetime import timedelta
from typing import Final, Self

from sqlalchemy import Connection, text

from wallet.core.errors import Misread
from wallet.people import people

KINDS: Final = (
    "cni",
    "passport",
    "receipt",
    "stay",
)  # card, passport, receipt for a card being made, residence


WRONG_A_DAY: Final = 3
DAY: Final = timedelta(days=1)
ON_RECORD: Final = text("SELECT 1 FROM identity WHERE person_id = :person AND number = :number")
WRONG_LATELY: Final = text("""SELECT count(*) FROM wrong_document WHERE person_id = :person
    AND at > wallet_now() - :day""")
WRONG: Final = text("INSERT INTO wrong_document (person_id, typed_by, at) VALUES (:person, :by, wallet_now())")


class IdNumber(str):
    """The number of an ID document: 5 to 20 letters and digits."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `ab 123-456` as `AB123456`. Raises Misread."""
        written = re.sub(r"[ .\-/]", "", text).upper()
        if not re.fullmatch(r"[A-Z0-9]{5,20}", written) or not re.search(r"[0-9]", written):
            raise Misread("error.id_number")
        return cls(written)


def note_document(db: Connection, person_id: str, kind: str, number: str, name: str, seen_by: str) -> None:
    """Keep the document seen, and raise the person to tier 1; seeing it again changes nothing more."""
    db.execute(
        text("""INSERT INTO identity (person_id, kind, number, name, seen_by, at)
            VALUES (:person, :kind, :number, :name, :by, wallet_now()) ON CONFLICT DO NOTHING"""),
        {"person": person_id, "kind": kind, "number": number, "name": name, "by": seen_by},
    )
    people.set_checked(db, person_id, name)


def is_on_record(db: Connection, person_id: str, number: str, typed_by: str) -> bool:
    """True when a document of this person's has this number; a wrong one counts. The person must be locked.

    After three wrong ones in a day none is right until tomorrow, so that nobody finds it by trying.
    """
    row = {"person": person_id, "number": number, "by": typed_by, "day": DAY}
    known = db.execute(ON_RECORD, row).first() is not None
    if known and db.execute(WRONG_LATELY, row).scalar_one() < WRONG_A_DAY:
        return True
    db.execute(WRONG, row)
    return False
