"""Callbacks of operators: kept as they came, and taken for a hint to ask, never for news."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, text

from wallet.payments import payments

AT_ONCE: Final = 500
PARKED: Final = "10 minutes"  # a callback may come before the payment it names is committed


# It need not have reached the disk when it is answered: a crash that loses a hint leaves the poll at its usual time.
KEEP: Final = """INSERT INTO callback_in (id, rail, body, heard_at)
    SELECT uuidv7(), %s, %s, wallet_now() FROM set_config('synchronous_commit', 'off', true)"""


def keep(db: Connection, rail: str, body: bytes) -> None:
    """Keep a callback: one statement, and the only thing done before it is answered."""
    db.exec_driver_sql(KEEP, (rail, body))


def read_waiting(db: Connection, rail: str, read: Callable[[bytes], str]) -> int:
    """Ask now about every payment a waiting callback names; one that names none yet waits ten minutes."""
    rows = db.execute(
        text("""SELECT id, body, heard_at < wallet_now() - CAST(:parked AS interval) AS old FROM callback_in
            WHERE rail = :rail AND state = 'waiting' ORDER BY heard_at LIMIT :most FOR UPDATE SKIP LOCKED"""),
        {"rail": rail, "most": AT_ONCE, "parked": PARKED},
    ).all()
    hints = {row.id: read(bytes(row.body)) for row in rows}
    named = payments.ask_now(db, rail, list(hints.values()))
    states = {
        row.id: "matched" if hints[row.id] in named else "unmatched"
        for row in rows
        if hints[row.id] in named or not hints[row.id] or row.old
    }
    for state in ("matched", "unmatched"):
        ids = [id_ for id_, one in states.items() if one == state]
        db.execute(text("UPDATE callback_in SET state = :state WHERE id = ANY(:ids)"), {"state": state, "ids": ids})
    return len(states)
