"""`check`: every invariant of the ledger, on the database that is named, that runs, or that lies in the data folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy
from sqlalchemy.engine import make_url

from local.machine import found_running
from local.migrate import migrate
from local.servers import given, servers, setting
from wallet.ledger.check import INVARIANTS, Violation, check

DATABASE_URL = "MBONGO_DATABASE_URL"


def look(data: Path) -> int:
    """Print what does not hold, the account first; answers the exit code. No time-out: a big ledger takes seconds."""
    with database_url(data) as url:
        engine = sqlalchemy.create_engine(make_url(url).set(drivername="postgresql+psycopg"))
        with engine.connect() as db:
            found = check(db)
        engine.dispose()
    for line in told(found):
        print(line)
    return 1 if found else 0


def told(found: list[Violation]) -> list[str]:
    """What a person reads of it."""
    if not found:
        return [f"The ledger holds: {len(INVARIANTS)} invariants, none broken."]
    return [f"BROKEN on {one.account or 'no one account'}: {one.invariant} ({one.detail})" for one in found]


@contextmanager
def database_url(data: Path) -> Iterator[str]:
    """MBONGO_DATABASE_URL when set; else the database of what runs on the data folder, or that folder's, started."""
    if given(DATABASE_URL):
        yield setting(DATABASE_URL)
    elif running := found_running(data):
        yield running["environment"][DATABASE_URL]
    else:
        with servers(data) as started:
            addresses = started.addresses()
            migrate(addresses["MBONGO_MIGRATE_DATABASE_URL"], addresses[DATABASE_URL])
            yield addresses[DATABASE_URL]
