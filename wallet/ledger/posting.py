"""The ledger's face: accounts, transfers and entries. post() is the only code that moves a balance.

Everything is decided in wallet/ledger/functions.sql, by functions the app's role may only execute; here are its types.
Amounts are whole francs (XAF), signed: a credit to a person is positive.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

Outcome = Literal["posted", "already", "clash", "refused"]
Answer = Sequence[Any]  # outcome, account_id, reason, balances
MAX_BIGINT: Final = 2**63 - 1
# For the driver as they are: SQLAlchemy's own binding of a text() is felt on the money path.
POST_ONE: Final = """
    SELECT outcome, account_id, reason, balances FROM post_transfer(
      %s, %s, CAST(%s AS uuid), CAST(%s AS uuid), CAST(%s AS bigint[]), CAST(%s AS bigint[]))"""
POST_MANY: Final = """
    SELECT outcome, account_id, reason, balances FROM post_transfers(
      CAST(%s AS text[]), CAST(%s AS text[]), CAST(%s AS uuid[]), CAST(%s AS uuid[]),
      CAST(%s AS int[]), CAST(%s AS bigint[]), CAST(%s AS bigint[]))"""
OURS: Final[WeakKeyDictionary[Engine, dict[str, int]]] = WeakKeyDictionary()
BALANCE: Final = text("""
    SELECT balance + CASE WHEN accrued THEN
      (SELECT coalesce(sum(amount), 0)::bigint FROM accrual_due WHERE account_id = account.id) ELSE 0 END
    FROM account WHERE id = :account""")
HISTORY: Final = text("""
    SELECT e.seq, e.transfer_id, t.kind, t.posted_at, e.amount, e.balance_after
    FROM entry e JOIN transfer t ON t.id = e.transfer_id
    WHERE e.account_id = :account AND e.seq < :before_seq ORDER BY e.seq DESC LIMIT :limit""")


class NotClosedError(Exception):
    """An account stays open: it is unknown_account, accrued, or has balance_left."""

    def __init__(self, account: int, reason: str) -> None:
        super().__init__(f"account {account} is not closed: {reason}")
        self.reason = reason


class Entry(NamedTuple):
    """What a transfer does to one account: `amount` is signed and never zero."""

    account: int
    amount: int


@dataclass(frozen=True)
class Transfer:
    """One balanced posting to ask for: entries on different accounts, summing to zero.

    `key` makes it happen once. `undoes` names the transfer it takes back, in whole or in part; `ends` the one
    whose waiting money it pays on or returns, which only one transfer may do.
    """

    key: str
    kind: str
    entries: tuple[Entry, ...]
    undoes: UUID | None = None
    ends: UUID | None = None


@dataclass(frozen=True)
class Posting:
    """What became of a transfer.

    `posted`; `already` (this key and content were posted before, nothing done now); `clash` (this key was
    posted with other content); `refused`, with the reason and, where one is to blame, the account. Reasons:
    unknown_account, closed, floor, amount (zero, or above 10^15), account_twice, unbalanced,
    unknown_transfer, already_ended, already_undone, undoes_an_undoing, undone_too_much.
    """

    outcome: Outcome
    transfer: UUID
    account: int | None
    reason: str | None
    balances: dict[int, int] = field(default_factory=dict)  # of its ordinary accounts, right after it


class HistoryLine(NamedTuple):
    """One entry as its account's owner sees it."""

    seq: int
    transfer: UUID
    kind: str
    posted_at: datetime
    amount: int
    balance_after: int


def transfer_id(key: str) -> UUID:
    """The id of the transfer of this key: the first half of its SHA-256, as functions.sql computes it."""
    return UUID(bytes=hashlib.sha256(key.encode()).digest()[:16])


def post(db: Connection, transfers: Sequence[Transfer]) -> list[Posting]:
    """Post in order, each seeing those before it; one outcome for each, and a refusal stops no other.

    Raises OperationalError (40001, 40P01) when all must be done again, as database.in_transaction does.
    """
    legs = [sorted(transfer.entries) for transfer in transfers]
    answers = _post_one(db, transfers[0], legs[0]) if len(transfers) == 1 else _post_many(db, transfers, legs)
    return [
        Posting(outcome, transfer_id(asked.key), account, reason, _by_account(asked_legs, balances))
        for asked, asked_legs, (outcome, account, reason, balances) in zip(transfers, legs, answers, strict=True)
    ]


