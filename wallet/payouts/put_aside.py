"""Money of a business leaves its account for a payout: put aside for a rail or a bank, or at once its owner's."""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection

from wallet import ledger
from wallet.business import levels, merchants
from wallet.business.merchants import Merchant
from wallet.core.errors import Misread, QuoteChanged, Refused
from wallet.ledger import Entry, Transfer, holds
from wallet.messages import notices
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.payments import operators, payments
from wallet.payments.party import at_phone
from wallet.payments.payments import NewPayment
from wallet.payouts import payouts, settlement_accounts
from wallet.payouts.payouts import BusinessPayout, NewPayout
from wallet.payouts.settlement_accounts import SettlementAccount
from wallet.people.people import Person
from wallet.prices import limits, tariffs

PURPOSE = "make_payout"


@dataclass(frozen=True)
class Leaving:
    """One payout's money, about to leave its shop, whose owner's row is locked, for an account."""

    shop: Merchant
    owner: Person
    account: SettlementAccount
    amount: int
    fee: int
    reference: str
    channel: str


def read_fee(db: Connection, account: SettlementAccount, amount: int) -> int:
    """Return the price of paying an amount out: to the owner's wallet it is free."""
    return 0 if account.kind == "wallet" else tariffs.read_price(db, "make_payout", amount).fee


def find_account(db: Connection, merchant_id: str, account_id: str) -> SettlementAccount:
    """Return an account of a business to which it may be paid out now. Raises Refused."""
    account = settlement_accounts.find(db, merchant_id, account_id)
    if account is None:
        raise Refused("member.no_such_account")
    if not account.is_ready:
        raise Refused("member.settlement_waits")
    return account


def check_order(db: Connection, merchant_id: str, account_id: str, amount: int, fee: int) -> SettlementAccount:
    """Return the account, having looked at amount and price. Raises Refused, Misread, QuoteChanged."""
    if amount < tariffs.MINIMUM:
        raise Misread("error.amount_below", minimum=tariffs.MINIMUM)
    account = find_account(db, merchant_id, account_id)
    levels.check_payout(db, merchant_id, account.kind, amount)
    if read_fee(db, account, amount) != fee:
        raise QuoteChanged("error.price_changed")
    return account


def begin(db: Connection, order: Leaving, *, by_schedule: bool = False, asked_by: str | None = None) -> BusinessPayout:
    """Write a payout down and put its money aside. Raises Refused, Misread."""
    payment_id = str(uuid4()) if order.account.kind == "phone" else None
    new = NewPayout(
        order.shop.id, order.account.id, order.amount, order.fee, order.reference,
        "paid" if order.account.kind == "wallet" else "pending", by_schedule, asked_by, payment_id,
    )  # fmt: skip
    made = payouts.create(db, new)
    move(db, order, made)
    return made


def approve(db: Connection, order: Leaving, asked: BusinessPayout, login_id: str) -> BusinessPayout:
    """Put the money of a payout aside that was asked for, as an owner decided. Raises Refused, Misread."""
    payment_id = str(uuid4()) if order.account.kind == "phone" else None
    state: payouts.PayoutState = "paid" if order.account.kind == "wallet" else "pending"
    made = payouts.decide(db, asked, state, login_id, payment_id)
    move(db, order, made)
    return made


def move(db: Connection, order: Leaving, made: BusinessPayout) -> None:
    """Post it, and tell the rail by which it goes. Raises Refused, Misread."""
    if order.account.kind == "wallet":
        _give(db, order, made)
        return
    short = Refused("member.payout_above", total=made.total)
    at = f"in_transit:{order.account.place}"
    if order.account.kind == "phone":
        operators.get_open(db, order.account.rail)
    held = holds.hold(db, made.key, "hold_payout", order.shop.account_id, made.total, at, short)
    if made.payment_id:
        payments.create(db, NewPayment(
            purpose=PURPOSE, direction="pay", reference=made.reference, rail=order.account.rail,
            party=at_phone(order.account.number), channel=order.channel, person_id=order.owner.id,
            asked_by=None, amount=made.amount, fee=made.fee, reservation=held.transfer, counted=False,
            id=made.payment_id,
        ))  # fmt: skip


def _give(db: Connection, order: Leaving, made: BusinessPayout) -> None:
    """Move a payout's money to the owner's wallet, whose own ceilings hold; they are texted it."""
    owner, shop = order.owner, order.shop
    room = limits.use(db, owner, "in", made.amount, owner_asks=True)
    entries = (Entry(shop.account_id, -made.amount), Entry(owner.account_id, made.amount))
    short = Refused("member.payout_above", total=made.amount)
    posting = ledger.post_one(db, Transfer(made.key, "pay_payout", entries), short)
    balance, left = posting.balances[owner.account_id], posting.balances[shop.account_id]
    limits.check_balance(room, balance, made.amount)
    movements.note(db, NewMovement(
        posting.transfer, made.reference, "make_payout", made.amount,
        giver_id=owner.id, receiver_id=owner.id, merchant_id=shop.id,
    ))  # fmt: skip
    said = {
        "amount": made.amount, "shop": shop.name, "balance": balance, "left": left, "reference": made.reference,
    }  # fmt: skip
    notices.tell(db, owner, "receipt", "takings_moved", **said)


def find_shop(db: Connection, merchant_id: str, people: dict[str, Person]) -> tuple[Merchant, Person]:
    """Return a business and its owner, who was locked. Raises Refused for another's."""
    shop = merchants.get_merchant(db, merchant_id)
    owner = people.get(shop.owner_id)
    if owner is None:
        raise Refused("refusal.not_allowed")
    return shop, owner
