"""Add an endpoint to a business, change or remove it, turn its secret, and have it told again."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import deliveries, endpoints
from wallet.business.endpoints import Endpoint
from wallet.business.events import KINDS
from wallet.business.of_member import OfBusiness
from wallet.core.errors import Misread, Refused
from wallet.operations.actor import Actor
from wallet.operations.use_case import Doing, Outcome

TOO_MANY: Final = "member.endpoints_most"
LAST: Final = 2**62  # no event has a greater number
STATES: Final = ("on", "off", "removed")
KEPT: Final = "endpoint_kept"  # an outcome that no phone hears; it holds no secret, which is read where it is shown


def find_own(db: Connection, actor: Actor, endpoint_id: str) -> Endpoint:
    """Return an endpoint of the actor's business, locked. Raises Refused."""
    found = endpoints.find(db, actor.business_id, endpoint_id)
    if found is None:
        raise Refused("member.no_such_endpoint")
    return found


@dataclass(frozen=True)
class AddEndpoint(OfBusiness):
    """Add an endpoint that hears of some kinds of events, of all where none is named.

    What the address may be is its door's to know (endpoints.may_be_told); whoever tells it looks at it once more.
    """

    kind: ClassVar[str] = "add_endpoint"

    url: str
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise Misread for a kind that there is not."""
        if set(self.kinds) - set(KINDS):
            raise Misread("error.malformed")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down. Raises Refused where there are as many as there may be."""
        if endpoints.count(db, doing.actor.business_id) >= endpoints.MOST:
            raise Refused(TOO_MANY)
        made, secret = endpoints.create(db, doing.secrets, doing.actor.business_id, self.url, self.kinds)
        return Outcome(KEPT, {"endpoint_id": made.id}, made=(made, secret))


@dataclass(frozen=True)
class ChangeEndpoint(OfBusiness):
    """Let an endpoint hear again, nothing for now, or remove it for good; or hear elsewhere, or of other kinds.

    What is None stays as it is. Done twice it is as done once.
    """

    kind: ClassVar[str] = "change_endpoint"
    remembered: ClassVar[bool] = False

    endpoint_id: str
    state: str | None = None
    url: str | None = None
    kinds: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Raise Misread for what is no state, and for a kind that there is not."""
        if self.state not in (None, *STATES) or set(self.kinds or ()) - set(KINDS):
            raise Misread("error.malformed")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down. Raises Refused."""
        known = find_own(db, doing.actor, self.endpoint_id)
        kinds = known.kinds if self.kinds is None else self.kinds
        endpoints.change(db, known.id, self.url or known.url, kinds, self.state or known.state)
        return Outcome(KEPT, {"endpoint_id": known.id})


@dataclass(frozen=True)
class TurnEndpointSecret(OfBusiness):
    """Give an endpoint another secret; the one before it signs too, for a day."""

    kind: ClassVar[str] = "turn_endpoint_secret"

    endpoint_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Turn it. Raises Refused."""
        known = find_own(db, doing.actor, self.endpoint_id)
        secret = endpoints.turn_secret(db, doing.secrets, known.id)
        return Outcome(KEPT, {"endpoint_id": known.id}, made=(known, secret))


@dataclass(frozen=True)
class DeliverAgain(OfBusiness):
    """Tell an endpoint once more what it was told, or what it never heard: one delivery, or those of a range of events.

    Of a range, what failed alone, or all.
    """

    kind: ClassVar[str] = "deliver_again"

    endpoint_id: str
    delivery_id: str | None = None
    first: int = 0
    last: int = LAST
    failed_only: bool = True

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that tells the business."""
        return ("webhooks",)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Have it wait again. Raises Refused for an endpoint that is off: nothing would be told."""
        known = find_own(db, doing.actor, self.endpoint_id)
        if known.state != "on":
            raise Refused("member.endpoint_off")
        failed_only = self.failed_only and self.delivery_id is None
        count = deliveries.deliver_again(db, known.id, self.delivery_id, self.first, self.last, failed_only=failed_only)
        return Outcome(KEPT, {"endpoint_id": known.id, "count": count})
