"""The demo's agent: Fatou, appointed, and lent float by two of staff, so that cash can be paid in at her.

What she then does, she does as any agent: by the menu in the tour, by the same use case in tests.
"""

import secrets
import uuid
from functools import partial
from typing import Final

from sqlalchemy import Connection, Engine

from wallet.agents import agents
from wallet.agents.agents import Agent
from wallet.core.database import connect_briefly, in_transaction
from wallet.operations.actor import Actor
from wallet.people import identities, people
from wallet.perform import Wallet
from wallet.staff import approvals, logins
from wallet.staff.actions.give_float import GiveFloat
from wallet.staff.acts import staff_actor
from wallet.staff.approve_request import ApproveRequest
from wallet.staff.sessions import SessionProof, open_session

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


def lend_float(office: Wallet, owner_url: str, agent: Agent, amount: int = FLOAT) -> None:
    """Give an agent float from the house as two of staff do, hired for this alone: one asks, the other approves."""
    with connect_briefly(owner_url) as owner:
        asks, approves = (_hire(office, owner, login) for login in TWO)
        asked = GiveFloat(agent.code, amount, why="the demo's agent")
        office.perform(asked, _actor(office, TWO[0]), f"office:{uuid.uuid4()}", "office", asks)
        request = in_transaction(office.engine, lambda db: approvals.get_newest(db, agent.code))
        approval = ApproveRequest(request.id, request.content_hash)
        office.perform(approval, _actor(office, TWO[1]), f"office:{uuid.uuid4()}", "office", approves)
        for login in TWO:
            in_transaction(owner, partial(logins.end_login, login=login, by="the demo"))


def _actor(office: Wallet, login: str) -> Actor:
    return in_transaction(office.engine, lambda db: staff_actor(db, login))


def _hire(office: Wallet, owner: Engine, login: str) -> SessionProof:
    """Return the session of a login, made with a password that nobody keeps."""
    password = secrets.token_urlsafe(30)
    key = logins.make_key(office.secrets, login, password)
    in_transaction(owner, lambda db: logins.set_password(db, login, *key, by="the demo", role="finance"))
    return open_session(office.engine, office.secrets, login, password)
