"""Facts of the moment that a customer's first screen shows besides its lines, looked up once a call."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from wallet.agents import agents, cash_outs
from wallet.payments.operators import find_down
from wallet.people import pin_resets, text_changes
from wallet.requests.payment_requests import count_to_pay


@dataclass(frozen=True)
class FirstScreen:
    """Facts of a customer's first screen.

    `down`: rails nothing can be asked of now, "" for none; `agent`: the caller's code; `requests`: how many wait for
    the caller's answer; `reset`: 1 while a forgotten PIN may be chosen anew; `first_line`: "usual" or, once an agent
    typed another code or amount for the cash that waits there, "differs", with the agent's `name` and the `amount`;
    `text_change`: what a text changed that its owner was not asked about, "" for nothing, and the language `before` it.
    """

    down: str
    agent: str = ""
    requests: int = 0
    reset: int = 0
    first_line: str = "usual"
    name: str = ""
    amount: int = 0
    text_change: str = ""
    before: str = ""


def find_first_screen(db: Connection, person_id: str) -> FirstScreen:
    """Return the facts of a person's first screen."""
    agent, reset = agents.find_by_person(db, person_id), pin_resets.look_ahead(db, person_id)
    waiting, changed = count_to_pay(db, person_id), text_changes.find_newest(db, person_id)
    facts = FirstScreen(find_down(db).down, agent.code if agent else "", waiting, int(reset is not None))
    if changed:
        facts = replace(facts, text_change=changed.kind, before=changed.before)
    cash = cash_outs.find_newest_open(db, person_id)
    if cash and cash.tries:
        name = cash_outs.get_agents_name(db, cash.agent_code)
        return replace(facts, first_line="differs", name=name, amount=cash.amount)
    return facts
