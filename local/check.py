"""`check`: every invariant of the ledger, on the database that is named, that runs, or that lies in the data folder."""

import time
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from local.wallet_settings import name_database, open_as_reader
from wallet.checks import INVARIANTS, check
from wallet.ledger.check import Violation


def print_violations(data: Path, figures: Path | None = None) -> int:
    """Print what does not hold, the account first. Returns the exit code. No time-out: a big ledger takes seconds.

    Whoever watches is told of it by a file of figures, where one is named.
    """
    database = name_database(data)
    with open_as_reader(data) as db:
        found = check(db)
    if figures:
        write_figures(found, figures)
    print("\n".join([f"In {database}:", *describe(found)]))
    return 1 if found else 0


def describe(found: list[Violation]) -> list[str]:
    """Return the lines a person reads of it."""
    if not found:
        return [f"The ledger holds: {len(INVARIANTS)} invariants, none broken."]
    return [f"BROKEN on {one.account or 'no one account'}: {one.invariant} ({one.detail})" for one in found]


def write_figures(found: list[Violation], path: Path) -> None:
    """Write what was found, and when, as Prometheus' node_exporter reads it from its folder of text files."""
    figures = CollectorRegistry()
    broken = Gauge("mbongo_invariants_broken", "Invariants that did not hold when checked last", registry=figures)
    checked = Gauge("mbongo_checked_timestamp_seconds", "When the books were checked last", registry=figures)
    broken.set(len({one.invariant for one in found}))
    checked.set(time.time())
    write_to_textfile(str(path), figures)
