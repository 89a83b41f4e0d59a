"""Approve what another member of staff asked: it is done now, once, and both logins go into the audit trail."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core import clock
from wallet.core.errors import Refused
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.staff import approvals, permissions
from wallet.staff.act import get_session
from wallet.staff.content import check_content
from wallet.staff.sessions import SessionProof


@dataclass(frozen=True)
class ApproveRequest(UseCase):
    """Approve the request of this id, as it was shown: `content_hash` is ApprovalRequest's, in hexadecimal digits."""

    kind: ClassVar[str] = "approve_request"
    accepts: ClassVar[Accepts] = (SessionProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("staff",)
    permission: ClassVar[str] = "approve_request"

    request_id: str
    content_hash: str

    def __post_init__(self) -> None:
        """Raise Refused for what can be no request's id."""
        check_content(self)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Do what was asked. Raises Refused when it is one's own, too old, replaced, or not what it was any more.

        The database looks once more (approve_staff_request), whoever calls it.
        """
        request = approvals.get_request(db, self.request_id)
        approvals.refuse_own(request, doing.actor.id)
        act = request.act
        permissions.refuse(db, doing.actor.id, "approve", act.kind)
        act.lock(db)
        if approval := approvals.find_approval(db, request.id):
            said = {"login": approval.approved_by, "at": clock.written(approval.at)}
            return Outcome("staff.already_approved", said)
        if approvals.get_newest(db, act.subject).id != request.id:
            raise Refused("staff.other_asked_meanwhile", subject=act.called)
        if request.content_hash != self.content_hash:
            raise Refused("staff.not_as_shown", subject=act.called)
        approvals.preview(db, request)
        approvals.keep(db, get_session(doing), request)
        return act.carry_out(db, doing, request.id)
