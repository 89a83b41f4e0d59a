"""The ledger: accounts, transfers, entries. `post()` is the only code that moves a balance; this is its face."""

from wallet.ledger.accounts import (
    NotClosedError,
    balance,
    balance_after,
    close_account,
    get_named,
    keep_months,
    open_account,
    ours,
    roll_up,
)
from wallet.ledger.history import AccountLine, entries_of, history, undone
from wallet.ledger.posting import NotPosted, Posting, post, post_one, try_one
from wallet.ledger.retained import available, is_retained
from wallet.ledger.transfers import Entry, Transfer, transfer_id

__all__ = [
    "AccountLine",
    "Entry",
    "NotClosedError",
    "NotPosted",
    "Posting",
    "Transfer",
    "available",
    "balance",
    "balance_after",
    "close_account",
    "entries_of",
    "get_named",
    "history",
    "is_retained",
    "keep_months",
    "open_account",
    "ours",
    "post",
    "post_one",
    "roll_up",
    "transfer_id",
    "try_one",
    "undone",
]
