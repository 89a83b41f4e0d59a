"""The bank's books: what it booked on each account, and the vices with which it does so when a test asks for them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from simulators.bank.booked import BankStatement, Booked
from simulators.bank.orders import Ordered, OrderFile, RefusedFile
from simulators.faults import Fault, Faults, Knob
from wallet.banks.rib import Rib

PARTY = "bank"
FAULTS = {
    "late": Knob("a movement is booked days after it should be", 3),
    "split": Knob("a payment that comes in is booked as two, the first of so many hundredths", 40),
    "merged": Knob("the payments of a file are booked as one sum"),
    "returned": Knob("a payment of ours comes back the day after, for a reason", "AC04"),
    "misreferenced": Knob("references are lost, and the digits of words are written the other way round"),
    "duplicate": Knob("a movement is booked twice"),
    "rejected": Knob("a payment of ours is not made, as the file's report says, for a reason", "AC01"),
}


class BankBooks:
    """All accounts at the bank, by RIB; safe to use from many threads."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._lock = threading.Lock()
        self._lines: dict[str, list[Booked]] = {}
        self._taken: set[str] = set()
        self._reports: dict[str, tuple[int, dict[str, str]]] = {}
        self._count = 0

    def pay_in(self, account: Rib, line: Booked) -> None:
        """Book what somebody pays into an account."""
        with self._lock:
            self._book(account, self._twist(line))

    def take_file(self, file: OrderFile) -> None:
        """Carry out a file, once. Raises RefusedFile for one that was taken before."""
        with self._lock:
            if file.message_id in self._taken:
                raise RefusedFile(f"{file.message_id} was taken before")
            self._taken.add(file.message_id)
            faults = {one.reference: self._strike("rejected", one.reference) for one in file.payments}
            rejected = {reference: str(fault.value) for reference, fault in faults.items() if fault}
            self._reports[file.message_id] = len(file.payments), rejected
            made = [one for one in file.payments if one.reference not in rejected]
            lines = [twisted for one in made for twisted in self._twist(write_debit(one, file.pay_on))]
            if made and self._strike("merged", file.message_id):
                lines = _merge(lines, file.message_id)
            self._book(file.payer, lines)

    def get_report(self, message_id: str) -> tuple[int, dict[str, str]]:
        """Return of how many payments a file was, and why some are rejected. Raises LookupError for none taken."""
        with self._lock:
            return self._reports[message_id]

    def write_statement(self, account: Rib, since: date, until: date, currency: str = "XAF") -> BankStatement:
        """Return what was booked on an account from a day to another, with the balance before."""
        with self._lock:
            lines = sorted(self._lines.get(account, []), key=lambda line: line.day)
        opening = sum(line.amount for line in lines if line.day < since)
        number = f"{since:%y%m%d}{until:%y%m%d}"
        return BankStatement(
            account.iban, currency, number, opening, tuple(line for line in lines if since <= line.day <= until)
        )

    def _book(self, account: Rib, lines: list[Booked]) -> None:
        for line in lines:
            self._count += 1
            self._lines.setdefault(account, []).append(replace(line, bank_reference=f"BK{self._count:08}"))

    def _strike(self, name: str, reference: str) -> Fault | None:
        return self._faults.strike(PARTY, name, (reference,))

    def _twist(self, line: Booked) -> list[Booked]:
        """Return what is booked of a movement, with the vices asked for, in the order they stand in TWISTS."""
        lines = [line]
        for name, twist in TWISTS.items():
            if fault := self._strike(name, line.end_to_end_id or line.rf or line.name):
                lines = [twisted for one in lines for twisted in twist(one, fault)]
        return lines


def _merge(lines: list[Booked], words: str) -> list[Booked]:
    """Return payments as one sum, and those that came back as they are."""
    went = tuple(line for line in lines if line.amount < 0)
    whole = Booked(max(line.day for line in went), sum(line.amount for line in went), words, parts=went)
    return [whole, *(line for line in lines if line.amount > 0)]


def write_debit(one: Ordered, day: date) -> Booked:
    """Return the movement of a payment that was ordered."""
    return Booked(day, -one.amount, one.words, one.name, one.account.iban, "", one.reference, one.rf)


def _delay(line: Booked, fault: Fault) -> Iterator[Booked]:
    yield replace(line, day=line.day + timedelta(days=int(fault.value or 0)))


def _split(line: Booked, fault: Fault) -> Iterator[Booked]:
    first = line.amount * int(fault.value or 0) // 100
    parts = (first, line.amount - first) if line.amount > 0 else (line.amount, 0)
    yield from (replace(line, amount=part) for part in parts if part)


def _return(line: Booked, fault: Fault) -> Iterator[Booked]:
    yield line
    if line.amount < 0:
        yield replace(line, amount=-line.amount, day=line.day + timedelta(days=1), returned=str(fault.value))


def _lose_references(line: Booked, _: Fault) -> Iterator[Booked]:
    digits = iter([letter for letter in line.words if letter.isdigit()][::-1])
    words = "".join(next(digits) if letter.isdigit() else letter for letter in line.words)
    yield replace(line, words=words, end_to_end_id="", rf="")


def _double(line: Booked, _: Fault) -> Iterator[Booked]:
    yield from (line, line)


TWISTS: dict[str, Callable[[Booked, Fault], Iterator[Booked]]] = {
    "late": _delay, "split": _split, "returned": _return, "misreferenced": _lose_references, "duplicate": _double,
}  # fmt: skip
