"""Pay a business out: its owner or its program does; a manager or accountant asks, and an owner decides."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business.api_keys import KeyProof
from wallet.core.errors import Refused
from wallet.members import sessions
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.payments.rails import RAILS
from wallet.payouts import owners, payouts, put_aside
from wallet.payouts.change_settlement import WRITE_PAYOUTS, name_account
from wallet.payouts.payouts import NewPayout
from wallet.payouts.put_aside import Leaving
from wallet.people import people

ASK_PAYOUTS: Final = f"{WRITE_PAYOUTS}:ask"
MADE, ASKED, REFUSED = "payout_made", "payout_asked", "payout_refused"  # outcomes that no phone hears
WAKES: Final = ("notices", "webhooks", *(name for name, rail in RAILS.items() if "pay_to_phone" in rail.can))


@dataclass(frozen=True)
class MakePayout(UseCase):
    """Pay `amount` francs out to an account of the business, at the price shown; its owner's person is `owner_id`."""

    kind: ClassVar[str] = "make_payout"
    accepts: ClassVar[Accepts] = (KeyProof, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_PAYOUTS
    moves_money: ClassVar[bool] = True

    owner_id: str
    account_id: str
    amount: int
    fee: int = 0

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the business's owner."""
        return (self.owner_id,)

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, the business, and rails."""
        return WAKES

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return what is paid out."""
        return self.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Put it aside, or give it to the owner's wallet. Raises Refused, Locked, Misread, QuoteChanged."""
        sessions.check_fresh(db, doing.proof)
        shop, owner = put_aside.find_shop(db, doing.actor.business_id, doing.people)
        people.refuse_stopped(owner)
        account = put_aside.check_order(db, shop.id, self.account_id, self.amount, self.fee)
        order = Leaving(shop, owner, account, self.amount, self.fee, doing.reference, doing.channel)
        asked_by = doing.actor.id if doing.actor.kind == "member" else None
        made = put_aside.begin(db, order, asked_by=asked_by)
        return Outcome(MADE, {"payout_id": made.id})


@dataclass(frozen=True)
class AskPayout(UseCase):
    """Ask an owner to pay `amount` francs out to an account of the business."""

    kind: ClassVar[str] = "ask_payout"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = ASK_PAYOUTS

    account_id: str
    amount: int
    fee: int = 0

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people and the business."""
        return ("notices", "webhooks")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down, and text every owner. Raises Refused, Misread, QuoteChanged."""
        merchant = doing.actor.business_id
        account = put_aside.check_order(db, merchant, self.account_id, self.amount, self.fee)
        new = NewPayout(
            merchant, account.id, self.amount, self.fee, doing.reference, "asked", asked_by=doing.actor.id
        )  # fmt: skip
        made = payouts.create(db, new)
        said = {"amount": made.amount, "account": name_account(account), "reference": made.reference}
        owners.tell_owners(db, merchant, "receipt", "payout_asked", said)
        return Outcome(ASKED, {"payout_id": made.id})


@dataclass(frozen=True)
class DecidePayout(UseCase):
    """Pay out what was asked for (`agreed` 1), or refuse that (0); the owner's person is `owner_id`."""

    kind: ClassVar[str] = "decide_payout"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_PAYOUTS
    moves_money: ClassVar[bool] = True

    owner_id: str
    payout_id: str
    agreed: int

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the business's owner."""
        return (self.owner_id,)

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, the business, and rails."""
        return WAKES

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return nothing: members have no ceilings of their own."""
        return 0

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Decide it, once. Raises Refused, Locked, Misread, QuoteChanged."""
        sessions.check_fresh(db, doing.proof)
        shop, owner = put_aside.find_shop(db, doing.actor.business_id, doing.people)
        asked = payouts.lock_row(db, shop.id, self.payout_id)
        if asked is None or asked.state != "asked":
            raise Refused("member.payout_decided")
        if not self.agreed:
            payouts.decide(db, asked, "refused", doing.actor.id)
            return Outcome(REFUSED, {"payout_id": asked.id})
        people.refuse_stopped(owner)
        account = put_aside.check_order(db, shop.id, asked.account_id, asked.amount, asked.fee)
        order = Leaving(shop, owner, account, asked.amount, asked.fee, asked.reference, doing.channel)
        put_aside.approve(db, order, asked, doing.actor.id)
        return Outcome(MADE, {"payout_id": asked.id})
