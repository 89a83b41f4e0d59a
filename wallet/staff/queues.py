"""Count what waits for a person, queue by queue: how much, since when, and how much of it nobody has taken.

Each thing waits under a name that staff say (C17, D5, L12, a payment's reference), and is taken by it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.cases.cases import APART
from wallet.payments.rails import RAILS
from wallet.payouts.bookings import IS_UNBOOKED
from wallet.payouts.payout_files import WAITS_FOR_A_FILE
from wallet.reconciliation.bank_lines import WAITS
from wallet.reconciliation.discrepancies import UNRESOLVED
from wallet.staff import permissions

NAME_LETTERS: Final = 60


class Queue(NamedTuple):
    """A queue: its name, the command that reads it, and SQL of the name and time of each that waits.

    What is `taken_apart` is taken by an act of its own, for none but its readers may know that it waits.
    """

    name: str
    read_by: str
    waiting: str
    taken_apart: bool = False


SWITCHED_OFF: Final = ", ".join(f"'{rail.name}'" for rail in RAILS.values() if rail.off_at_first)
# What has no name waits all the same, and nobody takes it.
QUEUES: Final = (
    Queue("review", "payments",
          "SELECT reference, changed_at FROM payment WHERE state = 'review'"),
    Queue("cases", "case",
          f"SELECT 'C' || number, opened_at FROM case_file WHERE state = 'open' AND kind NOT IN ({APART})"),  # noqa: S608
    Queue("alerts", "alert",
          "SELECT 'C' || number, opened_at FROM case_file WHERE state = 'open' AND kind = 'alert'", taken_apart=True),
    Queue("hits", "sanctions",
          "SELECT NULL, found_at FROM sanction_hit WHERE state = 'open'"),
    Queue("discrepancies", "reconcile",
          f"SELECT 'D' || id, found_at FROM discrepancy WHERE state IN {UNRESOLVED}"),  # noqa: S608
    Queue("payouts", "bank",
          f"SELECT NULL, p.created_at FROM {WAITS_FOR_A_FILE}"),  # noqa: S608
    Queue("bookings", "bank",
          f"""SELECT NULL, f.imported_at FROM bank_line l JOIN bank_file f ON f.id = l.file_id
            WHERE {IS_UNBOOKED}"""),  # noqa: S608
    Queue("documents", "merchant",
          """SELECT 'doc_' || replace(d.id::text, '-', ''), d.sent_at FROM business_document d
            JOIN merchant m ON m.id = d.merchant_id WHERE d.state = 'asked' AND m.until IS NULL"""),
    Queue("bank_lines", "bank",
          f"""SELECT 'L' || b.id, f.imported_at FROM bank_line b JOIN bank_file f ON f.id = b.file_id
            LEFT JOIN case_file k ON k.id = b.case_id AND k.state = 'open' WHERE {WAITS}"""),  # noqa: S608
    Queue("moves", "bank",
          """SELECT 'M' || id, made_at FROM bank_leg
            WHERE line_id IS NULL AND made_at < wallet_now() - interval '3 days'"""),
    Queue("operators", "operator",
          f"""SELECT NULL, changed_at FROM operator WHERE CASE WHEN maintenance THEN rail NOT IN ({SWITCHED_OFF})
            ELSE down_until > wallet_now() OR failures > 0 END"""),  # noqa: S608
)  # fmt: skip
COUNT: Final = text(" UNION ALL ".join(
    f"""SELECT {place} AS place, count(*) AS many, min(w.since) AS since,
      count(*) FILTER (WHERE w.name IS NOT NULL AND t.name IS NULL) AS untaken
      FROM ({queue.waiting}) w (name, since) LEFT JOIN taken t ON t.name = w.name"""  # noqa: S608 - constants
    for place, queue in enumerate(QUEUES)
))  # fmt: skip
EACH: Final = " UNION ALL ".join(f"({queue.waiting})" for queue in QUEUES if not queue.taken_apart)
FIND: Final = text(f"SELECT w.name FROM ({EACH}) w (name, since) WHERE lower(w.name) = lower(:name) LIMIT 1")  # noqa: S608


@dataclass(frozen=True)
class WaitingQueue:
    """A queue as it stands: how much waits, since when at the earliest, and how much of it nobody has taken."""

    queue: Queue
    count: int
    since: datetime | None
    untaken: int


def count_waiting(db: Connection, login: str) -> list[WaitingQueue]:
    """Return every queue that the role of a login reads as it stands, in the order of QUEUES."""
    known = permissions.list_read(db, login)
    found = sorted(db.execute(COUNT).all(), key=lambda row: row.place)
    every = [WaitingQueue(QUEUES[row.place], row.many, row.since, row.untaken) for row in found]
    return [one for one in every if permissions.reads(known, one.queue.read_by)]


def find_waiting(db: Connection, name: str) -> str | None:
    """Return the name of what waits and is called so, in whatever letters; None for nothing."""
    found: str | None = db.execute(FIND, {"name": name[:NAME_LETTERS]}).scalar_one_or_none()
    return found
