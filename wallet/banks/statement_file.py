"""A bank's statement on disk, in any of the forms that are read: what it is, and its lines as a stream of any size."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wallet.banks.camt053 import read_camt053
from wallet.banks.csv_profiles import STATEMENT_PROFILES
from wallet.banks.csv_statement import CsvAccount, read_csv
from wallet.banks.mt940 import read_mt940
from wallet.banks.statement_lines import ReadingPlace, StatementLine
from wallet.core.errors import Misread, Problem, Refused
from wallet.core.sent_files import look_through

LOOKED_AT: Final = 2_000  # letters of the beginning, which tell the form
BINARY: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")  # workbooks, PDF, gzip


@dataclass(frozen=True)
class StatementFile:
    """A file of statements: what it is known by, and its form (camt053, mt940 or csv)."""

    path: Path
    sha256: str
    encoding: str
    form: str


def open_statement(path: Path) -> StatementFile:
    """Return what a file is, having looked through it. Raises Refused for an empty one or another kind, and OSError."""
    looked = look_through(path)
    if looked.start.startswith(BINARY):
        raise Refused("staff.statement_no_text", file=path.name)
    with path.open(encoding=looked.encoding, errors="replace") as text:
        beginning = text.read(LOOKED_AT).lstrip("\ufeff \r\n\t")
    if not beginning:
        raise Refused("staff.statement_empty", file=path.name)
    return StatementFile(path, looked.sha256, looked.encoding, _tell_form(beginning))


def _tell_form(beginning: str) -> str:
    """Return the form that the first letters tell."""
    if beginning.startswith("<"):
        return "camt053"
    return "mt940" if beginning.startswith(("{1:", "{4:", ":20:", ":25:")) or "\n:20:" in beginning else "csv"


def read_statement(
    file: StatementFile, profile: str, of: CsvAccount, place: ReadingPlace | None = None
) -> Iterator[StatementLine]:
    """Yield every booked line; `profile` and `of` are for a CSV, which says neither its layout nor whose it is.

    `place` is where it has come to, for whoever looks there once all is read.

    Raises Refused, perhaps only at the end: what was yielded until then must not be kept.
    """
    place = place or ReadingPlace()
    try:
        if file.form == "camt053":
            yield from read_camt053(file.path, place)
        elif file.form == "mt940":
            yield from read_mt940(file.path, file.encoding, place)
        else:
            yield from read_csv(file.path, file.encoding, STATEMENT_PROFILES[profile], of, place)
    except Misread as wrong:
        problem = Problem(place.number or "the file", wrong.key, wrong.values)
        raise Refused("staff.file_unreadable", file=file.path.name, problems=[problem]) from None
