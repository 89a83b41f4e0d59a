"""`keys`: who holds which secret, what stands under each pepper, and by which secret each door is used."""

import textwrap
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, text

from cli.machine import open_as_owner
from cli.program import as_typed
from cli.tables import count_columns
from local.wallet_settings import open_as_reader
from wallet.core import clock, peppers
from wallet.core.peppers import Standing
from wallet.core.settings import read_class
from wallet.core.values import space
from workers.anchor import read_last
from workers.anchor_settings import AnchorKeys
from workers.doors import DOORS

HELD: Final = text("SELECT process, host, key, tag, place, first_at, last_at FROM key_held ORDER BY key, process, host")
USES: Final = text("""SELECT door, secret_tag, newest, calls, first_at, last_at, wallet_now() AS now FROM door_use
    ORDER BY door, newest DESC, last_at DESC""")
LIVES: Final = timedelta(minutes=1)  # a process that told of its keys this lately; they tell every ten seconds
NAMED: Final = 100
ANCHOR: Final = (
    "Not in this list: anchor, which only reads, so it tells nothing. It holds MBONGO_ANCHOR_KEYS and"
    " MBONGO_READ_DATABASE_URL: restart it by hand, where it runs, when one of them turns."
)
HOLDERS_COLUMNS: Final = 30  # the least room in which holders go on below one another
SHIFTED: Final = 4  # columns, of a line that goes on
HELD_FORM: Final = "{:<42} {:<11} {:<6} {}"
STANDING_FORM: Final = "{:<8} {:>12} {}"
USES_FORM: Final = "{:<10} {:<10} {:<8} {:>12} {:<18} {}"
HEAD: Final = USES_FORM.format("door", "secret", "is", "calls", "since", "last")


def print_keys(data: Path) -> None:
    """Print what a person who turns a key looks at."""
    with open_as_reader(data) as db:
        held, others = describe(db)
    behind = len(HELD_FORM.format("", "", "", ""))
    print_wrapped(held, behind if count_columns() >= behind + HOLDERS_COLUMNS else SHIFTED)
    print_wrapped(["", *others, "", *describe_anchor()], SHIFTED)


def print_wrapped(lines: Iterable[str], indent: int) -> None:
    """Print lines, those that are too long for the terminal going on behind an indent; in a pipe none is."""
    for line in lines:
        print("\n".join(textwrap.wrap(line, count_columns(), subsequent_indent=" " * indent)))


def move_peppers(data: Path) -> None:
    """Seal under the newest pepper what stands under another, as the database's owner; print how many rows did.

    What could not be is named; then it ends with 1.
    """
    with open_as_owner(data) as (engine, secrets):
        moved = peppers.move(engine, secrets)
    for left in moved.left[:NAMED]:
        print(f"Left as it is: {left}")
    if not moved.found:
        print(f"Nothing to move: all PINs and passwords stand under pepper {secrets.newest}, bound to whom they open.")
        return
    print(f"{space(moved.rows)} of {space(moved.found)} rows (a person's PINs, or a login's password) moved to pepper"
          f" {secrets.newest}; {space(len(moved.left))} remain as they were.")  # fmt: skip
    if moved.left:
        print("Those that remain: give MBONGO_PIN_PEPPER their pepper too, behind the newest, and move again.",
              as_typed("Where it is nowhere, or the row is no hash, its owner resets the PIN (./mbongo person --help),"
                       " or the login is made anew (./mbongo staff add LOGIN)."))  # fmt: skip
        raise SystemExit(1)


def describe(db: Connection) -> tuple[list[str], list[str]]:
    """Return the lines of every key with its holders, and those of every pepper and of every door."""
    told = db.execute(HELD).all()
    newest = {door: sort_tags(of_key)[0] for door in DOORS
              if (of_key := [row for row in told if row.key == DOORS[door].secrets_variable])}  # fmt: skip
    others = [*describe_standing(peppers.count_standing(db)), "", *describe_doors(db, newest)]
    return describe_held(told, clock.now(db)), others


def describe_held(rows: Iterable[Row[Any]], now: datetime) -> list[str]:
    """Return a head, and a line for each secret that a process told of: the newest of its key, or an old one."""
    lines, by_key = [HELD_FORM.format("key", "secret", "is", "held by")], dict[str, list[Row[Any]]]()
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    for key, of_key in by_key.items():
        tags = sort_tags(of_key)
        has_newest = {(row.process, row.host) for row in of_key if row.tag == tags[0] and row.last_at > now - LIVES}
        for tag in tags:
            holders = [row for row in of_key if row.tag == tag]
            which = "newest" if tag == tags[0] else "OLD"
            lines.append(HELD_FORM.format(key, tag, which, name_holders(holders, has_newest, now)))
    return lines


def describe_anchor() -> list[str]:
    """Return what is known here of the process that anchors, which tells nothing: it may write nothing."""
    lines = [ANCHOR]
    path = read_class(AnchorKeys).anchor_file
    if path and (last := read_last(path)):
        at = clock.written(datetime.fromisoformat(last.at))
        lines.append(f"It signed last under key {last.key}, at {at}, as {path} says.")
    return lines


def sort_tags(of_key: list[Row[Any]]) -> list[str]:
    """Return the tags of a key's secrets as processes told of them, the newest first."""
    return sorted({row.tag for row in of_key}, key=lambda tag: _began(of_key, tag), reverse=True)


def _began(of_key: list[Row[Any]], tag: str) -> tuple[datetime, int]:
    """Return when a secret was first seen, and how much it was the one that is used, where two began at once."""
    began = min((row.first_at, row.place) for row in of_key if row.tag == tag)
    return began[0], -began[1]


def name_holders(holders: list[Row[Any]], has_newest: set[tuple[str, str]], now: datetime) -> str:
    """Return the living processes that hold a secret; those that do not hold the newest of its key are said apart."""
    living = [row for row in holders if row.last_at > now - LIVES]
    if not living:
        return f"nobody; last {clock.say_ago(max(row.last_at for row in holders), now)}"
    alone = [f"{row.process} at {row.host}" for row in living if (row.process, row.host) not in has_newest]
    beside = sorted({row.process for row in living if (row.process, row.host) in has_newest})
    return "; ".join(filter(None, [", ".join(beside), f"without the newest: {', '.join(alone)}" if alone else ""]))


def describe_standing(standing: Iterable[Standing]) -> list[str]:
    """Return a head, and a line for all that stands under each pepper."""
    rows = sorted(standing, key=lambda one: (one.pepper, one.what))
    lines = [STANDING_FORM.format(one.pepper, space(one.many), one.what) for one in rows]
    return [STANDING_FORM.format("pepper", "rows", "what stands under it"), *lines]


def describe_doors(db: Connection, newest: Mapping[str, str]) -> list[str]:
    """Return a head, a line for each secret that a door was used with, and the doors that nobody ever came by.

    `newest` are the tags of the newest secrets that processes hold: a new one is that before anybody comes by it.
    """
    rows = db.execute(USES).all()
    lines = [HEAD]
    for row in rows:
        is_newest = row.secret_tag == newest.get(row.door, row.secret_tag if row.newest else "")
        which, calls = "newest" if is_newest else "OLD", space(row.calls)
        since, last = clock.written(row.first_at), clock.say_ago(row.last_at, row.now)
        lines.append(USES_FORM.format(row.door, row.secret_tag, which, calls, since, last))
    used = {row.door for row in rows}
    unused = [door for door in DOORS if door not in used]
    return lines + ([f"Nobody came yet by: {', '.join(unused)}"] if unused else [])
