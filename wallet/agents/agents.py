"""Agents: people with a code of six digits and, beside their wallet, a float and a commission account."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core.codes import AgentCode
from wallet.core.errors import Misread, Refused
from wallet.messages import notices
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import tariffs

LOW_FLOAT: Final = 50_000  # told by SMS when it goes below, unless staff say otherwise
FIND: Final = """SELECT code, person_id::text, float_id, commission_id, low_float, a.state,
    p.state <> 'open' OR p.robbed AS stopped FROM agent a JOIN person p ON p.id = a.person_id"""


@dataclass(frozen=True)
class Agent:
    """An agent as the use cases see them; `state` is open, suspended or closed, `stopped`: their own wallet was."""

    code: str
    person_id: str
    float_id: int
    commission_id: int
    low_float: int
    state: str
    stopped: bool

    @property
    def works(self) -> bool:
        """True while they may serve people."""
        return self.state == "open" and not self.stopped


def find_agent(db: Connection, code: str) -> Agent | None:
    """Return the agent of this code, or None."""
    row = db.execute(text(f"{FIND} WHERE code = :code"), {"code": code}).one_or_none()
    return Agent(**row._mapping) if row else None


def find_by_person(db: Connection, person_id: str) -> Agent | None:
    """Return the agent this person is, or None."""
    row = db.execute(text(f"{FIND} WHERE person_id = :id AND a.state <> 'closed'"), {"id": person_id}).one_or_none()
    return Agent(**row._mapping) if row else None


@dataclass(frozen=True)
class AgentSeen:
    """An agent as staff see them: by their whole name, with what is in their float and commission.

    `made_by` is the login whose act made them one; "no act" where only the database's owner can have.
    """

    code: str
    name: str
    state: str
    float: int
    commission: int
    low_float: int
    made_by: str


def list_agents(db: Connection) -> list[AgentSeen]:
    """Return every agent, by code."""
    rows = db.execute(
        text("""SELECT a.code, p.name, a.state, a.float_id, a.commission_id, a.low_float,
        (SELECT min(s.asked_by) FROM staff_act s WHERE s.kind = 'appoint_agent' AND s.subject = a.code) AS made_by
        FROM agent a JOIN person p ON p.id = a.person_id ORDER BY a.code""")
    ).all()
    return [
        AgentSeen(
            row.code, row.name, row.state, ledger.balance(db, row.float_id), ledger.balance(db, row.commission_id),
            row.low_float, row.made_by or "no act",
        )
        for row in rows
    ]  # fmt: skip


def get_working(db: Connection, code: str) -> Agent:
    """Return the agent of this code. Raises Misread for nobody's, Refused where they may serve nobody now."""
    found = find_agent(db, code)
    if found is None:
        raise Misread("error.no_such_code")
    if not found.works:
        raise Refused("refusal.agent_away")
    return found


def get_acting(db: Connection, person_id: str) -> Agent:
    """Return the agent a person is. Raises Refused when they are none, suspended, or their own wallet was stopped."""
    agent = find_by_person(db, person_id)
    if agent is None:
        raise Refused("refusal.not_agent")
    people.refuse_stopped(people.get_person(db, person_id))
    if agent.state != "open":
        raise Refused("refusal.agent_suspended")
    return agent


def set_state(db: Connection, agent: Agent, state: str, sentence: str) -> None:
    """Set whether an agent serves people, and tell them."""
    db.execute(text("UPDATE agent SET state = :state WHERE code = :code"), {"state": state, "code": agent.code})
    notices.tell(db, people.get_person(db, agent.person_id), "security", sentence, agent=agent.code)


def appoint(db: Connection, person_id: str, code: str = "", low_float: int = LOW_FLOAT) -> Agent:
    """Make a person an agent, with a new code unless one is given; who is one already stays as they are."""
    while (agent := find_by_person(db, person_id)) is None:
        drawn = code or AgentCode.draw()
        if find_agent(db, drawn):
            continue
        row = {
            "code": drawn,
            "person": person_id,
            "low": low_float,
            "float": ledger.open_account(db, f"agent_float:{drawn}", "agent_float"),
            "commission": ledger.open_account(db, f"agent_commission:{drawn}", "agent_commission"),
        }
        db.execute(
            text("""INSERT INTO agent (code, person_id, float_id, commission_id, low_float, since)
                VALUES (:code, :person, :float, :commission, :low, wallet_now()) ON CONFLICT DO NOTHING"""),
            row,
        )
    return agent


def close(db: Connection, agent: Agent) -> None:
    """End an agent, before the accounts are closed; their person may be appointed again, under another code."""
    db.execute(text("UPDATE agent SET state = 'closed' WHERE code = :code"), {"code": agent.code})


def check_amount(amount: int) -> None:
    """Refuse less than anybody moves. Raises Misread."""
    if amount < tariffs.MINIMUM:
        raise Misread("error.amount_below", minimum=tariffs.MINIMUM)


def note(
    db: Connection,
    agent: Agent,
    reference: str,
    kind: str,
    amount: int,
    *,
    other_id: str | None = None,
    earned: int = 0,
) -> None:
    """Keep what an agent did, with whom (a person's id) and what they earned, for their day and for the review."""
    db.execute(
        text("""INSERT INTO agent_operation (agent_code, reference, kind, other_id, amount, commission, at)
            VALUES (:code, :reference, :kind, :other, :amount, :earned, wallet_now())"""),
        {
            "code": agent.code,
            "reference": reference,
            "kind": kind,
            "other": other_id,
            "amount": amount,
            "earned": earned,
        },
    )


def watch_float(db: Connection, agent: Agent, person: Person, before: int, after: int) -> None:
    """Tell an agent, once on the way down, that their float is low."""
    if after < agent.low_float <= before:
        notices.tell(db, person, "security", "low_float", float=after)
