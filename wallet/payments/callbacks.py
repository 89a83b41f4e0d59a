"""Callbacks of operators: kept as they came, and taken for a hint to ask, never for news."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.payments import payments

AT_ONCE: Final = 500
PARKED: Final = timedelta(minutes=10)  # a callback may come before the payment it names is committed

# It need not have reached the disk when it is answered: a crash that loses a hint leaves the poll at its usual time.
KEEP: Final = """INSERT INTO callback_in (id, rail, body, heard_at)
    SELECT gen_random_uuid(), %s, %s, wallet_now() FROM set_config('synchronous_commit', 'off', true)"""


def keep(db: Connection, rail: str, body: bytes) -> None:
    """Keep a callback: one statement, and the only thing done before it is answered."""
    db.exec_driver_sql(KEEP, (rail, body))


HEARD: Final = text("""SELECT id, body FROM callback_in WHERE rail = :rail AND state = 'waiting'
    ORDER BY heard_at DESC LIMIT :most FOR UPDATE SKIP LOCKED""")
STILL_PARKED: Final = text("""SELECT id, hint FROM callback_in WHERE rail = :rail AND state = 'parked'
    ORDER BY heard_at DESC LIMIT :most FOR UPDATE SKIP LOCKED""")
PARK: Final = text("""UPDATE callback_in c SET state = CASE hint.named WHEN '' THEN 'unmatched' ELSE 'parked' END,
    hint = hint.named FROM unnest(CAST(:ids AS uuid[]), CAST(:hints AS text[])) AS hint (id, named)
    WHERE c.id = hint.id""")
MATCH: Final = text("UPDATE callback_in SET state = 'matched' WHERE id = ANY(CAST(:ids AS uuid[]))")
DROP: Final = text("""UPDATE callback_in SET state = 'unmatched'
    WHERE rail = :rail AND state = 'parked' AND heard_at <= wallet_now() - :parked""")


def read_waiting(db: Connection, rail: str, read: Callable[[bytes], str]) -> int:
    """Ask now about every payment that a callback names; returns how many were read, the newest first.

    One that names no payment of ours is parked, out of the way of others: what it names is looked for with theirs, for
    ten minutes.
    """
    db.execute(DROP, {"rail": rail, "parked": PARKED})
    asked = {"rail": rail, "most": AT_ONCE}
    heard = {row.id: read(bytes(row.body)) for row in db.execute(HEARD, asked)}
    parked = {row.id: row.hint for row in db.execute(STILL_PARKED, asked)}
    named = payments.ask_now(db, rail, list({*heard.values(), *parked.values()}))
    matched = [id_ for id_, hint in (heard | parked).items() if hint in named]
    db.execute(MATCH, {"ids": matched})
    unknown = {id_: hint for id_, hint in heard.items() if hint not in named}
    db.execute(PARK, {"ids": list(unknown), "hints": list(unknown.values())})
    return len(heard)
