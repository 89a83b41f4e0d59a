"""Customers whose ID document an agent has before them: found by its number, shown by their whole name to compare."""

from dataclasses import dataclass

from sqlalchemy import Connection

from wallet.agents import agents
from wallet.people import identities, people
from wallet.sending.send_money import Recipient


@dataclass(frozen=True)
class SeenCustomer:
    """A customer and the number of the document seen; without `full_name`, it is not on their record."""

    person_id: str
    phone: str
    full_name: str
    id_number: str


def see_customer(db: Connection, person_id: str, customer: Recipient, id_number: str) -> SeenCustomer:
    """Return the customer by the whole name on record, when the document is theirs; a wrong one counts.

    Raises Refused for who is no agent.
    """
    agent = agents.get_acting(db, person_id)
    person = people.lock_rows(db, customer.person_id)[customer.person_id]
    known = identities.is_on_record(db, person.id, id_number, agent.code)
    return SeenCustomer(customer.person_id, customer.phone, person.name if known else "", id_number)
