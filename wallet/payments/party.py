"""The other side of a payment: who pays us, or is paid, at an operator, a processor or a bank."""

from dataclasses import dataclass
from typing import Literal

PartyKind = Literal["phone", "bank", "payer"]


@dataclass(frozen=True)
class Party:
    """`value` is a number (E.164), a bank account, or "" for whoever pays at a hosted page: a card never reaches us."""

    kind: PartyKind
    value: str

    @property
    def phone(self) -> str:
        """The number, "" of a party that is not one."""
        return self.value if self.kind == "phone" else ""


def at_phone(number: str) -> Party:
    """Return whoever has this number (E.164) at the operator."""
    return Party("phone", number)
