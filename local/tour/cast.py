"""The tour's people: each one's name, number, PIN, and what they are there for."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Cast:
    """One of the tour's people; `pin` is "" for somebody without a wallet."""

    name: str
    number: str
    pin: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def family_name(self) -> str:
        return self.name.split()[1]

    @property
    def local_number(self) -> str:
        """Return the number as people type it."""
        return self.number.removeprefix("+237")


MOUSSA: Final = Cast("Moussa Diallo", "+237677000001", "4826")
AWA: Final = Cast("Awa Ngono", "+237699000002", "7395")
FATOU: Final = Cast("Fatou Bello", "+237677000003", "8164")  # the agent
BRICE: Final = Cast("Brice Kamga", "+237655000004", "6937")  # the merchant
ZITA: Final = Cast("Zita Bih", "+237677000099", "")
SHOP: Final = "Boulangerie Kamga"
EVERYBODY: Final = (MOUSSA, AWA, FATOU, BRICE, ZITA)
