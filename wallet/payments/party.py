"""The other side of a payment: who pays us, or is paid, at an operator, a processor or a bank."""

from dataclasses import dataclass
from typing import Literal

PartyKind = Literal["phone", "bank", "payer"]


@dataclass(frozen=True)
class Party:
    """A phone (E.164), a bank account, or "" for whoever pays at a hosted page: a card's number never reaches us."""

    kind: PartyKind
    value: str

    @property
    def phone(self) -> str:
        """Number of the party, "" for one that is not a phone."""
        return self.value if self.kind == "phone" else ""


def at_phone(number: str) -> Party:
    """Return whoever has this number (E.164) at the operator."""
    return Party("phone", number)
