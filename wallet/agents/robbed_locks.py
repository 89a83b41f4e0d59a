"""Locks for robbed owners, who have no phone to lock from: whoever saw the ID stops all money, and lets it go again.

Lifting it takes the ID once more, and leaves the owner's own lock: withdrawals and money by SMS then open with the PIN.
So neither the thief, who may know the PIN, nor who has the ID, opens it alone: no PIN is reset while it stands, nor by
an agent for 72 hours after it was lifted. What staff locked, staff alone let go.
"""

import uuid
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.agents import agents, cash_outs
from wallet.messages import notices
from wallet.operations import asks
from wallet.people import people, pin_resets
from wallet.people.people import Person

BY_ONE_AGENT: Final = 5  # in a day: more is no help to robbed people
OF_ONE_PERSON: Final = 2  # in a week, by agents: more is a quarrel, which the service ends
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)

BY: Final = text("SELECT count(*) FROM robbed_lock WHERE locked_by = :by AND locked_at > wallet_now() - :day")
OF: Final = text("""SELECT count(*) FROM robbed_lock JOIN agent ON code = locked_by
    WHERE robbed_lock.person_id = :id AND locked_at > wallet_now() - :week""")
LOCK: Final = text("""INSERT INTO robbed_lock (id, person_id, locked_by, locked_at)
    VALUES (:id, :person, :by, wallet_now())""")
LIFT: Final = text("""UPDATE robbed_lock SET lifted_by = :by, lifted_at = wallet_now()
    WHERE person_id = :person AND lifted_at IS NULL""")

BY_AGENT: Final = text("""SELECT 1 FROM robbed_lock JOIN agent ON code = locked_by
    WHERE robbed_lock.person_id = :id AND lifted_at IS NULL""")
KEEPS_PIN_FOR: Final = timedelta(hours=72)
LIFTED_LATELY: Final = text("""SELECT 1 FROM robbed_lock
    WHERE person_id = :id AND lifted_at > wallet_now() - :keeps_pin_for LIMIT 1""")


def count_by_agent(db: Connection, agent_code: str) -> int:
    """Return how many wallets an agent locked in the last day. The agent must be locked."""
    return int(db.execute(BY, {"by": agent_code, "day": DAY}).scalar_one())


def count_of_person(db: Connection, person_id: str) -> int:
    """Return how often agents locked a person's wallet in the last week. The person must be locked."""
    return int(db.execute(OF, {"id": person_id, "week": WEEK}).scalar_one())


def is_by_agent(db: Connection, person_id: str) -> bool:
    """True when an agent set the lock that stands on a person's wallet. The person must be locked."""
    return db.execute(BY_AGENT, {"id": person_id}).first() is not None


def is_lifted_lately(db: Connection, person_id: str) -> bool:
    """True for 72 hours after a person's wallet was let go: a thief may hold phone and ID. They must be locked."""
    return db.execute(LIFTED_LATELY, {"id": person_id, "keeps_pin_for": KEEPS_PIN_FOR}).first() is not None


def lock(db: Connection, person: Person, locked_by: str, sentence: str, **values: Any) -> None:
    """Stop all money of a person, end their open question, PIN reset and codes, and tell them.

    Also the codes that wait for them as an agent. The person must be locked.
    """
    people.set_robbed(db, person.id, robbed=True)
    db.execute(LOCK, {"id": str(uuid.uuid4()), "person": person.id, "by": locked_by})
    asks.drop(db, person.phone)
    pin_resets.drop(db, person.id)
    notices.tell(db, person, "security", sentence, **values)
    cash_outs.return_all(db, person.id)
    if agent := agents.find_by_person(db, person.id):
        cash_outs.return_all_at(db, agent.code)


def take_over(db: Connection, person: Person, locked_by: str) -> None:
    """Make an agent's lock on a person's wallet staff's, whom alone it lets go then; they must be locked."""
    db.execute(LIFT, {"person": person.id, "by": locked_by})
    db.execute(LOCK, {"id": str(uuid.uuid4()), "person": person.id, "by": locked_by})


def lift(db: Connection, person: Person, lifted_by: str, sentence: str, **values: Any) -> None:
    """Let the money of a person move again, but for what their own lock stops, and tell them."""
    people.set_robbed(db, person.id, robbed=False)
    db.execute(LIFT, {"person": person.id, "by": lifted_by})
    notices.tell(db, person, "security", sentence, **values)
