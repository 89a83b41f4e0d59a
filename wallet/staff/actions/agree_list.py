"""Let a sanctions list take the place of those before it of its source, or withdraw it: two do.

Everybody is compared with a list from the moment one login imported it; only by this are names taken out of what
everybody is compared with.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.sanctions import lists
from wallet.staff.act import ApprovedAct, Done, Preview


@dataclass(frozen=True)
class AgreeList(ApprovedAct):
    """Agree what becomes of a list (S3) that was added."""

    kind: ClassVar[str] = "agree_list"
    read_by: ClassVar[str] = "sanctions"

    list: str
    state: Literal["replaces", "withdrawn"]

    @property
    def subject(self) -> str:
        """Its name: S3."""
        return self.list

    def lock(self, db: Connection) -> None:
        """Hold the list."""
        lists.lock_row(db, self.list)

    def preview(self, db: Connection) -> Preview:
        """Return which names go. Raises Refused for a list of which there is nothing to agree any more."""
        one = lists.get(db, self.list)
        if not one.is_to_agree:
            raise Refused("staff.list_agreed", list=one.name, state=one.state)
        others = [name for name in lists.list_names_in_force(db, one.source) if name != one.name]
        if self.state == "withdrawn":
            left = ", ".join(others) or "none: nobody is compared with one"
            return Preview(rules={f"lists of {one.source} in force": (", ".join([*others, one.name]), left)})
        change = lists.compare_before(db, one)
        gone = ", ".join(change.shown or []) + (", ..." if change.taken_out > len(change.shown or []) else "")
        return Preview(rules={
            f"entries of {one.source}": (f"{change.before}", f"{change.now}"),
            "new": ("", f"{change.added}"),
            "listed no more": ("", f"{change.taken_out}" + (f": {gone}" if gone else "")),
            "with fewer names": ("", f"{change.fewer_names}"),
        })  # fmt: skip

    def do(self, db: Connection, doing: Doing) -> Done:
        """Write it down."""
        one = lists.get(db, self.list)
        before = lists.list_names_in_force(db, one.source)
        lists.agree(db, one, self.state)
        after = lists.list_names_in_force(db, one.source)
        said = {"list": one.name, "source": one.source, "lists": ", ".join(after) or "none"}
        return Done(Outcome("staff.list_agreed_now", said), one.name, {"in_force": before},
                    {"state": self.state, "in_force": after})  # fmt: skip
