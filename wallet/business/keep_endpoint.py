"""Add an endpoint to a business, change or remove it, turn its secret, and have it told again, as a member."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import deliveries, endpoints
from wallet.business.endpoints import Endpoint
from wallet.business.events import KINDS
from wallet.core.errors import Misread, Refused
from wallet.members.sessions import MemberProof
from wallet.operations.actor import Actor, ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

WRITE_ENDPOINTS: Final = "endpoints:write"
STATES: Final = ("on", "off", "removed")
KEPT: Final = "endpoint_kept"  # an outcome that no phone hears; it holds no secret, which is read where it is shown


class OfMember(UseCase):
    """Let a member do something with an endpoint of their business."""

    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_ENDPOINTS


def find_own(db: Connection, actor: Actor, endpoint_id: str) -> Endpoint:
    """Return an endpoint of the actor's business, locked. Raises Refused."""
    found = endpoints.find(db, actor.business_id, endpoint_id)
    if found is None:
        raise Refused("member.no_such_endpoint")
    return found


@dataclass(frozen=True)
class AddEndpoint(OfMember):
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
            raise Refused("member.endpoints_most")
        made, _ = endpoints.create(db, doing.secrets, doing.actor.business_id, self.url, self.kinds)
        return Outcome(KEPT, {"endpoint_id": made.id})


@dataclass(frozen=True)
class ChangeEndpoint(OfMember):
    """Let an endpoint hear again, nothing for now, or remove it for good."""

    kind: ClassVar[str] = "change_endpoint"

    endpoint_id: str
    state: str

    def __post_init__(self) -> None:
        """Raise Misread for what is no state."""
        if self.state not in STATES:
            raise Misread("error.malformed")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down. Raises Refused."""
        known = find_own(db, doing.actor, self.endpoint_id)
        endpoints.change(db, known.id, known.url, known.kinds, self.state)
        return Outcome(KEPT, {"endpoint_id": known.id})


@dataclass(frozen=True)
class TurnEndpointSecret(OfMember):
    """Give an endpoint another secret; the one before it signs too, for a day."""

    kind: ClassVar[str] = "turn_endpoint_secret"

    endpoint_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Turn it. Raises Refused."""
        known = find_own(db, doing.actor, self.endpoint_id)
        endpoints.turn_secret(db, doing.secrets, known.id)
        return Outcome(KEPT, {"endpoint_id": known.id})


@dataclass(frozen=True)
class DeliverAgain(OfMember):
    """Tell an endpoint once more what it was told, or what it never heard: one delivery, or all that failed."""

    kind: ClassVar[str] = "deliver_again"

    endpoint_id: str
    delivery_id: str | None = None

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that tells the business."""
        return ("webhooks",)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Have it wait again. Raises Refused for an endpoint that is off: nothing would be told."""
        known = find_own(db, doing.actor, self.endpoint_id)
        if known.state != "on":
            raise Refused("member.endpoint_off")
        count = deliveries.deliver_again(db, known.id, self.delivery_id, failed_only=self.delivery_id is None)
        return Outcome(KEPT, {"endpoint_id": known.id, "count": count})
