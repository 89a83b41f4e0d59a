"""Make a link for a business, or close one."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import links
from wallet.business.create_checkout import refuse_another
from wallet.business.links import NewLink
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

WRITE_LINKS: Final = "links:write"
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
        """Write it down. Raises Refused for another business."""
        refuse_another(doing.actor, self.link.merchant_id)
        link, address = links.create(db, self.link)
        return Outcome(CREATED, {"link_id": link.id, "pay_code": address.code})


@dataclass(frozen=True)
class CloseLink(UseCase):
    """Close a link: nothing more is paid by it."""

    kind: ClassVar[str] = "close_link"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_LINKS

    link_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Close it. Raises Refused for another business's."""
        link = links.lock_row(db, self.link_id)
        refuse_another(doing.actor, link.merchant_id)
        links.close(db, link.id)
        return Outcome(CLOSED, {"link_id": link.id})
