"""Accounts: opened, found, read, closed."""

from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, text

from wallet.ledger.posting import Posting

OURS: Final[WeakKeyDictionary[Engine, dict[str, int]]] = WeakKeyDictionary()
BALANCE: Final = text("""
    SELECT balance + CASE WHEN accrued THEN
      (SELECT coalesce(sum(amount), 0)::bigint FROM accrual_due WHERE account_id = account.id) ELSE 0 END
    FROM account WHERE id = :account""")


class NotClosedError(Exception):
    """An account that stays open: it is unknown_account, accrued, has balance_left, or something of it is retained."""

    def __init__(self, account: int, reason: str) -> None:
        super().__init__(f"account {account} is not closed: {reason}")
        self.reason = reason


def open_account(db: Connection, code: str, kind: str) -> int:
    """Return the id of the account of this code, opened now if there is none.

    Raises DBAPIError if it is of another kind.
    """
    opened = db.execute(text("SELECT open_account(:code, :kind)"), {"code": code, "kind": kind})
    account: int = opened.scalar_one()
    return account


def close_account(db: Connection, account: int) -> None:
    """Let nothing in or out any more; closing twice is closing once.

    Raises NotClosedError: whoever closes has emptied it first, so no sentence says this to anybody.
    """
    reason = db.execute(text("SELECT close_account(:account)"), {"account": account}).scalar_one()
    if reason is not None:
        raise NotClosedError(account, reason)


def roll_up(db: Connection) -> int:
    """Fold what is due into the balances of accrued accounts; return how many rows were folded."""
    rows: int = db.execute(text("SELECT roll_up()")).scalar_one()
    return rows


def keep_months(db: Connection) -> int:
    """Make the tables of the months ahead that entries are posted in; return how many were made."""
    made: int = db.execute(text("SELECT keep_months()")).scalar_one()
    return made


def balance(db: Connection, account: int) -> int:
    """Return what the account holds now, what is still to be rolled up included. Raises NoResultFound."""
    francs: int = db.execute(BALANCE, {"account": account}).scalar_one()
    return francs


def balance_after(db: Connection, posting: Posting, account: int) -> int:
    """Return what an ordinary account holds after a posting, be it one that moved nothing there."""
    posted = posting.balances.get(account)
    return balance(db, account) if posted is None else posted


def ours(db: Connection, code: str) -> int:
    """Return the id of an account of the house, which never changes: it is asked for once. Raises LookupError."""
    known = OURS.setdefault(db.engine, {})
    if code not in known:
        known[code] = get_named(db, code)
    return known[code]


def get_named(db: Connection, code: str) -> int:
    """Return the id of the account of this code, as of a bank that was added since. Raises LookupError."""
    account: int | None = db.execute(text("SELECT account_named(:code)"), {"code": code}).scalar_one()
    if account is None:
        raise LookupError(f"there is no account {code}")
    return account
