"""The ledger: accounts, transfers, entries. `post()` is the only code that moves a balance; this is its face."""

from wallet.ledger.posting import (
    Entry,
    HistoryLine,
    NotClosedError,
    Posting,
    Transfer,
    account_named,
    accounts,
    balance,
    close_account,
    history,
    open_account,
    ours,
    post,
    roll_up,
    transfer_id,
)

__all__ = [
    "Entry",
    "HistoryLine",
    "NotClosedError",
    "Posting",
    "Transfer",
    "account_named",
    "accounts",
    "balance",
    "close_account",
    "history",
    "open_account",
    "ours",
    "post",
    "roll_up",
    "transfer_id",
]
