"""Import a sanctions list, as a login that stands in the trail for it."""

from datetime import date
from typing import Final

from sqlalchemy import Connection

from wallet.sanctions import lists
from wallet.sanctions.read_list import ListFile
from wallet.staff import audit

KIND: Final = "import_list"


def import_list(
    db: Connection, session: bytes, login: str, source: str, listed_on: date, file: ListFile
) -> tuple[str, bool]:  # fmt: skip
    """Keep a list, and note whose session did; return its name, and whether it is new.

    A file that is in force as it is changes nothing.
    """
    if same := lists.find_same(db, source, file.sha256):
        return same, False
    before = lists.list_names_in_force(db, source)
    audit.begin(db, session, KIND)
    name = f"S{lists.keep(db, source, listed_on, file, login)}"
    after = {"source": source, "name": file.name, "sha256": file.sha256, "entries": len(file.entries)}
    audit.note(db, session, KIND, name, {"in_force": before}, after, "list")
    return name, True
