"""Settlement files of operators and providers: what was executed in a day, with mistakes drawn from a seed if asked.

`GET /<operator>/settlement?date=YYYY-MM-DD&discrepancies=SEED`; the same query to `…/settlement/discrepancies` says as
JSON what was put in. A day is a day in Douala; without a date the file holds everything, from the journal's `since` on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, jsonify, request

from simulators.journal import Journaled
from simulators.operator_books import JournalEntry
from simulators.operators import FileWords
from simulators.providers.money import write_decimal

DOUALA: Final = ZoneInfo("Africa/Douala")
COLUMNS: Final = (
    "operator_id",
    "our_reference",
    "order",
    "direction",
    "amount",
    "currency",
    "number",
    "status",
    "time",
)
PLACES: Final = {"XAF": 0, "EUR": 2, "USD": 2, "PLN": 2}
MISSING: Final = "missing"  # executed, not in the file
EXTRA: Final = "extra"  # in the file, never executed
AMOUNT: Final = "amount"
STATUS: Final = "status"
DUPLICATE: Final = "duplicate"
CLASSES: Final = (MISSING, AMOUNT, STATUS, DUPLICATE, EXTRA)


@dataclass(frozen=True)
class Discrepancy:
    """One mistake put into a file: its class, its row, what the file says and what is true."""

    kind: str
    our_reference: str
    operator_id: str
    file: str | None
    truth: str | None


def row(words: FileWords, entry: JournalEntry) -> dict[str, str]:
    """Return one executed operation as a row of the operator's file; a refund under its own name, where it has one."""
    reference, order = (entry.named, "") if entry.named else (entry.reference, entry.order)
    return {
        "operator_id": entry.id, "our_reference": reference, "order": order, "direction": entry.direction,
        "amount": write_decimal(entry.amount, PLACES[entry.currency]), "currency": entry.currency,
        "number": words.number(entry.phone), "status": words.done,
        "time": datetime.fromisoformat(entry.executed_at).astimezone(DOUALA).isoformat(timespec="seconds"),
    }  # fmt: skip


class Settled(Protocol):
    """Whoever writes such files: its name, its words, and its books."""

    name: str
    file_words: FileWords

    @property
    def books(self) -> Journaled:
        """Books with the journal of what was executed."""


def rows(operator: Settled, date: str | None, since: int = 0) -> list[dict[str, str]]:
    """Return the operations executed on that day in Douala, or ever, in their order."""
    all_rows = [row(operator.file_words, entry) for entry in operator.books.journal[since:]]
    return [one for one in all_rows if date is None or one["time"].startswith(date)]


def spoil(true_rows: list[dict[str, str]], seed: str, each: int) -> tuple[list[dict[str, str]], list[Discrepancy]]:
    """Return the file with `each` mistakes of every class, as far as there are rows for them, and the mistakes."""
    chance = Random(f"{seed}:settlement")
    chosen = chance.sample(range(len(true_rows)), min(len(true_rows), 4 * each))
    kinds = {index: CLASSES[place % 4] for place, index in enumerate(chosen)}
    file: list[dict[str, str]] = []
    found: list[Discrepancy] = []

    def note(kind: str, of: dict[str, str], in_file: str | None, truth: str | None) -> None:
        found.append(Discrepancy(kind, of["our_reference"], of["operator_id"], in_file, truth))

    for index, true in enumerate(true_rows):
        kind, said = kinds.get(index), dict(true)
        if kind == MISSING:
            note(MISSING, true, None, true["amount"])
            continue
        if kind == AMOUNT:
            said["amount"] = str(Decimal(true["amount"]) + chance.choice((-1, 1, 100)))
            note(AMOUNT, true, said["amount"], true["amount"])
        elif kind == STATUS:
            said["status"] = "FAILED"
            note(STATUS, true, said["status"], true["status"])
        elif kind == DUPLICATE:
            file.append(said)
            note(DUPLICATE, true, "2", "1")
        file.append(said)
    for _ in range(each if true_rows else 0):
        extra = {**chance.choice(true_rows)}
        extra["operator_id"] = f"X{chance.getrandbits(40):012d}"
        extra["our_reference"] = extra["order"] = f"{chance.getrandbits(128):032x}"
        file.insert(chance.randrange(len(file) + 1), extra)
        note(EXTRA, extra, extra["amount"], None)
    return file, found


def write(file: list[dict[str, str]]) -> str:
    """Return the rows as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(file)
    return text.getvalue()


def blueprint(operators: Iterable[Settled]) -> Blueprint:
    """Serve `GET /<operator>/settlement` and `…/settlement/discrepancies`; `each=N` mistakes of every class (1)."""
    routes = Blueprint("settlement", __name__)
    known = {operator.name: operator for operator in operators}

    def made(name: str) -> tuple[list[dict[str, str]], list[Discrepancy]]:
        if name not in known:
            abort(404)
        since = max(request.args.get("since", default=0, type=int), 0)
        true_rows = rows(known[name], request.args.get("date"), since)
        seed = request.args.get("discrepancies", "none")
        if seed == "none":
            return true_rows, []
        return spoil(true_rows, f"{seed}:{name}", max(request.args.get("each", default=1, type=int), 0))

    @routes.get("/<name>/settlement")
    def file(name: str) -> Response:
        return Response(write(made(name)[0]), content_type="text/csv; charset=utf-8")

    @routes.get("/<name>/settlement/discrepancies")
    def discrepancies(name: str) -> Response:
        found: list[dict[str, Any]] = [asdict(one) for one in made(name)[1]]
        return jsonify(found)

    return routes
