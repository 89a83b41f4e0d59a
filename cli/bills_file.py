"""A biller's bills as CSV: the columns reference and amount, and number where one reference has many bills."""

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Final

from wallet.business import bills
from wallet.business.bills import Due
from wallet.core.errors import Misread, Problem, Refused
from wallet.core.values import BillReference, Money

BYTES_MAX: Final = 20_000_000
NUMBER_LETTERS: Final = 40
PROBLEMS_SHOWN: Final = 10


def read(path: Path) -> list[Due]:
    """Return every bill of the file. Raises Refused, naming what is wrong line by line, when nothing of it is taken."""
    if path.stat().st_size > BYTES_MAX:
        raise Refused("staff.bills_too_large", file=path.name, most=BYTES_MAX // 1_000_000)
    try:
        lines = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), strict=True)
        rows = [(lines.line_num, row) for row in lines]
    except (UnicodeDecodeError, csv.Error) as unread:
        raise Refused("staff.bills_no_csv", file=path.name, why=str(unread)) from None
    if not {"reference", "amount"} <= set(lines.fieldnames or ()):
        raise Refused("staff.bills_columns", file=path.name)
    found, problems = [], list[Problem]()
    for number, row in rows:
        try:
            found.append(_read_bill(row))
        except Misread as wrong:
            problems.append(Problem(number, wrong.key, wrong.values))
    counted = Counter(one.number for one in found)
    if twice := sorted(number for number, count in counted.items() if count > 1):
        numbers = ", ".join(twice[:PROBLEMS_SHOWN])
        problems.append(Problem("twice in the file", "staff.bills_twice", {"numbers": numbers}))
    if problems:
        raise Refused("staff.bills_wrong", file=path.name, problems=problems[:PROBLEMS_SHOWN])
    return found


def _read_bill(row: dict[str, str | None]) -> Due:
    reference = BillReference.read(row["reference"] or "")
    number = (row.get("number") or reference).strip()
    if not number.isprintable() or len(number) > NUMBER_LETTERS or None in row:
        raise Misread("error.not_a_reference")
    return Due(reference, number, bills.check_amount(Money.read(row["amount"] or "")))
