"""Wallets above the ceiling of their balance: what is owed is always credited; who does it again is looked at."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.cases import cases
from wallet.core import security_events
from wallet.people.people import Person
from wallet.prices import limits

KIND: Final = "balance above its ceiling"
LATELY: Final = timedelta(days=30)
BEFORE: Final = text("""SELECT 1 FROM security_event WHERE kind = :kind AND phone = :phone
    AND at > wallet_now() - :lately LIMIT 1""")


def note_owed(db: Connection, owner: Person, balance: int) -> None:
    """Note a credit that was owed and left its owner's wallet above the ceiling; the second of late opens a case."""
    highest = limits.read_ceilings(db, owner.tier, "in").get("balance")
    if highest is None or balance <= highest or not owner.phone:
        return
    again = db.execute(BEFORE, {"kind": KIND, "phone": owner.phone, "lately": LATELY}).first()
    security_events.note(db, KIND, owner.phone, f"{balance} of {highest}")
    if again:
        detail = (
            f"{owner.shown}, {owner.public_id}: {balance} FCFA, the ceiling is {highest}, and not for the first time"
        )
        cases.open_case(db, "above_ceiling", detail)
