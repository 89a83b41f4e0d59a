"""Give a member another role, or take theirs: an owner is left, and only owners touch owners."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection, text

from wallet.members import memberships
from wallet.members.invitations import refuse
from wallet.members.invite_member import WRITE_MEMBERS
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

CHANGED: Final = "role_changed"
REMOVED: Final = "member_removed"
CHANGE: Final = text("SELECT change_member(:session, CAST(:merchant AS uuid), CAST(:member AS uuid), :role, :tills)")


@dataclass(frozen=True)
class ChangeRole(UseCase):
    """Let a member (their login's id) be `role` from now on; a cashier at `tills`, spaces between."""

    kind: ClassVar[str] = "change_role"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_MEMBERS

    member_id: str
    role: str
    tills: str = ""

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Change it. Raises Refused, Locked, Misread."""
        tills = memberships.check_role(db, doing.actor.business_id, self.role, self.tills)
        _change(db, doing, self.member_id, self.role, tills)
        return Outcome(CHANGED, {"member_id": self.member_id})


@dataclass(frozen=True)
class RemoveMember(UseCase):
    """Let a member (their login's id) be one no more."""

    kind: ClassVar[str] = "remove_member"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_MEMBERS

    member_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Remove them. Raises Refused, Locked."""
        _change(db, doing, self.member_id, None, [])
        return Outcome(REMOVED, {"member_id": self.member_id})


def _change(db: Connection, doing: Doing, member_id: str, role: str | None, tills: list[str]) -> None:
    assert isinstance(doing.proof, MemberProof)
    refuse(db.execute(CHANGE, {
        "session": doing.proof.digest, "merchant": doing.actor.business_id, "member": member_id, "role": role,
        "tills": tills,
    }).scalar_one())  # fmt: skip
