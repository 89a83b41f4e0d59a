"""Lists that were imported: the newest of each source is in force, the others stay as what was compared with them."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.sanctions.listed_names import ListedNames, lay_names
from wallet.sanctions.read_list import ListFile

KEEP: Final = text("""INSERT INTO sanction_list (source, listed_on, file, sha256, entries, imported_by, imported_at)
    VALUES (:source, :listed_on, :file, :sha256, :entries, :login, wallet_now()) RETURNING id""")
KEEP_ENTRIES: Final = text("""INSERT INTO sanction_entry (list_id, reference, kind, names, born, nationality)
    SELECT :list, * FROM jsonb_to_recordset(CAST(:entries AS jsonb))
      AS told (reference text, kind text, names text[], born text, nationality text)""")
IN_FORCE: Final = "SELECT DISTINCT ON (source) id FROM sanction_list ORDER BY source, id DESC"
SELECTED: Final = f"""SELECT 'S' || l.id AS name, l.source, l.listed_on, l.file, l.sha256, l.entries, l.imported_by,
      l.imported_at, l.swept, l.swept_at, l.id IN ({IN_FORCE}) AS in_force FROM sanction_list l"""  # noqa: S608 - constants
LAID: Final = dict[tuple[int, datetime], ListedNames]()  # of one process: a list never changes


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
    in_force: bool


def list_all(db: Connection) -> list[SanctionList]:
    """Return every list, the newest first."""
    return [SanctionList(**row._mapping) for row in db.execute(text(f"{SELECTED} ORDER BY l.id DESC LIMIT 200"))]


def find_same(db: Connection, source: str, sha256: str) -> str:
    """Return the name of the list that a source's file was imported as before, "" for none."""
    same = text("SELECT 'S' || id FROM sanction_list WHERE (source, sha256) = (:source, :sha256)")
    return db.execute(same, {"source": source, "sha256": sha256}).scalar_one_or_none() or ""


def find_newest(db: Connection, source: str) -> SanctionList | None:
    """Return the list of a source that is in force, None before there is one."""
    newest = text(f"{SELECTED} WHERE l.source = :source ORDER BY l.id DESC LIMIT 1")
    row = db.execute(newest, {"source": source}).one_or_none()
    return SanctionList(**row._mapping) if row else None


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
