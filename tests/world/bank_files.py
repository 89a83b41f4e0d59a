"""Statements for tests: what the bank booked, in every form it writes, and what is read of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from simulators.bank.booked import BankStatement, Booked
from simulators.bank.routes import FORMS as WRITTEN_FORMS
from wallet.banks.csv_statement import CsvAccount
from wallet.banks.statement_file import open_statement, read_statement
from wallet.banks.statement_lines import StatementLine

OURS: Final = "10002000300277976315008"
PAYERS: Final = "10005000010000000012319"
DAY: Final = date(2026, 3, 10)
# Each form that is read, how the simulated bank writes it, and the layout by which a CSV is read.
FORMS: Final[dict[str, tuple[Callable[[BankStatement], bytes], str]]] = {
    form: (write, "signed" if form == "signed" else "debit_credit") for form, write in WRITTEN_FORMS.items()
}


def make_statement(*lines: Booked, opening: int = 0, currency: str = "XAF", number: str = "69") -> BankStatement:
    """Return a statement of our account."""
    return BankStatement(f"CM21{OURS}", currency, number, opening, lines)


def read_bytes(
    folder: Path, content: bytes, layout: str = "debit_credit", currency: str = "XAF"
) -> list[StatementLine]:
    """Return what is read of a file with this content. Raises Refused."""
    path = folder / "statement"
    path.write_bytes(content)
    return list(read_statement(open_statement(path), layout, CsvAccount(OURS, currency)))
