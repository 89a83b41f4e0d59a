"""`doors`: by which secret each door is used, and whether anybody still needs an old one."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, text

from local.wallet_settings import open_as_reader
from workers.doors import DOORS

USES = text("""SELECT door, secret_tag, newest, calls, first_at, last_at, wallet_now() AS now FROM door_use
    ORDER BY door, newest DESC, last_at DESC""")
FORM = "{:<10} {:<10} {:<8} {:>12} {:<18} {}"
HEAD = FORM.format("door", "secret", "", "calls", "since (UTC)", "last")


def print_doors(data: Path) -> None:
    """Print a line for each door and secret that was ever used there; the web app notes it every ten seconds."""
    with open_as_reader(data) as db:
        lines = describe(db)
    for line in lines:
        print(line)


def describe(db: Connection) -> list[str]:
    """Return what a person reads: a head, a line for each secret, and the doors that nobody ever came by."""
    rows = db.execute(USES).all()
    lines = [HEAD]
    for row in rows:
        which, calls = "newest" if row.newest else "OLD", f"{row.calls:,}".replace(",", " ")
        since, last = f"{row.first_at:%Y-%m-%d %H:%M}", say_ago(row.last_at, row.now)
        lines.append(FORM.format(row.door, row.secret_tag, which, calls, since, last))
    used = {row.door for row in rows}
    unused = [door for door in DOORS if door not in used]
    return lines + ([f"Nobody came yet by: {', '.join(unused)}"] if unused else [])


def say_ago(then: datetime, now: datetime) -> str:
    """Return how long ago it was, in the greatest unit that is not nothing."""
    seconds = int((now - then).total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return f"{seconds} s ago"
