"""Actors: who asks for something, for whom, and what they may do. A channel makes one of whoever reached it."""

from dataclasses import dataclass
from typing import Literal

from wallet.people.people import Caller

ActorKind = Literal["person", "stranger", "member", "api_key", "staff", "system", "payer"]


@dataclass(frozen=True)
class Actor:
    """One actor. `permissions` are what it may do for others than itself: for `business_id`, or for us.

    `id` is a person's, a member's login, the phone of a stranger, an API key's, a login of staff, a part of the system,
    the checkout or link of a payer: whoever holds its address, who may pay that and nothing else.
    `phone` is E.164, "" for whoever holds none.
    """

    kind: ActorKind
    id: str
    language: str
    phone: str = ""
    business_id: str = ""
    permissions: frozenset[str] = frozenset()

    @classmethod
    def from_caller(cls, caller: Caller) -> "Actor":
        """Return whoever is at a phone: a person acting for themselves, or a stranger."""
        if caller.is_stranger:
            return cls("stranger", caller.phone, caller.language, caller.phone)
        return cls("person", caller.person_id, caller.language, caller.phone)

    @property
    def person_id(self) -> str:
        """Id of the person who acts, "" when none of ours does."""
        return self.id if self.kind == "person" else ""
