"""Lists that were imported: which are in force, and what one that takes the place of others takes out.

Everybody is compared with a list as soon as one login imported it; those before it of its source are in force as well
until two agree that it takes their place. So one login alone can add names, and take none away.
"""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.sanctions.listed_names import ListedNames, lay_names
from wallet.sanctions.read_list import ListFile

SHOWN: Final = 10  # of those taken out, by name
IN_FORCE: Final = """SELECT f.id FROM sanction_list f WHERE f.state <> 'withdrawn' AND f.id >= coalesce((
      SELECT max(r.id) FROM sanction_list r WHERE r.source = f.source AND r.state IN ('replaces', 'alone')), 0)"""
SAME: Final = text(f"""SELECT 'S' || min(id) FROM sanction_list
    WHERE (source, sha256) = (:source, :sha256) AND id IN ({IN_FORCE})""")  # noqa: S608 - constants
NAMES_IN_FORCE: Final = text(f"""SELECT 'S' || id FROM sanction_list
    WHERE source = :source AND id IN ({IN_FORCE}) ORDER BY id""")  # noqa: S608 - constants
# An entry of before that is listed no more, or by other names than before, is one that may stop stopping somebody. Its
# names are those of all lists in force: one of them, which one login imported, may have it by fewer than another.
CHANGE: Final = text(f"""WITH before AS (
      SELECT e.reference, array_agg(name) AS names, (array_agg(e.names[1] ORDER BY l.id DESC))[1] AS called
      FROM sanction_entry e JOIN sanction_list l ON l.id = e.list_id CROSS JOIN LATERAL unnest(e.names) name
      WHERE l.source = :source AND l.id < :list AND l.id IN ({IN_FORCE}) GROUP BY e.reference),
    now AS (SELECT reference, names FROM sanction_entry WHERE list_id = :list)
    SELECT (SELECT count(*) FROM before) AS before, (SELECT count(*) FROM now) AS now,
      count(*) FILTER (WHERE b.reference IS NULL) AS added,
      count(*) FILTER (WHERE n.reference IS NULL) AS taken_out,
      count(*) FILTER (WHERE NOT n.names @> b.names) AS fewer_names,
      (array_agg(b.reference || ' ' || b.called ORDER BY b.reference)
        FILTER (WHERE n.reference IS NULL))[1:{SHOWN}] AS shown
    FROM before b FULL JOIN now n USING (reference)""")  # noqa: S608 - constants
HOLD: Final = text("SELECT 1 FROM sanction_list WHERE id = :list FOR NO KEY UPDATE")
AGREE: Final = text("UPDATE sanction_list SET state = :state WHERE id = :list")
KEEP: Final = text("""INSERT INTO sanction_list (source, listed_on, file, sha256, entries, imported_by, imported_at)
    VALUES (:source, :listed_on, :file, :sha256, :entries, :login, wallet_now()) RETURNING id""")
KEEP_ENTRIES: Final = text("""INSERT INTO sanction_entry (list_id, reference, kind, names, born, nationality)
    SELECT :list, * FROM jsonb_to_recordset(CAST(:entries AS jsonb))
      AS told (reference text, kind text, names text[], born text, nationality text)""")
SELECTED: Final = f"""SELECT 'S' || l.id AS name, l.source, l.listed_on, l.file, l.sha256, l.entries, l.imported_by,
      l.imported_at, l.swept, l.swept_at, l.state, l.id IN ({IN_FORCE}) AS in_force FROM sanction_list l"""  # noqa: S608 - constants
LAID: Final = dict[tuple[int, datetime], ListedNames]()  # of one process: a list never changes


@dataclass(frozen=True)
class ListChange:
    """Counts of entries before a list, in it, new, gone, and with fewer names; and some of those gone."""

    before: int
    now: int
    added: int
    taken_out: int
    fewer_names: int
    shown: list[str] | None


@dataclass(frozen=True)
class SanctionList:
    """A list as it was imported: S3, whose, of which day; how many were compared with it, and when the last one was."""

    name: str
    source: str
    listed_on: date
    file: str
    sha256: str
    entries: int
    imported_by: str
    imported_at: datetime
    swept: int
    swept_at: datetime | None
    state: str
    in_force: bool

    @property
    def number(self) -> int:
        """Its number."""
        return int(self.name[1:])

    @property
    def is_to_agree(self) -> bool:
        """True while two may say that it takes the place of those before it, or is withdrawn."""
        return self.in_force and self.state == "added"


def list_all(db: Connection) -> list[SanctionList]:
    """Return every list, the newest first."""
    return [SanctionList(**row._mapping) for row in db.execute(text(f"{SELECTED} ORDER BY l.id DESC LIMIT 200"))]


def find_same(db: Connection, source: str, sha256: str) -> str:
    """Return the name of the list in force that a source's file was imported as before, "" for none."""
    return db.execute(SAME, {"source": source, "sha256": sha256}).scalar_one() or ""


def get(db: Connection, name: str) -> SanctionList:
    """Return a list by its name (S3). Raises Refused for none."""
    found = re.fullmatch(r"[Ss]([0-9]{1,15})", name)
    row = db.execute(text(f"{SELECTED} WHERE l.id = :id"), {"id": found[1] if found else 0}).one_or_none()
    if row is None:
        raise Refused("staff.no_list", list=name)
    return SanctionList(**row._mapping)


def lock_row(db: Connection, name: str) -> None:
    """Hold a list: nobody else agrees anything of it until this transaction ends. Raises Refused for none."""
    db.execute(HOLD, {"list": get(db, name).number})


def list_names_in_force(db: Connection, source: str) -> list[str]:
    """Return the names of a source's lists that are in force, the oldest first."""
    return list(db.execute(NAMES_IN_FORCE, {"source": source}).scalars())


def compare_before(db: Connection, one: SanctionList) -> ListChange:
    """Return what a list in force changes of those in force before it: by references, and by their names."""
    row = db.execute(CHANGE, {"source": one.source, "list": one.number}).one()
    return ListChange(**row._mapping)


def agree(db: Connection, one: SanctionList, state: str) -> None:
    """Write down what two agreed of a list: that it takes the place of those before it, or is withdrawn."""
    db.execute(AGREE, {"list": one.number, "state": state})


def keep(db: Connection, source: str, listed_on: date, file: ListFile, login: str) -> int:
    """Keep a list, and return its number: everybody is compared with it from then on, slice by slice."""
    row = {"source": source, "listed_on": listed_on, "file": file.name, "sha256": file.sha256,
           "entries": len(file.entries), "login": login}  # fmt: skip
    number: int = db.execute(KEEP, row).scalar_one()
    db.execute(KEEP_ENTRIES, {"list": number, "entries": json.dumps([one._asdict() for one in file.entries])})
    return number


def list_in_force(db: Connection) -> list[int]:
    """Return the numbers of the lists that are in force, one a source."""
    return list(db.execute(text(IN_FORCE)).scalars())


def lay(db: Connection, number: int) -> ListedNames:
    """Return the names of a list, laid to be compared with; once a process, while it is in force."""
    at = db.execute(text("SELECT imported_at FROM sanction_list WHERE id = :list"), {"list": number}).scalar_one()
    if (number, at) not in LAID:
        for old in [one for one in LAID if one[0] not in list_in_force(db) or one[0] == number]:
            del LAID[old]
        named = db.execute(text("SELECT id, names FROM sanction_entry WHERE list_id = :list"), {"list": number})
        LAID[number, at] = lay_names((row.id, row.names) for row in named)
    return LAID[number, at]
