"""Looks at a SIM before money leaves that cannot come back: once a day's sum is large, a provider is asked first.

What a payout waits for, a worker tells; cash is handed over and money goes to somebody new only once it was heard.
"""

from sqlalchemy import Connection

from wallet.core.errors import Locked
from wallet.people import sims
from wallet.people.people import Person
from wallet.prices import limits
from wallet.prices.limits import Room


def is_large(room: Room, amount: int) -> bool:
    """True when so much more makes what a human gives today ask for a look at the SIM, by the threshold in force.

    `room` is the giver's, of what goes out.
    """
    threshold = room.ceilings.get(limits.LOOK)
    return threshold is not None and room.used[limits.LOOK] + amount >= threshold


def find_number_to_check(db: Connection, person: Person, room: Room, amount: int) -> str:
    """Return the number to be looked at before money is told to an operator; "" when nothing need be."""
    if not is_large(room, amount) or sims.get_sim(db, person.phone).fresh:
        return ""
    sims.ask_about(db, person.phone)
    return person.phone


def look_ahead(db: Connection, person: Person, amount: int) -> None:
    """Have the SIM looked at while its owner types, when they are about to ask for much."""
    find_number_to_check(db, person, limits.read_room(db, person, "out"), amount)


def refuse_unknown(db: Connection, person: Person, room: Room, amount: int) -> None:
    """Refuse much that is gone at once while nothing was heard of the SIM. Raises Locked: ask again in a minute."""
    if is_large(room, amount) and not sims.lock_row(db, person.phone).fresh:
        raise Locked("refusal.sim_being_checked")
