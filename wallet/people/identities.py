"""ID documents that an agent or staff saw: they make a person tier 1, under the name the document says."""

import re
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
