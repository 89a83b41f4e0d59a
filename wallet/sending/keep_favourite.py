"""The caller's list of people they send to often."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.operations import Accepts, Deed, Outcome, UseCase
from wallet.people import favourites
from wallet.people.favourites import Favourite
from wallet.people.people import Caller


def find_favourites(db: Connection, caller: Caller) -> list[Favourite]:
    """The caller's list, empty or not."""
    return favourites.of(db, caller.person_id)


def list_favourites(db: Connection, caller: Caller) -> list[Favourite]:
    """The caller's list. Raises Refused while it is empty."""
    found = favourites.of(db, caller.person_id)
    if not found:
        raise Refused("ussd.favourites_none")
    return found


@dataclass(frozen=True)
class AddFavourite(UseCase):
    """Put somebody on the caller's list."""

    kind: ClassVar[str] = "add_favourite"
    accepts: ClassVar[Accepts] = (None,)
    remembered: ClassVar[bool] = False

    person_id: str

    @property
    def others(self) -> tuple[str, ...]:
        """Who is put there."""
        return (self.person_id,)

    def run(self, db: Connection, deed: Deed) -> Outcome:
        """Raises Refused for one too many, for oneself, and for whom no number reaches."""
        found = deed.people.get(self.person_id)
        if found is None or found.state == "closed" or found.id == deed.person.id:
            raise Refused("refusal.recipient_refuses")
        favourites.add(db, deed.person.id, found.id)
        return Outcome("ussd.favourite_added", {"name": found.shown, "phone": found.phone})


@dataclass(frozen=True)
class RemoveFavourite(UseCase):
    """Take somebody off the caller's list."""

    kind: ClassVar[str] = "remove_favourite"
    accepts: ClassVar[Accepts] = (None,)
    remembered: ClassVar[bool] = False

    person_id: str
    phone: str
    name: str

    def run(self, db: Connection, deed: Deed) -> Outcome:
        """Whoever is not there stays away."""
        favourites.remove(db, deed.person.id, self.person_id)
        return Outcome("ussd.favourite_removed", {"name": self.name, "phone": self.phone})