def _by_account(legs: Sequence[Entry], balances: Sequence[int | None] | None) -> dict[int, int]:
    """Only ordinary accounts have a balance to tell, and only what was posted has moved it."""
    if balances is None:
        return {}
    return {leg.account: after for leg, after in zip(legs, balances, strict=True) if after is not None}


def _post_one(db: Connection, transfer: Transfer, legs: Sequence[Entry]) -> Iterable[Answer]:
    """Straight on the driver's cursor, SQLAlchemy's way to a stored function: its own result costs a tenth more."""
    accounts, amounts = _array(leg.account for leg in legs), _array(leg.amount for leg in legs)
    asked = (transfer.key, transfer.kind, transfer.undoes, transfer.ends, accounts, amounts)
    if not db.in_transaction():
        db.begin()  # as SQLAlchemy does at a statement of its own: what is posted is committed, or undone, with db
    try:
        rows: Sequence[Answer] = db.connection.cursor().execute(POST_ONE, asked).fetchall()
    except psycopg.Error as failed:
        raise DBAPIError.instance(None, None, failed, psycopg.Error) from failed
    return rows


def _post_many(db: Connection, transfers: Sequence[Transfer], legs: Sequence[Sequence[Entry]]) -> Iterable[Answer]:
    numbered = [(item, *leg) for item, item_legs in enumerate(legs, 1) for leg in item_legs]
    asked = (
        [transfer.key for transfer in transfers],
        [transfer.kind for transfer in transfers],
        [transfer.undoes for transfer in transfers],
        [transfer.ends for transfer in transfers],
        _array(item for item, _, _ in numbered),
        _array(account for _, account, _ in numbered),
        _array(amount for _, _, amount in numbered),
    )
    return db.exec_driver_sql(POST_MANY, asked)


def _array(numbers: Iterable[int]) -> str:
    """An array as PostgreSQL reads it: on the money path the driver's lists cost more than the posting's SQL."""
    return "{" + ",".join(map(str, numbers)) + "}"


def open_account(db: Connection, code: str, kind: str) -> int:
    """The account of this code, opened now if there is none. Raises DBAPIError if it is of another kind."""
    opened = db.execute(text("SELECT open_account(:code, :kind)"), {"code": code, "kind": kind})
    account: int = opened.scalar_one()
    return account


def close_account(db: Connection, account: int) -> None:
    """Nothing goes in or out any more; closing twice is closing once.

    Raises NotClosedError: whoever closes has emptied it first, so no sentence says this to anybody.
    """
    reason = db.execute(text("SELECT close_account(:account)"), {"account": account}).scalar_one()
    if reason is not None:
        raise NotClosedError(account, reason)


def roll_up(db: Connection) -> int:
    """Fold what is due into the balances of accrued accounts; answers how many rows were folded."""
    rows: int = db.execute(text("SELECT roll_up()")).scalar_one()
    return rows


def balance(db: Connection, account: int) -> int:
    """What the account holds now, what is still to be rolled up included. Raises NoResultFound."""
    francs: int = db.execute(BALANCE, {"account": account}).scalar_one()
    return francs


def accounts(db: Connection, kinds: Sequence[str]) -> dict[str, int]:
    """The ids of all accounts of these kinds, by code: for the house's own, of which there are few."""
    found = db.execute(text("SELECT code, id FROM account WHERE kind = ANY(:kinds)"), {"kinds": list(kinds)})
    return {row.code: row.id for row in found}


def account_named(db: Connection, code: str) -> int:
    """The id of the account of this code. Raises NoResultFound."""
    account: int = db.execute(text("SELECT id FROM account WHERE code = :code"), {"code": code}).scalar_one()
    return account


def ours(db: Connection, code: str) -> int:
    """The id of an account of the house, which never changes: it is asked for once. Raises NoResultFound."""
    known = OURS.setdefault(db.engine, {})
    if code not in known:
        known[code] = account_named(db, code)
    return known[code]


def history(db: Connection, account: int, before_seq: int | None, limit: int) -> list[HistoryLine]:
    """The newest entries of an ordinary account, newest first; for the next page give the last line's seq."""
    before = MAX_BIGINT if before_seq is None else before_seq
    lines = db.execute(HISTORY, {"account": account, "before_seq": before, "limit": limit})
    return [HistoryLine(*line) for line in lines]
