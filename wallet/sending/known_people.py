"""People somebody may want to send to again: their favourites, and whom they paid lately."""

from typing import Final

from sqlalchemy import Connection, text

from wallet.operations.kinds import KINDS
from wallet.people import people
from wallet.people.favourites import Favourite, list_favourites

RECENT: Final = 5
BETWEEN_PEOPLE: Final = [name for name, kind in KINDS.items() if kind.may_favour]
PAID: Final = text("""SELECT receiver_id::text FROM movement
    WHERE giver_id = :giver AND kind = ANY(:kinds) AND receiver_id <> ALL(CAST(:favourites AS uuid[]))
    GROUP BY receiver_id ORDER BY max(at) DESC LIMIT :most""")


def list_known(db: Connection, owner_id: str) -> list[Favourite]:
    """Return a person's favourites by name, then whom they paid lately, the last one first."""
    favourites = list_favourites(db, owner_id)
    row = {
        "giver": owner_id,
        "kinds": BETWEEN_PEOPLE,
        "favourites": [one.person_id for one in favourites],
        "most": RECENT,
    }
    ids = list(db.execute(PAID, row).scalars())
    found = people.find_by_ids(db, ids) if ids else {}
    paid = [found[one] for one in ids if found[one].phone and found[one].state != "closed"]
    return [*favourites, *(Favourite(one.id, one.phone, one.shown) for one in paid)]
