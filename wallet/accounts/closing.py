"""Closing a wallet: nothing may be under way; then the number can register again and cannot see the old history."""

from typing import Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.agents import agents, cash_outs
from wallet.agents.agents import Agent
from wallet.business import checkouts, merchants
from wallet.business.merchants import Merchant
from wallet.core.errors import Refused
from wallet.core.payment_states import UNDER_WAY, in_sql
from wallet.ledger import holds
from wallet.payouts import payouts
from wallet.people import pin_resets
from wallet.people.people import Person
from wallet.requests import payment_requests
from wallet.salaries import payrolls

# A payment an operator has not ended; a contest nobody has decided.
WAITING: Final = text(f"""SELECT 1 FROM payment WHERE person_id = :id AND state IN {in_sql(UNDER_WAY)}
    UNION ALL SELECT 1 FROM contest WHERE giver_id = :id AND state = 'open' LIMIT 1""")  # noqa: S608 - constants

ERASE: Final = text("SELECT erase_closed(CAST(:id AS uuid))")  # erasing.sql
FREEING: Final = (
    text("UPDATE phone SET until = wallet_now(), passed_on = :passed_on WHERE number = :number AND until IS NULL"),
    text("UPDATE ask SET state = 'dropped' WHERE phone = :number"),
    text("UPDATE texting SET stopped = false, locked = false, wrong_codes = 0 WHERE phone = :number"),
)


def refuse_open(db: Connection, person: Person) -> None:
    """Raise Refused while something of this person's is under way or retained, or not empty as agent or merchant."""
    if agent := agents.find_by_person(db, person.id):
        refuse_open_agent(db, agent)
    if shop := merchants.find_by_owner(db, person.id):
        refuse_open_shop(db, shop)
    if ledger.is_retained(db, person.account_id):
        raise Refused("refusal.money_retained", free=ledger.available(db, person.account_id))
    if holds.has_waiting(db, person.account_id) or db.execute(WAITING, {"id": person.id}).first():
        raise Refused("refusal.close_under_way")


def refuse_open_agent(db: Connection, agent: Agent) -> None:
    """Raise Refused while something waits for a code at an agent, or float or commission is not empty."""
    if cash_outs.has_open_at(db, agent.code):
        raise Refused("refusal.close_under_way")
    refuse_filled(db, agent.float_id, agent.commission_id)


def refuse_open_shop(db: Connection, shop: Merchant) -> None:
    """Raise Refused while something a shop was paid is contested, a payout is under way, or its till is not empty."""
    if holds.has_waiting(db, shop.account_id) or payouts.has_pending(db, shop.id) or payrolls.is_paying(db, shop.id):
        raise Refused("refusal.close_under_way")
    refuse_filled(db, shop.account_id)


def refuse_filled(db: Connection, *accounts: int) -> None:
    """Raise Refused for accounts of somebody who serves others that are not empty."""
    if any(ledger.balance(db, account) for account in accounts):
        raise Refused("refusal.close_serves_others")


def close(db: Connection, person: Person, *, passed_on: bool = False) -> None:
    """Close a person's empty accounts, end what they asked, free their number, erase what is needed no more.

    The person is locked.

    `passed_on`: the number went to somebody else. Raises Refused for a credit that came late.
    """
    if agent := agents.find_by_person(db, person.id):
        close_agent(db, agent)
    if shop := merchants.find_by_owner(db, person.id):
        close_shop(db, shop)
    db.execute(text("UPDATE person SET state = 'closed' WHERE id = :id"), {"id": person.id})
    close_empty(db, person.account_id)
    pin_resets.drop(db, person.id)
    payment_requests.withdraw_all(db, person)
    free_number(db, person.phone, passed_on=passed_on)
    db.execute(ERASE, {"id": person.id})


def close_agent(db: Connection, agent: Agent) -> None:
    """End an agent's work; their person is locked. Raises Refused for float that came late."""
    agents.close(db, agent)
    close_empty(db, agent.float_id, agent.commission_id)


def close_shop(db: Connection, shop: Merchant) -> None:
    """Close a shop; its owner is locked. Raises Refused for a sale that came late."""
    checkouts.cancel_all(db, shop.id)  # first: whatever is still paid for one goes back
    merchants.close(db, shop)
    close_empty(db, shop.account_id)


def close_empty(db: Connection, *accounts: int) -> None:
    """Close the empty accounts of a person, agent or shop that ends. Raises Refused for a credit that came late."""
    for account in accounts:
        try:
            ledger.close_account(db, account)
        except ledger.NotClosedError:
            raise Refused("refusal.close_under_way") from None


def free_number(db: Connection, number: str, *, passed_on: bool) -> None:
    """Free a number: who has it next finds nothing of its last owner, no question that waits, no wish about texts."""
    for statement in FREEING:
        db.execute(statement, {"number": number, "passed_on": passed_on})
