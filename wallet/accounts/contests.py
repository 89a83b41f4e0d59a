"""Contested payments: what a person gave and may contest, and how much of it nobody has taken back yet.

The money that is still with the receiver is held (contest_payment.py) until two members of staff decide
(wallet/staff/actions/decide_contest.py). What undoes something can itself not be undone.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.business import refunds
from wallet.core.errors import Refused
from wallet.operations.movements import MAY_CONTEST
from wallet.operations.taken_back import sum_taken_back
from wallet.people import people

MOST_OPEN: Final = 3  # a human's contests undecided at the same time


@dataclass(frozen=True)
class ContestablePayment:
    """An outgoing payment that may be contested, as the screen shows it. `account_id` is where the money went.

    Of a shop, `name` is the shop's and `phone` the till's code: its owner is nobody's business. `held`: francs of it
    that are still there to hold; `hours`: within how many staff decide.
    """

    transfer: str
    reference: str
    account_id: int
    person_id: str
    name: str
    phone: str
    amount: int
    held: int
    hours: int


GIVEN: Final = text(f"""SELECT m.reference, e.account_id, m.receiver_id::text AS person_id, o.name,
    COALESCE(f.number, '') AS number, s.name AS shop, m.till, m.amount
    FROM movement m JOIN transfer t ON t.id = m.transfer_id JOIN person o ON o.id = m.receiver_id
    JOIN LATERAL unnest(t.accounts, t.amounts, t.balances) e (account_id, amount, balance)
      ON e.amount > 0 AND e.balance IS NOT NULL  -- it went to an account of a person's, not to one of ours
    LEFT JOIN merchant s ON s.id = m.merchant_id LEFT JOIN phone f ON f.person_id = o.id AND f.until IS NULL
    WHERE m.transfer_id = CAST(:transfer AS uuid) AND m.giver_id = :giver AND {MAY_CONTEST}""")  # noqa: S608 - constants


HOURS: Final = text("""SELECT hours FROM promise WHERE name = 'contest' AND since <= wallet_now()
    ORDER BY since DESC LIMIT 1""")


def find_given(db: Connection, person_id: str, transfer: str) -> ContestablePayment:
    """Return what a person gave. Raises Refused when it can be contested no more, or too many are."""
    refuse_many(db, person_id)
    row = db.execute(GIVEN, {"transfer": transfer, "giver": person_id}).one_or_none()
    if row is None:
        raise Refused("refusal.contest_too_late")
    name, phone = (row.shop, row.till) if row.shop else (people.shorten_name(row.name), row.number)
    paid = refunds.find_incoming(db, transfer)
    held = paid.find_most(ledger.available(db, row.account_id)) if paid else 0
    hours = db.execute(HOURS).scalar_one()
    return ContestablePayment(
        transfer, row.reference, row.account_id, row.person_id, name, phone, row.amount, held, hours
    )


def refuse_many(db: Connection, person_id: str) -> None:
    """Raise Refused for a human who has as many undecided contests as anybody may, with all their wallets."""
    undecided = text("""SELECT count(*) FROM person h JOIN contest k ON k.giver_id = h.id WHERE k.state = 'open'
        AND h.human_id = (SELECT human_id FROM person WHERE id = CAST(:id AS uuid))""")
    if db.execute(undecided, {"id": person_id}).scalar_one() >= MOST_OPEN:
        raise Refused("refusal.contests_open")


def count_left(db: Connection, transfer: UUID, amount: int) -> int:
    """Return how much of an operation's amount nobody has taken back yet, nor is on its way back, in francs."""
    return max(amount - sum_taken_back(db, transfer), 0)
