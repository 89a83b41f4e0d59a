"""Import a sanctions list, as a login that stands in the trail for it."""

from datetime import date
from typing import Final

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.sanctions import lists
from wallet.sanctions.read_list import ListFile
from wallet.staff import audit

KIND: Final = "import_list"


def import_list(
    db: Connection, session: bytes, login: str, source: str, listed_on: date, file: ListFile, *, smaller: bool
) -> str:  # fmt: skip
    """Keep a list, and note whose session did; return its name, that of before where it was imported before.

    Raises Refused for one with fewer than half as many entries as the one in force, unless that is meant (`smaller`).
    """
    if same := lists.find_same(db, source, file.sha256):
        return same
    before = lists.find_newest(db, source)
    if before and 2 * len(file.entries) < before.entries and not smaller:
        raise Refused("staff.list_smaller", source=source, entries=len(file.entries), before=before.entries)
    audit.begin(db, session, KIND)
    name = f"S{lists.keep(db, source, listed_on, file, login)}"
    after = {"source": source, "name": file.name, "sha256": file.sha256, "entries": len(file.entries)}
    audit.note(db, session, KIND, name, {"in_force": before.name if before else ""}, after, "list")
    return name
