"""Caution before much money goes to somebody the caller never sent to: it is confirmed once more before the PIN."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet.sending import first_sends
from wallet.sending.send_money import Recipient, quote_sending

ABOVE: Final = text("""SELECT amount FROM caution WHERE kind = 'new_beneficiary' AND since <= wallet_now()
    ORDER BY since DESC LIMIT 1""")


@dataclass(frozen=True)
class Caution:
    """The need to ask once more: 1 or 0."""

    needed: int


def check_beneficiary(db: Connection, person_id: str, recipient: Recipient, amount: int) -> Caution:
    """Return whether this send is above the threshold, and the first to this person. Raises Misread."""
    above = db.execute(ABOVE).scalar_one_or_none()
    if above is None or amount <= above:
        return Caution(0)
    quote_sending(db, person_id, recipient, amount)  # an amount that may not be is asked for anew, not confirmed
    return Caution(int(first_sends.is_first(db, person_id, recipient.person_id)))
