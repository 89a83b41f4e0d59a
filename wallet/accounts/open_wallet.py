"""Open a wallet: a stranger becomes a customer of tier 0, with the money that waited for the number."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.messages import notices
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import people, pins
from wallet.prices import limits
from wallet.sending import claims


@dataclass(frozen=True)
class OpenWallet(UseCase):
    """Open a wallet for the calling phone. The PIN arrives as its hash: the caller has typed it twice."""

    kind: ClassVar[str] = "open_wallet"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("stranger",)

    name: str
    language: str
    pin_hash: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Open it. Raises Refused when this phone has a wallet by now."""
        person, received = claims.open_wallet(db, doing.actor.phone, self.name, self.language)
        people.set_first_pin(db, person.id, pins.bind(doing.secrets, person.id, self.pin_hash))
        said = {
            "name": person.shown,
            "phone": person.phone,
            "maximum": limits.read_ceilings(db, person.tier, "out")["operation"],
        }
        notices.tell(db, person, "answer", "wallet_opened", **said)
        if received:
            return Outcome("wallet_opened_and_credited", {**said, "amount": received}, told=True)
        return Outcome("wallet_opened", said, told=True)
