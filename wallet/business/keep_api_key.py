"""Make a key for programs of a business, roll or end one, as a member whose second factor was shown just now.

The key is shown once: no row, no outcome and no line of history holds it. What moves money is given to no key here, and
what tells a balance to none of whose role that is not shown, for whoever makes a key is shown it (keep_member_key).
"""

import uuid
from dataclasses import dataclass
from ipaddress import ip_network
from typing import ClassVar, Final

from sqlalchemy import Connection, text

from wallet.business import api_keys
from wallet.business.api_keys import MOVES_MONEY, PERMISSIONS, VERSION
from wallet.business.of_member import OfMember
from wallet.core.errors import Misread
from wallet.members.invitations import refuse
from wallet.members.sessions import MemberProof
from wallet.operations.use_case import Doing, Outcome

GIVEN: Final = tuple(one for one in PERMISSIONS if one not in MOVES_MONEY)
OF_BALANCES: Final = frozenset({"balance:read", "payouts:read", "salaries:read", "salaries:make"})
OVERLAPS: Final = (0, 24, 168)  # hours that a key which is rolled still opens
NETWORKS_MOST: Final = 10
KEPT: Final = "api_key_kept"  # an outcome that no phone hears
KEEP: Final = text("""SELECT keep_member_key(:session, CAST(:id AS uuid), CAST(:merchant AS uuid), :hint, :digest,
    :pepper, CAST(:permissions AS text[]), CAST(:addresses AS text[]), :version, :rolls, :hours)""")
END: Final = text("SELECT end_member_key(:session, CAST(:merchant AS uuid), :hint)")


def list_given(*, sees_balances: bool) -> tuple[str, ...]:
    """Return the permissions that a member may give to a key they make."""
    return tuple(one for one in GIVEN if sees_balances or one not in OF_BALANCES)


def read_networks(typed: str) -> tuple[str, ...]:
    """Return the networks that are typed, with spaces or commas between. Raises Misread."""
    written = typed.replace(",", " ").split()
    if len(written) > NETWORKS_MOST:
        raise Misread("member.networks_unfit")
    try:
        return tuple(dict.fromkeys(str(ip_network(one)) for one in written))
    except ValueError:
        raise Misread("member.networks_unfit") from None


@dataclass(frozen=True)
class MakeApiKey(OfMember):
    """Make a key with these permissions, all of GIVEN where none is named; the one called `rolls` ends `hours` later.

    `live` is whether it is for the live service: a sandbox has keys of its own.
    A key that rolls another may what that did, and comes from where that came, without what moves money.
    """

    kind: ClassVar[str] = "make_api_key"

    live: bool
    permissions: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    rolls: str = ""
    hours: int = 0

    def __post_init__(self) -> None:
        """Raise Misread for a permission that no key has, or another overlap."""
        if set(self.permissions) - set(GIVEN) or self.hours not in OVERLAPS:
            raise Misread("error.malformed")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Draw it, and keep its digest; the outcome brings it to whoever asked just now. Raises Refused, Locked."""
        assert isinstance(doing.proof, MemberProof)
        key = api_keys.draw(live=self.live)
        refuse(db.execute(KEEP, {
            "session": doing.proof.digest, "id": str(uuid.uuid4()), "merchant": doing.actor.business_id,
            "hint": api_keys.name_of(key), "digest": api_keys.digest(doing.secrets, key),
            "pepper": doing.secrets.newest, "permissions": [*(self.permissions or GIVEN)],
            "addresses": [*self.addresses], "version": VERSION, "rolls": self.rolls, "hours": self.hours,
        }).scalar_one())  # fmt: skip
        return Outcome(KEPT, {"key": api_keys.name_of(key)}, made=key)


@dataclass(frozen=True)
class EndOwnApiKey(OfMember):
    """End a key of the business at once."""

    kind: ClassVar[str] = "end_own_api_key"

    hint: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """End it. Raises Refused for one that the business has not, or that has ended."""
        assert isinstance(doing.proof, MemberProof)
        asked = {"session": doing.proof.digest, "merchant": doing.actor.business_id, "hint": self.hint}
        refuse(db.execute(END, asked).scalar_one())
        return Outcome(KEPT, {"key": self.hint})
