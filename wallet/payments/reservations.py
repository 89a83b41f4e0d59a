"""Money on its way to an operator: taken whole, price included, when it is asked for, until its payment ends."""

from uuid import UUID

from sqlalchemy import Connection

from wallet import ledger
from wallet.ledger import Entry, Transfer


def reserve(db: Connection, key: str, kind: str, account: int, rail: str, total: int) -> UUID | None:
    """Take `total` from an account and keep it in transit; return the transfer, None where it is not there."""
    in_transit = ledger.account_named(db, f"in_transit:{rail}")
    [posting] = ledger.post(db, [Transfer(key, kind, (Entry(account, -total), Entry(in_transit, total)))])
    return None if posting.outcome == "refused" else posting.transfer
