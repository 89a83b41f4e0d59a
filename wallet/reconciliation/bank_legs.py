"""The legs that moves of the house's money have at banks, each waiting until a line of a statement tells of it: M12."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet.reconciliation.bank_lines import BankLine
from wallet.reconciliation.numbered_names import read_number

NOTE: Final = text("""INSERT INTO bank_leg (transfer_id, account_id, move, amount, made_at, line_id)
    SELECT t.id, b.id, :move, :amount, t.posted_at, :line FROM bank_account b, transfer t
    WHERE 'bank:' || b.rib = :account AND t.id = :transfer""")
SELECTED: Final = """SELECT 'M' || g.id AS name, g.move, b.title AS bank, g.amount, g.made_at,
      extract(day FROM wallet_now() - g.made_at)::int AS days, coalesce(n.by_login, '') AS taken_by
    FROM bank_leg g JOIN bank_account b ON b.id = g.account_id LEFT JOIN taken n ON n.name = 'M' || g.id"""
UNSEEN: Final = text(f"{SELECTED} WHERE g.line_id IS NULL ORDER BY g.id LIMIT :most")
TAKE: Final = text("""UPDATE bank_leg g SET line_id = b.id FROM bank_line b
    WHERE g.id = :leg AND g.line_id IS NULL AND b.id = :line AND b.state = 'open'
    AND (b.account_id, b.amount) = (g.account_id, g.amount)""")
TOLD: Final = text("SELECT EXISTS (SELECT FROM bank_leg WHERE line_id = :line)")
MOST: Final = 500


@dataclass(frozen=True)
class BankLeg:
    """The leg of a move at a bank, of which no statement told yet: above zero it came in; how many days ago."""

    name: str
    move: str
    bank: str
    amount: int
    made_at: datetime
    days: int
    taken_by: str


def note(db: Connection, transfer: UUID, move: str, legs: Sequence[tuple[str, int]], line: int | None = None) -> None:
    """Write down what a move did at banks, of the accounts it moved; by the line that tells of it, where one does."""
    for account, amount in legs:
        if account.startswith("bank:"):
            row = {"transfer": transfer, "move": move, "account": account, "amount": -amount, "line": line}
            db.execute(NOTE, row)


def list_unseen(db: Connection) -> Iterator[BankLeg]:
    """Yield what no statement told of yet, oldest first: 500 at most."""
    for row in db.execute(UNSEEN, {"most": MOST}):
        yield BankLeg(**row._mapping)


def take(db: Connection, line: BankLine, name: str) -> bool:
    """Note that a line tells of what a move did (M12); False where it does not say the very same."""
    leg = read_number(name.upper(), "M") or 0
    return bool(db.execute(TAKE, {"leg": leg, "line": line.id}).rowcount)


def is_told(db: Connection, line: BankLine) -> bool:
    """Return True for a line that tells of a move."""
    return bool(db.execute(TOLD, {"line": line.id}).scalar_one())
