"""Let payers be led back to an origin of a business, or no more, as a member whose second factor was shown just now."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import return_origins
from wallet.business.checkouts import is_return_url
from wallet.business.of_member import OfMember
from wallet.core.errors import Misread, Refused
from wallet.members import sessions
from wallet.operations.use_case import Doing, Outcome

KEPT: Final = "return_origin_kept"  # an outcome that no phone hears


@dataclass(frozen=True)
class AddReturnOrigin(OfMember):
    """Register an origin, https://shop.example; one that was there has a new key, the one before signs a day more."""

    kind: ClassVar[str] = "add_return_origin"

    origin: str

    def __post_init__(self) -> None:
        """Raise Misread for what is no origin."""
        if not is_return_url(self.origin) or return_origins.read_origin(self.origin) != self.origin.rstrip("/"):
            raise Misread("member.origin_unfit")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down; the outcome brings its key to whoever asked just now. Raises Refused, Locked."""
        sessions.check_fresh(db, doing.proof)
        merchant, origin = doing.actor.business_id, return_origins.read_origin(self.origin)
        known = {one.origin for one in return_origins.list_of(db, merchant)}
        if origin not in known and len(known) >= return_origins.MOST:
            raise Refused("member.origins_most")
        _, key = return_origins.register(db, doing.secrets, merchant, origin)
        return Outcome(KEPT, {"origin": origin}, made=key)


@dataclass(frozen=True)
class RemoveReturnOrigin(OfMember):
    """Lead nobody back to an origin any more."""

    kind: ClassVar[str] = "remove_return_origin"

    origin: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Remove it. Raises Locked."""
        sessions.check_fresh(db, doing.proof)
        return_origins.remove_all(db, doing.actor.business_id, self.origin)
        return Outcome(KEPT, {"origin": self.origin})
