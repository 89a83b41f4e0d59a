"""Reading by staff stands in the trail like all else they do: who, when, and by which words."""

from typing import Final

from sqlalchemy import Connection

from wallet.staff import audit

KIND: Final = "read_records"
LETTERS_MAX: Final = 500


def note(db: Connection, session: bytes, words: str) -> None:
    """Keep that the login of a session read what a command of these words shows."""
    audit.note(db, session, KIND, words[:LETTERS_MAX], {}, {}, "")
