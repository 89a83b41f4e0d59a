"""Money to be added to another's wallet, a few times a day: more would say what is in it.

Whether a wallet has room for an amount is known before anybody pays, so each time that it is asked tells a little of
its balance. From the sixth time on the answer is the same, whatever the wallet has room for.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.operations.use_case import Doing
from wallet.people.people import Person
from wallet.prices.limits import NO_FIGURES

ASKED_A_DAY: Final = 5  # by one person of one other's wallet, also what was refused
WITHIN: Final = timedelta(days=1)
COUNT: Final = text("""SELECT count(*) FROM operation
    WHERE actor_id = :actor AND kind IN ('add_money', 'open_recharge') AND at > wallet_now() - :within
      AND strpos(content::text, :owner) > 0""")


def refuse_guessing(db: Connection, doing: Doing, owner: Person) -> None:
    """Raise Refused once a person, who is locked, asked too often of another's wallet; this time is counted already."""
    asked = {"actor": doing.actor.id, "within": WITHIN, "owner": owner.id}
    if owner.id != doing.actor.person_id and db.execute(COUNT, asked).scalar_one() > ASKED_A_DAY:
        raise Refused(NO_FIGURES)
