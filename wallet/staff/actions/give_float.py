"""Float the house gives an agent against cash or a bank slip: asked by one of the staff, approved by another."""

import uuid
from typing import Any

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.agents import agents
from wallet.agents.agents import Agent
from wallet.core.errors import DeniedError
from wallet.core.references import reference
from wallet.ledger import Entry, Transfer
from wallet.messages import notices
from wallet.people import people


def found(db: Connection, code: str) -> Agent:
    """The agent of this code. Raises DeniedError."""
    agent = agents.find(db, code)
    if agent is None:
        raise DeniedError(f"There is no agent {code}.")
    return agent


def ask(db: Connection, code: str, amount: int) -> dict[str, Any]:
    """What a request for float holds. Raises DeniedError."""
    found(db, code)
    if amount <= 0:
        raise DeniedError("Give an amount above zero, in whole francs.")
    return {"amount": amount, "key": f"float:{uuid.uuid4()}"}


def lock(db: Connection, code: str) -> None:
    """Nobody else gives this agent float until this transaction ends."""
    db.execute(text("SELECT 1 FROM agent WHERE code = :code FOR UPDATE"), {"code": code})


def preview(db: Connection, code: str, content: dict[str, Any]) -> Transfer:
    """What would be posted."""
    amount = content["amount"]
    entries = (Entry(ledger.account_named(db, "cash"), -amount), Entry(found(db, code).float_id, amount))
    return Transfer(content["key"], "give_float", entries)


def do(db: Connection, code: str, content: dict[str, Any], _: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give it, and tell the agent. Answers the float before and after. Raises DeniedError."""
    agent, amount = found(db, code), content["amount"]
    [posting] = ledger.post(db, [preview(db, code, content)])
    if posting.outcome != "posted":
        raise DeniedError(f"The ledger refuses this: {posting.reason or posting.outcome}.")
    person, after = people.by_id(db, agent.person_id), posting.balances[agent.float_id]
    given = reference(content["key"])
    agents.note(db, agent, given, "float_given", None, amount)
    said = {"amount": amount, "float": after, "reference": given}
    notices.write(db, person.phone, person.language, "receipt", "sms.float_given", said)
    return {"float": after - amount}, {"float": after, "transfer": str(posting.transfer)}
