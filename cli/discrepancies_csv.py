"""The CSV in which staff keep every discrepancy, as a spreadsheet opens it."""

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from cli.discrepancy_words import WORDS, suggest_step
from cli.program import unmark
from wallet.banks.amounts import write_decimal
from wallet.core.clock import DOUALA
from wallet.reconciliation.discrepancies import Discrepancy

CSV_COLUMNS: Final = ("discrepancy", "class", "state", "rail", "reference", "operator_id", "direction", "our_amount",
                      "their_amount", "our_currency", "their_currency", "phone", "our_state", "their_status", "time",
                      "what_to_do")  # fmt: skip


@contextmanager
def open_csv(out: Path | None) -> Iterator[Any]:
    """Open a CSV readable by its owner alone (it holds phone numbers), in place only once it is whole."""
    if out is None:
        yield None
        return
    aside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with _open_private(aside) as file:
            writer = csv.writer(file, delimiter=";")  # as a spreadsheet in French opens it
            writer.writerow(CSV_COLUMNS)
            yield writer
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)


def _open_private(path: Path) -> IO[str]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return open(descriptor, "w", encoding="utf-8-sig", newline="")


def make_safe(cell: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    written = "" if cell is None else "".join(letter for letter in str(cell) if letter.isprintable())
    return f"'{written}" if written.lstrip()[:1] in ("=", "+", "-", "@") else written


def write_plain(amount: int | None, currency: str) -> str:
    """Return an amount as a spreadsheet adds it up, "" for none."""
    return "" if amount is None else write_decimal(amount, currency)


def list_cells(one: Discrepancy) -> tuple[object, ...]:
    """Return a discrepancy as the cells of CSV_COLUMNS."""
    at = one.at.astimezone(DOUALA).isoformat(sep=" ", timespec="seconds") if one.at else ""
    phone = one.phone.removeprefix("+")
    return (one.name, WORDS[one.kind], one.state, one.rail, one.reference, one.operator_id, one.direction,
            write_plain(one.ours, one.currency), write_plain(one.theirs, one.their_currency), one.currency,
            one.their_currency, phone, one.our_state, one.their_status, at, unmark(suggest_step(one)))  # fmt: skip
