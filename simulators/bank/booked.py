"""Movements that the simulated bank has booked on an account, and the statements they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Booked:
    """One movement: `amount` in minor units, above zero for what came in.

    `parts` are the payments that the bank booked as one sum. `returned` is the reason of one that came back, `reverses`
    says that an earlier booking is taken back.
    """

    day: date
    amount: int
    words: str = ""
    name: str = ""
    account: str = ""
    bank_reference: str = ""
    end_to_end_id: str = ""
    rf: str = ""
    returned: str = ""
    reverses: bool = False
    pending: bool = False
    parts: tuple[Booked, ...] = ()


@dataclass(frozen=True)
class BankStatement:
    """A statement of an account: its number, the balance it begins with, and what was booked."""

    account: str
    currency: str
    number: str
    opening: int
    lines: tuple[Booked, ...]

    @property
    def closing(self) -> int:
        """Return the balance it ends with."""
        return self.opening + sum(line.amount for line in self.lines if not line.pending)

    @property
    def days(self) -> tuple[date, date]:
        """Return the first and the last day it tells of."""
        told = [line.day for line in self.lines] or [date(2026, 3, 10)]
        return min(told), max(told)
