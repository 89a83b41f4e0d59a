"""Read the latest movements of a wallet or of a shop."""

from typing import Final

from sqlalchemy import Connection

from wallet.business import merchants
from wallet.core.errors import Refused
from wallet.operations import movements
from wallet.operations.movements import Movement

SHOWN_AT_MOST: Final = 20


def read_history(db: Connection, person_id: str) -> list[Movement]:
    """Return a person's latest movements. Raises Refused when there is none yet."""
    found = movements.list_latest(db, person_id, SHOWN_AT_MOST)
    if not found:
        raise Refused("refusal.no_operations")
    return found


def read_sales(db: Connection, person_id: str) -> list[Movement]:
    """Return the latest movements of a person's shop. Raises Refused when there is none yet."""
    merchant = merchants.find_by_owner(db, person_id)
    account = merchant and merchant.account_id
    found = movements.list_latest(db, person_id, SHOWN_AT_MOST, account_id=account) if account else []
    if not found:
        raise Refused("refusal.no_takings")
    return found
