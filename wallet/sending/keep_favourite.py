"""The caller's list of people they send to often."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import favourites
from wallet.people.favourites import Favourite

OFTEN = 2  # sends to one person after which they are offered as a favourite


def get_favourites(db: Connection, person_id: str) -> list[Favourite]:
    """Return a person's list. Raises Refused while it is empty."""
    found = favourites.list_favourites(db, person_id)
    if not found:
        raise Refused("refusal.no_favourites")
    return found


@dataclass(frozen=True)
class NewFavourite:
    """Somebody who is no favourite yet, where the list has room; no `person_id` for anybody else."""

    person_id: str


def find_new_favourite(db: Connection, person_id: str, receiver_id: str) -> NewFavourite:
    """Return the receiver of a send where the list does not hold them and has room for them."""
    listed = favourites.list_favourites(db, person_id)
    known = receiver_id in {one.person_id for one in listed} or len(listed) >= favourites.MOST
    return NewFavourite("" if known else receiver_id)


@dataclass(frozen=True)
class AddFavourite(UseCase):
    """Put somebody on the caller's list."""

    kind: ClassVar[str] = "add_favourite"
    accepts: ClassVar[Accepts] = (None,)
    remembered: ClassVar[bool] = False

    person_id: str

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the new favourite."""
        return (self.person_id,)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Add them. Raises Refused for one too many, for oneself, and for a person no number reaches."""
        found = doing.people.get(self.person_id)
        if found is None or found.state == "closed" or found.id == doing.person.id:
            raise Refused("refusal.recipient_refuses")
        favourites.add(db, doing.person.id, found.id)
        return Outcome("favourite_added", {"name": found.shown, "phone": found.phone})


@dataclass(frozen=True)
class RemoveFavourite(UseCase):
    """Take somebody off the caller's list."""

    kind: ClassVar[str] = "remove_favourite"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True
    remembered: ClassVar[bool] = False

    person_id: str
    phone: str
    name: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Remove the favourite; no error if they are not on the list."""
        favourites.remove(db, doing.person.id, self.person_id)
        return Outcome("favourite_removed", {"name": self.name, "phone": self.phone})
