"""The demo's agent: Fatou, appointed with float from the house, so that cash can be paid in at her.

What she then does, she does as any agent: by the menu in the tour, by the same use case in tests.
"""

import uuid
from typing import Final

from sqlalchemy import Connection

from wallet import ledger
from wallet.agents import agents
from wallet.agents.agents import Agent
from wallet.people import identities, people
from wallet.staff.actions.give_float import GiveFloat

CODE: Final = "123455"
FLOAT: Final = 5_000_000


def appoint(db: Connection, phone: str, code: str = CODE) -> Agent:
    """Make an agent of the person at this phone; nothing more to do when they are one."""
    person = people.find_by_phone(db, phone)
    assert person, f"{phone} has no wallet"
    known = agents.find_by_person(db, person.id)
    if known:
        return known
    identities.note_document(db, person.id, "cni", f"DEMO{code}", person.name, "demo")
    agent = agents.appoint(db, person.id, code)
    lend_float(db, agent, FLOAT)
    return agent


def lend_float(db: Connection, agent: Agent, amount: int) -> None:
    """Give the agent float from the house, which staff would ask and approve."""
    ledger.post(db, [GiveFloat(agent.code, amount).transfer(db, f"demo float:{uuid.uuid4()}")])
