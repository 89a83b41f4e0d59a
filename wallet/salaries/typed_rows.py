"""Rows of a payroll: as somebody typed them, and as they were judged."""

from dataclasses import asdict, dataclass, field
from typing import Any, Final

FIELDS: Final = ("number", "way", "name", "amount", "label", "reference")
LETTERS_MOST: Final = 200  # kept of a cell


@dataclass(frozen=True)
class TypedRow:
    """A row as it stood in its file, or was mended: `nth` is its number there.

    `vouched` names the problems of which who made it says that it is meant so. `fault` is what made a cell unreadable
    before anybody looked at what it says.
    """

    nth: int
    number: str = ""
    way: str = ""
    name: str = ""
    amount: str = ""
    label: str = ""
    reference: str = ""
    fault: str = ""
    vouched: str = ""

    @property
    def typed(self) -> dict[str, str]:
        """Return its cells as they are kept."""
        kept = {name: str(getattr(self, name)) for name in FIELDS}
        return {**kept, "fault": self.fault} if self.fault else kept


@dataclass(frozen=True)
class JudgedRow:
    """A row that was judged: what is wrong with it, "" for nothing; then who is paid how much, and by which way."""

    typed: TypedRow
    problem: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    way: str = ""
    rail: str = ""
    number: str = ""
    holder: str = ""
    person_id: str | None = None
    amount: int = 0
    fee: int = 0
    tax: int = 0
    label: str = ""

    def to_row(self) -> dict[str, Any]:
        """Return it as its table holds it."""
        row = asdict(self)
        return {**row, "nth": self.typed.nth, "vouched": self.typed.vouched, "typed": self.typed.typed}
