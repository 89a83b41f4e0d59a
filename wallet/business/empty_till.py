"""Empty a till: move what a shop has been paid to its owner's own wallet."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.business import merchants
from wallet.core.errors import Misread, Refused
from wallet.ledger import Entry, Transfer
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.prices import limits


@dataclass(frozen=True)
class Takings:
    """A shop, and the balance of its account."""

    merchant_id: str
    shop: str
    balance: int


@dataclass(frozen=True)
class Paying:
    """Lines of the menu of paying that work: the caller's shop, "" for none, and how many billers there are."""

    shop: str
    billers: int


def find_paying(db: Connection, person_id: str) -> Paying:
    """Return the facts of a person's menu of paying."""
    merchant = merchants.find_by_owner(db, person_id)
    return Paying(merchant.name if merchant else "", len(merchants.list_billers(db)))


def find_takings(db: Connection, person_id: str) -> Takings:
    """Return what a person's shop holds. Raises Refused where there is no shop, or nothing in it."""
    merchant = merchants.find_by_owner(db, person_id)
    balance = ledger.balance(db, merchant.account_id) if merchant else 0
    if merchant is None or not balance:
        raise Refused("refusal.no_takings")
    return Takings(merchant.id, merchant.name, balance)


def check_takings(_: Connection, takings: Takings, amount: int) -> Takings:
    """Return the takings as they were. Raises Misread for an amount above them."""
    if amount > takings.balance:
        raise Misread("error.more_than_left", left=takings.balance)
    return takings


@dataclass(frozen=True)
class EmptyTill(UseCase):
    """Move `amount` francs from the caller's shop to their wallet."""

    kind: ClassVar[str] = "empty_till"
    accepts: ClassVar[Accepts] = (PinProof,)
    moves_money: ClassVar[bool] = True

    merchant_id: str
    amount: int

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return nothing: it stays with the owner of the shop."""
        return 0

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Free; the wallet's own ceilings hold, and are named to their owner. Raises Refused."""
        owner, merchant = doing.person, merchants.get_merchant(db, self.merchant_id)
        if merchant.owner_id != owner.id:
            raise Refused("refusal.no_takings")
        room = limits.use(db, owner, "in", self.amount, owner_asks=True)
        entries = (Entry(merchant.account_id, -self.amount), Entry(owner.account_id, self.amount))
        short = Refused("refusal.not_enough_free", total=self.amount)
        posting = ledger.post_one(db, Transfer(doing.key, self.kind, entries), short)
        balance, left = posting.balances[owner.account_id], posting.balances[merchant.account_id]
        limits.check_balance(room, balance, self.amount)
        movements.note(db, NewMovement(
            posting.transfer, doing.reference, self.kind, self.amount,
            giver_id=owner.id, receiver_id=owner.id, merchant_id=merchant.id,
        ))  # fmt: skip
        said = {"amount": self.amount, "shop": merchant.name, "balance": balance, "left": left}
        said["reference"] = doing.reference
        return doing.tell(db, "receipt", "takings_moved", said)
