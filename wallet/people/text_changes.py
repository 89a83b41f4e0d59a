"""Changes made by a text, which anybody may send in another's name: said at the owner's next call, and undone there."""

from typing import Final, Literal, NamedTuple

from sqlalchemy import Connection, text

TextChangeKind = Literal["lock", "stop", "language"]
NOTE: Final = text("""INSERT INTO text_change (person_id, kind, before, at) VALUES (:id, :kind, :before, wallet_now())
    ON CONFLICT DO NOTHING""")
FORGET: Final = text("DELETE FROM text_change WHERE person_id = :id AND kind = :kind")
NEWEST: Final = text("SELECT kind, before FROM text_change WHERE person_id = :id ORDER BY at DESC LIMIT 1")


class TextChange(NamedTuple):
    """A change a text made that its owner has not been asked about; `before`: the language that was spoken."""

    kind: TextChangeKind
    before: str


def note(db: Connection, person_id: str, kind: TextChangeKind, before: str = "") -> None:
    """Note that a text changed something of a person's; what was before the first of several changes stays."""
    db.execute(NOTE, {"id": person_id, "kind": kind, "before": before})


def forget(db: Connection, person_id: str, kind: str) -> None:
    """Forget a change: its owner undid it, meant it, or has changed it since."""
    db.execute(FORGET, {"id": person_id, "kind": kind})


def find_newest(db: Connection, person_id: str) -> TextChange | None:
    """Return the newest change of this person's that nobody was asked about, None for none."""
    row = db.execute(NEWEST, {"id": person_id}).one_or_none()
    return TextChange(*row) if row else None
