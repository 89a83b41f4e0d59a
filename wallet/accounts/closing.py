"""Closing a wallet: nothing may be under way; then the number can register again and cannot see the old history."""

from typing import Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.agents import agents
from wallet.business import merchants
from wallet.core.errors import Refused
from wallet.core.payment_states import UNDER_WAY, in_sql
from wallet.ledger import holds
from wallet.people import pin_resets
from wallet.people.people import Person
from wallet.requests import payment_requests

# A payment an operator has not ended; a contest nobody has decided.
WAITING: Final = text(f"""SELECT 1 FROM payment WHERE person_id = :id AND state IN {in_sql(UNDER_WAY)}
    UNION ALL SELECT 1 FROM contest WHERE giver_id = :id AND state = 'open' LIMIT 1""")  # noqa: S608 - constants

FREEING: Final = (
    text("UPDATE phone SET until = wallet_now() WHERE number = :number AND until IS NULL"),
    text("UPDATE ask SET state = 'dropped' WHERE phone = :number"),
    text("UPDATE texting SET stopped = false, locked = false, wrong_codes = 0 WHERE phone = :number"),
)


def refuse_open(db: Connection, person: Person) -> None:
    """Raise Refused while something of this person's is under way, or they serve others."""
    if agents.find_by_person(db, person.id) or merchants.find_by_owner(db, person.id):
        raise Refused("refusal.close_serves_others")
    if holds.has_waiting(db, person.account_id) or db.execute(WAITING, {"id": person.id}).first():
        raise Refused("refusal.close_under_way")


def close(db: Connection, person: Person) -> None:
    """Close a person's empty account, end what they asked of others, and free their number; the person is locked.

    Raises Refused for a credit that came late.
    """
    try:
        ledger.close_account(db, person.account_id)
    except ledger.NotClosedError:
        raise Refused("refusal.close_under_way") from None
    db.execute(text("UPDATE person SET state = 'closed' WHERE id = :id"), {"id": person.id})
    pin_resets.drop(db, person.id)
    payment_requests.withdraw_all(db, person)
    free_number(db, person.phone)


def free_number(db: Connection, number: str) -> None:
    """Free a number: who has it next finds nothing of its last owner, no question that waits, no wish about texts."""
    for statement in FREEING:
        db.execute(statement, {"number": number})
