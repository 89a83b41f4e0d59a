"""The demo's agent: Fatou, appointed, and lent float by two of staff, so that cash can be paid in at her.

What she then does, she does as any agent: by the menu in the tour, by the same use case in tests.
"""

from typing import Final

from sqlalchemy import Connection

from local.demo_staff import hire
from wallet.agents import agents
from wallet.agents.agents import Agent
from wallet.core.database import in_transaction
from wallet.people import identities, people
from wallet.perform import Wallet
from wallet.staff import approvals
from wallet.staff.actions.give_float import GiveFloat
from wallet.staff.approve_request import ApproveRequest

CODE: Final = "123455"
FLOAT: Final = 5_000_000
TWO: Final = ("demo.asks", "demo.approves")  # logins of the demo's own, which leave again


def appoint(db: Connection, phone: str, code: str = CODE) -> Agent:
    """Make an agent, without float, of the person at this phone; nothing more to do when they are one.

    `db` is the owner's: no process alone makes somebody tier 1.
    """
    person = people.find_by_phone(db, phone)
    assert person, f"{phone} has no wallet"
    known = agents.find_by_person(db, person.id)
    if known:
        return known
    identities.note_document(db, person.id, "cni", f"DEMO{code}", person.name, "demo")
    return agents.appoint(db, person.id, code)


def lend_float(office: Wallet, owner_url: str, agent: Agent) -> None:
    """Give an agent float from the house as two of staff do, hired for this alone: one asks, the other approves."""
    with hire(office, owner_url, "finance", *TWO) as (asks, approves):
        asks.perform(GiveFloat(agent.code, FLOAT, why="the demo's agent"))
        request = in_transaction(office.engine, lambda db: approvals.get_newest(db, agent.code))
        approves.perform(ApproveRequest(request.id, request.content_hash))
