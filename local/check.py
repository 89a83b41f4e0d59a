"""`check`: every invariant of the ledger, on the database that is named, that runs, or that lies in the data folder."""

from pathlib import Path

from local.wallet_settings import name_database, open_as_reader
from wallet.checks import INVARIANTS, check
from wallet.ledger.check import Violation


def print_violations(data: Path) -> int:
    """Print what does not hold, the account first. Returns the exit code. No time-out: a big ledger takes seconds."""
    database = name_database(data)
    with open_as_reader(data) as db:
        found = check(db)
    print("\n".join([f"In {database}:", *describe(found)]))
    return 1 if found else 0


def describe(found: list[Violation]) -> list[str]:
    """Return the lines a person reads of it."""
    if not found:
        return [f"The ledger holds: {len(INVARIANTS)} invariants, none broken."]
    return [f"BROKEN on {one.account or 'no one account'}: {one.invariant} ({one.detail})" for one in found]
