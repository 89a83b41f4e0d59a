"""The clock: the database's time, so that all machines agree. Only a test database may shift it."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

DOUALA = ZoneInfo("Africa/Douala")
# In SQL: the date in Douala, and when that day began.
TODAY: Final = "(wallet_now() AT TIME ZONE 'Africa/Douala')::date"
DAY_BEGAN: Final = "date_trunc('day', wallet_now(), 'Africa/Douala')"


def now(db: Connection) -> datetime:
    """Return the present moment, UTC, moving on even inside a transaction."""
    moment: datetime = db.execute(text("SELECT wallet_now()")).scalar_one()
    return moment


def written(moment: datetime) -> str:
    """Return a moment as it is written in Douala: "12/11/2026 18:45"."""
    return f"{moment.astimezone(DOUALA):%d/%m/%Y %H:%M}"


def write_utc(moment: datetime) -> str:
    """Return a moment as programs read it (RFC 3339, UTC, milliseconds): "2026-11-12T17:45:00.000Z"."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def in_sql_utc(moment: str) -> str:
    """Return SQL that writes a moment, itself SQL, as write_utc does."""
    return f"""to_char({moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""


def shown(moment: datetime) -> dict[str, str]:
    """Return a moment as people read it in Douala: {"date": "12/11", "time": "18:45"}."""
    local = moment.astimezone(DOUALA)
    return {"date": f"{local:%d/%m}", "time": f"{local:%H:%M}"}


def say_ago(then: datetime, now: datetime) -> str:
    """Return how long ago it was, in the greatest unit that is not nothing."""
    seconds = int((now - then).total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return f"{seconds} s ago"
