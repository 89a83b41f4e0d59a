"""Posting transfers: the only code that moves a balance.

Everything is decided in functions.sql, by functions that the processes' roles may only execute.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal
from uuid import UUID

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from wallet.core.errors import Refused
from wallet.ledger.retained import available
from wallet.ledger.transfers import Entry, Transfer, transfer_id

PostingOutcome = Literal["posted", "already", "clash", "refused"]
PostedRow = Sequence[Any]  # outcome, account_id, reason, balances
# For the driver as they are: SQLAlchemy's own binding of a text() is felt on the money path.
ONE: Final = """
    SELECT outcome, account_id, reason, balances FROM post_transfer(
      %s, %s, CAST(%s AS uuid), CAST(%s AS uuid), CAST(%s AS bigint[]), CAST(%s AS bigint[]), %s)"""
MANY: Final = """
    SELECT outcome, account_id, reason, balances FROM post_transfers(
      CAST(%s AS text[]), CAST(%s AS text[]), CAST(%s AS uuid[]), CAST(%s AS uuid[]),
      CAST(%s AS int[]), CAST(%s AS bigint[]), CAST(%s AS bigint[]))"""
TRIED: Final = "40000"  # how post_transfer ends a trial that would have been posted
NOBODY: Final[Mapping[int, Exception]] = MappingProxyType({})


@dataclass(frozen=True)
class Posting:
    """The outcome of one transfer.

    `posted`; `already` (this key and content were posted before, nothing done now); `clash` (this key was posted with
    other content); `refused`, with the reason and, where one is to blame, the account. Reasons: unknown_account,
    closed, floor, retained, amount (above 10^15), account_twice, unbalanced, two_currencies, unknown_transfer,
    already_ended, already_undone, undoes_an_undoing, undone_too_much.
    """

    outcome: PostingOutcome
    transfer: UUID
    account: int | None
    reason: str | None
    balances: dict[int, int] = field(default_factory=dict)  # of its ordinary accounts, right after it


class NotPosted(Exception):
    """A transfer the ledger refused: `reason` as in Posting, and the account to blame where there is one."""

    def __init__(self, transfer: Transfer, posting: Posting) -> None:
        super().__init__(f"{transfer.kind} {transfer.key}: {posting.reason}, account {posting.account}")
        self.reason = posting.reason
        self.account = posting.account


def post_one(
    db: Connection,
    transfer: Transfer,
    refusal: Exception | None = None,
    blamed: Mapping[int, Exception] = NOBODY,
) -> Posting:
    """Post a transfer that must be new, and return its posting.

    Raises Refused where what would leave must stay (retained), for whoever has a refusal to hear; else what `blamed`
    holds for the account that refused, else `refusal`, else NotPosted; RuntimeError when its key was posted before:
    whoever asks has claimed it.
    """
    [posting] = post(db, [transfer])
    if posting.outcome == "refused":
        if posting.reason == "retained" and posting.account is not None and (refusal or blamed):
            raise Refused("refusal.money_retained", free=available(db, posting.account))
        because = refusal if posting.account is None else blamed.get(posting.account, refusal)
        raise because or NotPosted(transfer, posting)
    if posting.outcome != "posted":
        raise RuntimeError(f"{transfer.key} was posted before")
    return posting


def try_one(db: Connection, transfer: Transfer) -> None:
    """Return when the ledger would post this transfer now, whatever justifies it, and keep nothing of it.

    Raises NotPosted when it would refuse it; RuntimeError when its key was posted before.
    """
    with db.begin_nested() as tried:
        legs = sorted(entry for entry in transfer.entries if entry.amount)
        try:
            [(outcome, account, reason, _)] = _ask_one(db, transfer, legs, trial=True)
        except DBAPIError as taken_back:
            if getattr(taken_back.orig, "sqlstate", None) != TRIED:
                raise
            tried.rollback()
            return
    if outcome != "refused":
        raise RuntimeError(f"{transfer.key} was posted before")
    raise NotPosted(transfer, Posting(outcome, transfer_id(transfer.key), account, reason))


def post(db: Connection, transfers: Sequence[Transfer]) -> list[Posting]:
    """Post in order, each seeing those before it; return one posting for each. A refusal stops no other.

    Raises OperationalError (40001, 40P01) when all must be done again, as database.in_transaction does, and
    ProgrammingError for what this process may not post, or what nothing justifies (reasons.sql).
    """
    legs = [sorted(entry for entry in transfer.entries if entry.amount) for transfer in transfers]
    answers = _ask_one(db, transfers[0], legs[0]) if len(transfers) == 1 else _ask_many(db, transfers, legs)
    return [
        Posting(outcome, transfer_id(asked.key), account, reason, _by_account(asked_legs, balances))
        for asked, asked_legs, (outcome, account, reason, balances) in zip(transfers, legs, answers, strict=True)
    ]


def _by_account(legs: Sequence[Entry], balances: Sequence[int | None] | None) -> dict[int, int]:
    """Return balances by account: only ordinary accounts have one to tell, and only a posting has moved it."""
    if balances is None:
        return {}
    return {leg.account: after for leg, after in zip(legs, balances, strict=True) if after is not None}


def _ask_one(db: Connection, transfer: Transfer, legs: Sequence[Entry], *, trial: bool = False) -> Iterable[PostedRow]:
    """Ask straight on the driver's cursor, SQLAlchemy's way to a stored function: its own result costs a tenth more."""
    accounts, amounts = _array(leg.account for leg in legs), _array(leg.amount for leg in legs)
    asked = (transfer.key, transfer.kind, transfer.undoes, transfer.ends, accounts, amounts, trial)
    if not db.in_transaction():
        db.begin()  # as SQLAlchemy does at a statement of its own: what is posted is committed, or undone, with db
    try:
        rows: Sequence[PostedRow] = db.connection.cursor().execute(ONE, asked).fetchall()
    except psycopg.Error as failed:
        raise DBAPIError.instance(None, None, failed, psycopg.Error) from failed
    return rows


def _ask_many(db: Connection, transfers: Sequence[Transfer], legs: Sequence[Sequence[Entry]]) -> Iterable[PostedRow]:
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
    return db.exec_driver_sql(MANY, asked)


def _array(numbers: Iterable[int]) -> str:
    """Return an array as PostgreSQL reads it: on the money path the driver's lists cost more than the posting's SQL."""
    return "{" + ",".join(map(str, numbers)) + "}"
