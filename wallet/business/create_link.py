"""Make a link for a business, or close one; a cashier, of their own tills alone."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import links
from wallet.business.create_checkout import refuse_another
from wallet.business.links import NewLink
from wallet.business.own_tills import NARROWED, refuse_elsewhere
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

WRITE_LINKS: Final = "links:write"
WRITE_OWN: Final = f"{WRITE_LINKS}{NARROWED}"
CREATED: Final = "link_created"  # outcomes that no phone hears
CLOSED: Final = "link_closed"


@dataclass(frozen=True)
class CreateLink(UseCase):
    """Make a link of the business the actor is of."""

    kind: ClassVar[str] = "create_link"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_LINKS

    link: NewLink

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down. Raises Refused for another business, and for a till that is not theirs."""
        refuse_another(doing.actor, self.link.merchant_id)
        refuse_elsewhere(db, doing.actor, self.permission, self.link.till)
        link, address = links.create(db, self.link, doing.actor)
        return Outcome(CREATED, {"link_id": link.id, "pay_code": address.code})


@dataclass(frozen=True)
class CreateOwnLink(CreateLink):
    """Make a link that stands at a till of one's own."""

    kind: ClassVar[str] = "create_own_link"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_OWN


@dataclass(frozen=True)
class CloseLink(UseCase):
    """Close a link: nothing more is paid by it."""

    kind: ClassVar[str] = "close_link"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_LINKS

    link_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Close it. Raises Refused for another business's, and for one that stands at another's till."""
        link = links.lock_row(db, self.link_id)
        refuse_another(doing.actor, link.merchant_id)
        refuse_elsewhere(db, doing.actor, self.permission, link.till)
        links.close(db, link.id)
        return Outcome(CLOSED, {"link_id": link.id})


@dataclass(frozen=True)
class CloseOwnLink(CloseLink):
    """Close a link that stands at a till of one's own."""

    kind: ClassVar[str] = "close_own_link"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_OWN
