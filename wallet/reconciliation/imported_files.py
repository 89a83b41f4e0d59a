"""Operators' files that were imported, by their names (F12): listing them, and finding one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.reconciliation.numbered_names import read_number

SELECTED: Final = """SELECT f.id, 'F' || f.id AS file, f.rail, f.name, f.imported_at, f.withdrawn_at,
    (SELECT count(*) FROM settlement_said s WHERE s.file_id = f.id) AS lines FROM settlement_file f"""
FIND: Final = text(f"{SELECTED} WHERE f.id = :id")
NEWEST: Final = text(f"{SELECTED} WHERE f.rail = ANY(:rails) ORDER BY f.id DESC LIMIT :count")


@dataclass(frozen=True)
class ImportedFile:
    """A file that was imported: `file` is what it is called here, `name` as it was called on disk."""

    id: int
    file: str
    rail: str
    name: str
    imported_at: datetime
    withdrawn_at: datetime | None
    lines: int


def find_file(db: Connection, file: str) -> ImportedFile:
    """Return the imported file of this name (F12). Raises Refused."""
    number = read_number(file, "F")
    if number is None:
        raise Refused("staff.not_a_file", file=file)
    row = db.execute(FIND, {"id": number}).one_or_none()
    if row is None:
        raise Refused("staff.no_file", file=file)
    return ImportedFile(**row._mapping)


def list_files(db: Connection, rails: list[str], count: int) -> list[ImportedFile]:
    """Return the files imported last, the newest first."""
    return [ImportedFile(**row._mapping) for row in db.execute(NEWEST, {"rails": rails, "count": count})]
