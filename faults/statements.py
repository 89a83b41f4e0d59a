"""Each provider's statement of a run laid beside our books, as staff lay it: which differences it names."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import Connection

from faults.stage import DATABASE, Stage
from local.postgres import OWNER
from wallet.core import database
from wallet.reconciliation import reconciliation
from wallet.reconciliation.discrepancies import list_discrepancies
from wallet.reconciliation.settlement_file import open_file
from wallet.reconciliation.settlement_lines import read_lines
from wallet.staff.actions.correct_books import find_discrepancy

EVER: Final = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class NamedDifferences:
    """The differences that statements name: how much more is there than in our books, and each in words, by rail."""

    more: dict[tuple[str, str], int] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)


def lay_beside(stage: Stage, since: dict[str, int], rails: tuple[str, ...]) -> NamedDifferences:
    """Return what the statements of these providers name; nothing of it is kept."""
    more, words = Counter[tuple[str, str]](), dict[str, list[str]]()
    for rail in rails:
        asked = {"since": str(since[rail])}
        told = stage.session.get(f"{stage.simulator_url}/{rail}/settlement", params=asked, timeout=40)
        with TemporaryDirectory() as folder, forgotten(stage) as db:
            path = Path(folder) / f"{rail}.csv"
            path.write_bytes(told.content)
            file = open_file(path)
            reconciliation.reconcile(db, rail, file, read_lines(file), None)
            reconciliation.judge(db, rail, *EVER)  # our clock was put on: the days that the file spans are not ours
            for one in list(list_discrepancies(db, rail, corrected=False)):
                now = find_discrepancy(db, one.name)
                words.setdefault(rail, []).append(f"{one.kind} {one.reference} {now.ours} {now.theirs}")
                more[rail, one.currency] -= now.ours
                more[rail, one.their_currency] += now.theirs
    return NamedDifferences({where: amount for where, amount in more.items() if amount}, words)


@contextmanager
def forgotten(stage: Stage) -> Iterator[Connection]:
    """Return a connection of the owner for a block of which nothing stays: no login stands for it."""
    engine = database.connect(stage.postgres.url(DATABASE, OWNER), 1)
    try:
        with engine.connect() as db, db.begin() as transaction:
            yield db
            transaction.rollback()
    finally:
        engine.dispose()
