"""ID documents that an agent or staff saw: they make a person tier 1, under the name the document says."""

import re
from datetime import timedelta
from itertools import pairwise
from typing import ClassVar, Final, NamedTuple, Self

from sqlalchemy import Connection, text

from wallet.core import security_events
from wallet.core.errors import Misread, Refused
from wallet.people import humans, numbers, people

KINDS: Final = (
    "cni",
    "passport",
    "receipt",
    "stay",
)  # card, passport, receipt for a card being made, residence


WRONG_A_DAY: Final = 3
DAY: Final = timedelta(days=1)
COUNTS_AFTER: Final = timedelta(hours=72)  # as long as a SIM that changed hands is watched: the owner heard of it
ON_RECORD: Final = text("""SELECT 1 FROM identity WHERE person_id = :person AND number = :number
    AND disowned_at IS NULL
    AND (at <= wallet_now() - :counts_after OR NOT EXISTS (SELECT 1 FROM agent WHERE code = seen_by))""")
WRONG_LATELY: Final = text("""SELECT count(*) FROM wrong_document WHERE person_id = :person
    AND at > wallet_now() - :day""")
MANY: Final = 5  # customers of whom one agent typed wrong documents in a day
CUSTOMERS_LATELY: Final = text("""SELECT count(DISTINCT person_id) FROM wrong_document WHERE typed_by = :by
    AND at > wallet_now() - :day""")
WRONG: Final = text("INSERT INTO wrong_document (person_id, typed_by, at) VALUES (:person, :by, wallet_now())")


class IdNumber(str):
    """The number of an ID document: 5 to 20 letters and digits, and none that is typed for want of one."""

    __slots__ = ()
    form: ClassVar[str] = r"[A-Z0-9]{5,20}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `ab 123-457` as `AB123457`. Raises Misread."""
        written = re.sub(r"[ .\-/]", "", text).upper()
        if not re.fullmatch(cls.form, written) or not re.search(r"[0-9]", written) or is_placeholder(written):
            raise Misread("error.id_number")
        return cls(written)


def mask_number(number: str) -> str:
    """Return a paper's number as staff see it unless they say why: `114702538` is `******538`."""
    return f"{'*' * (len(number) - 3)}{number[-3:]}"


class PassportNumber(IdNumber):
    """The number of a passport: at most nine letters and digits (ICAO 9303 part 4, data element 5)."""

    __slots__ = ()
    form = r"[A-Z0-9]{5,9}"


NUMBERS: Final[dict[str, type[IdNumber]]] = dict.fromkeys(KINDS, IdNumber) | {"passport": PassportNumber}


def is_placeholder(number: str) -> bool:
    """True for a number nobody was given: its digits are all the same, or follow each other up or down."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(re.sub(r"[^0-9]", "", number))}
    return any(steps <= {step} for step in (0, 1, 9)) and bool(steps)


SEEN_BEFORE: Final = text("""SELECT p.id::text, p.name FROM identity i JOIN person p ON p.id = i.person_id
    WHERE i.kind = :kind AND i.number = :number AND i.person_id <> CAST(:person AS uuid)
    AND i.disowned_at IS NULL ORDER BY i.at""")
DISOWNED: Final = text("""SELECT 1 FROM identity WHERE person_id = :person AND kind = :kind AND number = :number
    AND disowned_at IS NOT NULL""")
SHARED: Final = """FROM identity i WHERE i.person_id = CAST(:person AS uuid) AND i.disowned_at IS NULL
    AND EXISTS (SELECT FROM identity o WHERE o.kind = i.kind AND o.number = i.number AND o.person_id <> i.person_id
        AND o.disowned_at IS NULL)"""


class KnownHolder(NamedTuple):
    """Somebody for whom a document was seen before."""

    person_id: str
    name: str


def note_document(db: Connection, person_id: str, kind: str, number: str, name: str, seen_by: str) -> list[KnownHolder]:
    """Keep the document seen, and raise the person to tier 1; seeing it again changes nothing more.

    One document is one human: whoever it was seen for before shares ceilings with them from now on. Returns them.
    Raises Refused for one that staff found not to be this person's.
    """
    numbers.take_turn(db, f"{kind} {number}")
    row = {"person": person_id, "kind": kind, "number": number}
    if db.execute(DISOWNED, row).first():
        raise Refused("refusal.lock_to_agent")
    before = [KnownHolder(*found) for found in db.execute(SEEN_BEFORE, row)]
    if before:
        humans.join(db, [person_id, *(one.person_id for one in before)])
    db.execute(
        text("""INSERT INTO identity (person_id, kind, number, name, seen_by, at)
            VALUES (:person, :kind, :number, :name, :by, wallet_now()) ON CONFLICT DO NOTHING"""),
        {"person": person_id, "kind": kind, "number": number, "name": name, "by": seen_by},
    )
    people.set_checked(db, person_id, name)
    return before


def find_shared(db: Connection, person_id: str) -> list[str]:
    """Return the documents of a person's that were seen for others too: `cni AB123457`."""
    return list(db.execute(text(f"SELECT kind || ' ' || number {SHARED} ORDER BY 1"), {"person": person_id}).scalars())


def disown_shared(db: Connection, person_id: str) -> list[str]:
    """Note that the documents a person shares with others are not theirs; return them. They must be locked."""
    shared = find_shared(db, person_id)
    disowned = text("""UPDATE identity SET disowned_at = wallet_now()
        WHERE person_id = :person AND kind || ' ' || number = ANY(:shared)""")
    db.execute(disowned, {"person": person_id, "shared": shared})
    return shared


def is_on_record(db: Connection, person_id: str, number: str, typed_by: str) -> bool:
    """True when a document of this person's has this number; a wrong one counts. The person must be locked.

    One that an agent noted is right after 72 hours only: who holds a stolen phone may have shown their own. One that
    staff noted is right at once.
    """
    row = {"person": person_id, "number": number, "counts_after": COUNTS_AFTER}
    return is_right(db, person_id, typed_by, right=db.execute(ON_RECORD, row).first() is not None)


def is_right(db: Connection, person_id: str, typed_by: str, *, right: bool) -> bool:
    """True when what an agent read from a person's document is `right`; a wrong one counts. The person must be locked.

    After three wrong ones in a day none is right until tomorrow, so that nobody finds it by trying.
    """
    row = {"person": person_id, "by": typed_by, "day": DAY}
    if right and db.execute(WRONG_LATELY, row).scalar_one() < WRONG_A_DAY:
        return True
    db.execute(WRONG, row)
    if db.execute(CUSTOMERS_LATELY, row).scalar_one() >= MANY:
        security_events.note_once_a_day(db, "documents tried on many", "", f"agent {typed_by}")
    return False
