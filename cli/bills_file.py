"""A biller's bills as CSV: the columns reference and amount, and number where one reference has many bills."""

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Final

from wallet.business.bills import Due
from wallet.core.errors import DeniedError, Misread
from wallet.core.values import BillReference, Money

BYTES_MAX: Final = 20_000_000
NUMBER_LETTERS: Final = 40
FAULTS_SHOWN: Final = 10


def read(path: Path) -> list[Due]:
    """Return every bill of the file. Raises DeniedError with all that is wrong: then nothing of it is taken."""
    if path.stat().st_size > BYTES_MAX:
        raise DeniedError(f"{path.name} is larger than {BYTES_MAX // 1_000_000} MB: cut it up.")
    try:
        lines = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), strict=True)
        rows = [(lines.line_num, row) for row in lines]
    except (UnicodeDecodeError, csv.Error) as unread:
        raise DeniedError(f"{path.name} is not CSV in UTF-8: {unread}") from None
    if not {"reference", "amount"} <= set(lines.fieldnames or ()):
        raise DeniedError(f"{path.name} needs a first line with the columns reference and amount (and number, if any).")
    found, faults = [], list[str]()
    for number, row in rows:
        try:
            found.append(_bill(row))
        except Misread as wrong:
            faults.append(f"line {number}: {wrong.key.removeprefix('error.')}")
    counted = Counter(one.number for one in found)
    if twice := sorted(number for number, count in counted.items() if count > 1):
        faults.append(f"twice in the file: {', '.join(twice[:FAULTS_SHOWN])}")
    if faults:
        raise DeniedError("\n".join([f"Nothing is loaded from {path.name}:", *faults[:FAULTS_SHOWN]]))
    return found


def _bill(row: dict[str, str | None]) -> Due:
    reference = BillReference.read(row["reference"] or "")
    number = (row.get("number") or reference).strip()
    if not number.isprintable() or len(number) > NUMBER_LETTERS or None in row:
        raise Misread("error.not_a_reference")
    return Due(reference, number, Money.read(row["amount"] or ""))
