"""Offers of a closing screen, once what was asked is done: a favourite, after a second send to one person."""

from dataclasses import dataclass

from ussd_menus.backend import CallBackend
from wallet.operations.use_case import Outcome, UseCase
from wallet.people.people import Caller
from wallet.sending.keep_favourite import OFTEN, AddFavourite, find_new_favourite
from wallet.sending.send_money import SendMoney


@dataclass(frozen=True)
class Offer:
    """A line below a closing screen, and whom it is about."""

    line: str
    person_id: str

    @property
    def case(self) -> UseCase:
        """Return what is asked by choosing it."""
        return AddFavourite(self.person_id)


def find_offer(case: UseCase, outcome: Outcome, caller: Caller, backend: CallBackend) -> Offer | None:
    """Return what to offer after a use case was done, or None."""
    if not isinstance(case, SendMoney) or outcome.values.get("sends", 0) < OFTEN:
        return None
    found = backend.look_up(find_new_favourite, (caller.person_id, case.quote.person_id))
    return Offer("ussd.favourites.add", found.person_id) if found.person_id else None
