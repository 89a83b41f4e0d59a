"""Looks at a SIM before money leaves that cannot come back: once a day's sum is large, a provider is asked first.

What a payout waits for, a worker tells; cash is handed over and money goes to somebody new only once it was heard.
"""

from typing import Final

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.core.errors import Locked
from wallet.people import sims
from wallet.people.people import Person

IS_LARGE: Final = text(f"""SELECT :amount + COALESCE(sum(u.amount), 0) >= (SELECT amount FROM threshold
        WHERE name = 'sim_check' AND since <= wallet_now() ORDER BY since DESC LIMIT 1)
    FROM person h JOIN usage u ON u.person_id = h.id
    WHERE h.human_id = CAST(:human AS uuid) AND u.direction = 'out' AND u.day = {clock.TODAY}""")  # noqa: S608 - a constant


def is_large(db: Connection, person: Person, amount: int) -> bool:
    """True when so much more makes what this human gives today ask for a look at the SIM, by the threshold in force."""
    large: bool = db.execute(IS_LARGE, {"human": person.human_id, "amount": amount}).scalar_one()
    return large


def find_number_to_check(db: Connection, person: Person, amount: int) -> str:
    """Return the number to be looked at before a withdrawal is told to an operator; "" when nothing need be."""
    if not is_large(db, person, amount) or sims.get_sim(db, person.phone).fresh:
        return ""
    sims.ask_about(db, person.phone)
    return person.phone


def look_ahead(db: Connection, person: Person, amount: int) -> None:
    """Have the SIM looked at while its owner types, when they are about to ask for much."""
    find_number_to_check(db, person, amount)


def refuse_unknown(db: Connection, person: Person, amount: int) -> None:
    """Refuse much that is gone at once while nothing was heard of the SIM. Raises Locked: ask again in a minute."""
    if is_large(db, person, amount) and not sims.lock_row(db, person.phone).fresh:
        raise Locked("refusal.sim_being_checked")
