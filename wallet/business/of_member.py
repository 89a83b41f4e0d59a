"""Use cases of members, or of programs, about what the programs of their business need: keys, endpoints, sites."""

from typing import ClassVar, Final

from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, UseCase

WRITE_ENDPOINTS: Final = "endpoints:write"


class OfMember(UseCase):
    """Let a member do something with what the programs of their business need."""

    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_ENDPOINTS


class OfBusiness(OfMember):
    """Let a member, or a program itself, do something with an endpoint of their business."""

    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
