"""The legs that moves of the house's money have at operators, each waiting until a row of a file tells of it, once."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

NOTE: Final = text("""INSERT INTO rail_leg (transfer_id, rail, move, amount, made_at)
    SELECT t.id, :rail, :move, :amount, t.posted_at FROM transfer t WHERE t.id = :transfer""")
AT_RAIL: Final = "operator_float:"
# What no file says any more tells of nothing.
LET_GO: Final = text("""UPDATE rail_leg g SET row_id = NULL FROM settlement_row r
    WHERE r.id = g.row_id AND g.rail = :rail AND NOT r.stands""")
# A row that says what exactly one move did, within two weeks of it, where no other row says it: it tells of that move.
TAKE: Final = text("""WITH pairs AS (
      SELECT g.id AS leg, r.id AS row, count(*) OVER (PARTITION BY g.id) AS rows,
        count(*) OVER (PARTITION BY r.id) AS legs
      FROM rail_leg g JOIN settlement_row r ON r.rail = g.rail AND r.currency = 'XAF' AND r.payment_id IS NULL
        AND r.stands AND r.status = 'succeeded'
        AND g.amount = CASE r.direction WHEN 'collect' THEN r.amount ELSE -r.amount END
        AND r.at BETWEEN g.made_at - interval '14 days' AND g.made_at + interval '14 days'
      WHERE g.rail = :rail AND g.row_id IS NULL AND NOT EXISTS (SELECT FROM rail_leg o WHERE o.row_id = r.id))
    UPDATE rail_leg g SET row_id = p.row FROM pairs p WHERE g.id = p.leg AND p.rows = 1 AND p.legs = 1""")


def note(db: Connection, transfer: UUID, move: str, legs: Sequence[tuple[str, int]]) -> None:
    """Write down what a move did at operators and providers, of the accounts it moved."""
    for account, amount in legs:
        if account.startswith(AT_RAIL):
            rail = account.removeprefix(AT_RAIL)
            db.execute(NOTE, {"transfer": transfer, "rail": rail, "move": move, "amount": -amount})


def match(db: Connection, rail: str) -> None:
    """Have rows of a rail's files tell of moves: each row of one, each move by one."""
    db.execute(LET_GO, {"rail": rail})
    db.execute(TAKE, {"rail": rail})
