"""`status`: one screen that says whether people can pay now, and where it stands if not, by the gauges' questions."""

from pathlib import Path
from typing import Final

import click
import requests
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from cli.program import as_typed
from local.machine import find_running
from local.servers import DATABASE_URLS, is_given, read_setting
from local.status_lines import PAUSED, STOPPED, TROUBLE, WELL, Seen, StatusLine, list_lines, say_verdict
from wallet.core.database import connect_unbounded
from wallet.core.roles import url_variable
from wallet.payments.operators import list_operators
from web.gauges import read_gauges

HEALTH: Final = "http://127.0.0.1:8386"  # where `serve` tells it, if nothing else is said
WAIT_SECONDS: Final = 5
COLUMNS, PART_COLUMNS, STEPS_MOST = 80, 17, 3
BOUND: Final = text("SET LOCAL statement_timeout = '5s'")
TAKES_WRITES: Final = text(
    "SELECT NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'off'"
)
APPROVALS: Final = text("""SELECT count(*) FROM staff_request r
    WHERE asked_at > wallet_now() - interval '24 hours' AND is_open_request(r)""")


def print_status(data: Path, health: str) -> int:
    """Print the screen. Returns 0 where people can pay and nothing is in trouble, else 1."""
    health, database_url = find_addresses(data, health)
    seen = look(ask_ready(health), database_url)
    lines = list_lines(seen)
    print("\n".join(draw(lines)))
    return 0 if all(line.state in (WELL, PAUSED) for line in lines) else 1


def find_addresses(data: Path, health: str) -> tuple[str, str]:
    """Return where to ask: those that are given, else those of what runs on a folder. Raises ClickException."""
    variable = url_variable("read")
    if any(map(is_given, DATABASE_URLS)):
        return health or HEALTH, read_setting(variable)
    if running := find_running(data):
        found = running["environment"].get(variable)
        return health or running["addresses"]["health_url"], found or read_setting(variable)
    raise click.ClickException(f"Nothing runs on {data}, so nobody can pay. Begin with: {as_typed('./mbongo up')}")


def ask_ready(health: str) -> str:
    """Return what /readyz answers; "" where nobody does."""
    try:
        return requests.get(f"{health.rstrip('/')}/readyz", timeout=WAIT_SECONDS).text.strip()
    except requests.RequestException:
        return ""


def look(ready: str, database_url: str) -> Seen:
    """Return what is seen in the database, as reports read, beside what `serve` says of itself."""
    engine = connect_unbounded(database_url, WAIT_SECONDS)
    try:
        with engine.connect() as db:
            return read(db, ready)
    except SQLAlchemyError:
        return Seen(ready)
    finally:
        engine.dispose()


def read(db: Connection, ready: str) -> Seen:
    """Return what is seen in a database."""
    db.execute(BOUND)
    gauges = {name: dict(values) for name, values in read_gauges(db).items()}
    takes_writes = bool(db.execute(TAKES_WRITES).scalar_one())
    return Seen(ready, gauges, tuple(list_operators(db)), takes_writes, db.execute(APPROVALS).scalar_one())


def draw(lines: list[StatusLine]) -> list[str]:
    """Return the screen: what it comes to, a line a part, and the first steps; it has 24 lines of 80 columns."""
    steps = [line for state in (STOPPED, TROUBLE) for line in lines if line.state == state and line.do][:STEPS_MOST]
    drawn = [say_verdict(lines), "", *(f" {line.state:>2}  {line.part:{PART_COLUMNS}} {line.said}" for line in lines)]
    if steps:
        drawn += ["", *(f"{'Do first:' if step is steps[0] else 'Then:':9} {step.do}" for step in steps)]
    return [cut(line) for line in drawn]


def cut(line: str) -> str:
    """Return a line as long as a screen is wide."""
    return line if len(line) <= COLUMNS else f"{line[: COLUMNS - 1]}…"
