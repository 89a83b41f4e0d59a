"""Orders that retain money of an account: begun, paid of and lifted by two of staff, each under a name: R12."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core.errors import Refused
from wallet.core.public_ids import write_short_id
from wallet.people.people import shorten_name

MOST: Final = 500
EVERYTHING: Final = 0  # as an amount: what is there, and what comes
SELECTED: Final = """SELECT 'R' || r.id AS name, r.account_id, a.code AS account, r.authority, r.reference,
      r.ordered_on, coalesce(r.amount, 0) AS amount, r.paid, a.balance, a.retained, r.made_at, r.ended_at,
      coalesce(p.name, m.name, 'agent ' || g.code) AS called, coalesce(p.id, m.owner_id, g.person_id)::text AS owner_id,
      m.id::text AS shop_id
    FROM retention r JOIN account a ON a.id = r.account_id LEFT JOIN person p ON p.account_id = a.id
    LEFT JOIN merchant m ON m.account_id = a.id LEFT JOIN agent g ON g.float_id = a.id"""
BEGIN: Final = text("""INSERT INTO retention (account_id, cause, authority, reference, ordered_on, amount, made_at)
    VALUES (:account, 'order', :authority, :reference, :ordered_on, nullif(CAST(:amount AS bigint), 0), wallet_now())
    RETURNING id""")
PAY: Final = text("""UPDATE retention SET paid = paid + :amount,
      ended_at = CASE WHEN paid + :amount = amount THEN wallet_now() END
    WHERE 'R' || id = :name AND ended_at IS NULL""")
LIFT: Final = text("UPDATE retention SET ended_at = wallet_now() WHERE 'R' || id = :name AND ended_at IS NULL")
BEFORE: Final = text("SELECT retained_before(CAST(:id AS bigint))")
# What left an account and waits elsewhere: for a code, a claim, a decision, an operator or a bank.
UNDER_WAY: Final = text("""SELECT coalesce(sum(-e.amount), 0)::bigint
    FROM entry e JOIN transfer t ON t.id = e.transfer_id WHERE e.account_id = :account AND e.amount < 0
    AND EXISTS (SELECT FROM account a WHERE a.id = ANY (t.accounts) AND a.kind IN ('held', 'in_transit'))
    AND NOT EXISTS (SELECT FROM transfer_link l WHERE l.target = t.id)""")


@dataclass(frozen=True)
class Retention:
    """A reason to retain money of an account: R12, its order, and how much of it was paid; 0 is everything.

    `balance` and `retained` are the account's: what stands there, and what must, by all that retains of it.
    """

    name: str
    account_id: int
    account: str
    authority: str
    reference: str
    ordered_on: date | None
    amount: int
    paid: int
    balance: int
    retained: int
    made_at: datetime
    ended_at: datetime | None
    called: str
    owner_id: str
    shop_id: str | None

    @property
    def of(self) -> str:
        """Return whose money it is, as staff see it: people as others see them, with their id."""
        if not self.account.startswith("customer:"):
            return self.called
        return f"{shorten_name(self.called)}, {write_short_id('per', self.owner_id)}"

    @property
    def is_everything(self) -> bool:
        """True where all is retained, what comes too."""
        return self.amount == EVERYTHING


def begin(db: Connection, account: int, authority: str, reference: str, ordered_on: date, amount: int) -> str:
    """Have an order retain an amount of an account, 0 for everything; return its name. Its act is under way."""
    row = {"account": account, "authority": authority, "reference": reference, "ordered_on": ordered_on,
           "amount": amount}  # fmt: skip
    return f"R{db.execute(BEGIN, row).scalar_one()}"


def find_owner(db: Connection, account: int) -> str:
    """Return the id of the person whose account it is, be it of their shop or of their work as an agent."""
    owner = text("""SELECT id::text FROM person WHERE account_id = :account
        UNION ALL SELECT owner_id::text FROM merchant WHERE account_id = :account
        UNION ALL SELECT person_id::text FROM agent WHERE float_id = :account""")
    return str(db.execute(owner, {"account": account}).scalar_one())


def find_same(db: Connection, account: int, authority: str, reference: str) -> str:
    """Return the name of the order that retains of an account already, "" for none."""
    same = text("""SELECT 'R' || id FROM retention WHERE account_id = :account AND ended_at IS NULL
        AND (authority, reference) = (:authority, :reference)""")
    row = {"account": account, "authority": authority, "reference": reference}
    return db.execute(same, row).scalar_one_or_none() or ""


def note_paid(db: Connection, name: str, amount: int) -> None:
    """Note what is paid of an order, which ends when all of it is; the posting comes next."""
    db.execute(PAY, {"name": name, "amount": amount})


def lift(db: Connection, name: str) -> None:
    """End what an order retains."""
    db.execute(LIFT, {"name": name})


def get(db: Connection, name: str) -> Retention:
    """Return the order that is called so (R12). Raises Refused for none, and for what a list retains."""
    found = re.fullmatch(r"[Rr]([0-9]{1,15})", name)
    row = db.execute(
        text(f"{SELECTED} WHERE r.id = :id AND r.cause = 'order'"), {"id": found[1] if found else 0}
    ).one_or_none()
    if row is None:
        raise Refused("staff.no_retention", retention=name)
    return Retention(**row._mapping)


def list_all(db: Connection) -> list[Retention]:
    """Return what retains money now, oldest first, and then what has ended, newest first: 500 at most."""
    listed = text(f"""{SELECTED} WHERE r.cause = 'order'
        ORDER BY r.ended_at IS NOT NULL, r.ended_at DESC, r.id LIMIT :most""")
    return [Retention(**row._mapping) for row in db.execute(listed, {"most": MOST})]


def find_payable(db: Connection, one: Retention) -> int:
    """Return how much of an order can be paid now: what is there of it beyond what came first."""
    before: int = db.execute(BEFORE, {"id": one.name[1:]}).scalar_one()
    there = max(one.balance - before, 0)
    return there if one.is_everything else min(there, one.amount - one.paid)


def sum_under_way(db: Connection, account: int) -> int:
    """Return what left an account and waits: it goes its way, and is retained where it comes back."""
    waiting: int = db.execute(UNDER_WAY, {"account": account}).scalar_one()
    return waiting


@dataclass(frozen=True)
class FreeMoney:
    """An account's balance, of it what must stay (`held`), and what may leave (`free`)."""

    balance: int
    held: int
    free: int


def read_free(db: Connection, account: int) -> FreeMoney:
    """Return what of an account's money may leave."""
    balance, free = ledger.balance(db, account), ledger.available(db, account)
    return FreeMoney(balance, balance - free, free)
