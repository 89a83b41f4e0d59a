"""Invite somebody to a business, or take the invitation back."""

import uuid
from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection, text

from wallet.core.errors import Misread
from wallet.members import invitations, memberships
from wallet.members.invitations import refuse
from wallet.members.sessions import MemberProof
from wallet.messages import mails, notices
from wallet.messages.notices import Number
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

WRITE_MEMBERS: Final = "members:write"
INVITED: Final = "member_invited"  # outcomes that no phone hears, here and beside
WITHDRAWN: Final = "invitation_withdrawn"
INVITE: Final = text("""SELECT invite_member(:session, CAST(:id AS uuid), CAST(:merchant AS uuid), :email, :phone,
    :role, :tills)""")
WITHDRAW: Final = text("SELECT withdraw_invitation(:session, CAST(:merchant AS uuid), CAST(:id AS uuid))")


@dataclass(frozen=True)
class InviteMember(UseCase):
    """Invite the reader of an e-mail address, or a number (E.164), to be `role`; a cashier at `tills`."""

    kind: ClassVar[str] = "invite_member"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_MEMBERS

    email: str
    phone: str
    role: str
    tills: str = ""

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that text and mail."""
        return ("notices", "mail")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down and have it sent. Raises Refused, Locked, Misread."""
        assert isinstance(doing.proof, MemberProof)
        if bool(self.email) == bool(self.phone):
            raise Misread("error.malformed")
        merchant, made = doing.actor.business_id, str(uuid.uuid4())
        tills = memberships.check_role(db, merchant, self.role, self.tills)
        refuse(db.execute(INVITE, {
            "session": doing.proof.digest, "id": made, "merchant": merchant, "email": self.email or None,
            "phone": self.phone or None, "role": self.role, "tills": tills,
        }).scalar_one())  # fmt: skip
        if self.email:
            mails.write(db, self.email, doing.actor.language, "invitation", made)
        else:
            [shop] = [one.shop for one in invitations.list_open(db, merchant) if one.id == made]
            reader = Number(self.phone, doing.actor.language)
            notices.tell(db, reader, "answer", INVITED, shop=shop, invitation=made)
        return Outcome(INVITED, {"invitation_id": made})


@dataclass(frozen=True)
class WithdrawInvitation(UseCase):
    """Take an invitation back: nobody accepts it any more."""

    kind: ClassVar[str] = "withdraw_invitation"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_MEMBERS

    invitation_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Withdraw it. Raises Refused, Locked."""
        assert isinstance(doing.proof, MemberProof)
        asked = {"session": doing.proof.digest, "merchant": doing.actor.business_id, "id": self.invitation_id}
        refuse(db.execute(WITHDRAW, asked).scalar_one())
        return Outcome(WITHDRAWN, {"invitation_id": self.invitation_id})
