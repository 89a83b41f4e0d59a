"""`check`: every invariant of the ledger, on the database that is named, that runs, or that lies in the data folder."""

from pathlib import Path

import sqlalchemy
from sqlalchemy.engine import make_url

from local.wallet_settings import DATABASE_URL, wallet_settings
from wallet.checks import INVARIANTS, check
from wallet.ledger.check import Violation


def print_violations(data: Path) -> int:
    """Print what does not hold, the account first. Returns the exit code. No time-out: a big ledger takes seconds."""
    with wallet_settings(data) as setting:
        engine = sqlalchemy.create_engine(make_url(setting(DATABASE_URL)).set(drivername="postgresql+psycopg"))
        with engine.connect() as db:
            found = check(db)
        engine.dispose()
    for line in describe(found):
        print(line)
    return 1 if found else 0


def describe(found: list[Violation]) -> list[str]:
    """Return the lines a person reads of it."""
    if not found:
        return [f"The ledger holds: {len(INVARIANTS)} invariants, none broken."]
    return [f"BROKEN on {one.account or 'no one account'}: {one.invariant} ({one.detail})" for one in found]
