"""Paying a merchant, at a till or a bill: free to the payer, the fee taken from what the merchant receives."""

from typing import Any, NamedTuple

from sqlalchemy import Connection

from wallet import ledger
from wallet.business import levels, sales_digest
from wallet.business.merchants import Merchant
from wallet.core.errors import Refused
from wallet.ledger import Entry, Transfer
from wallet.messages.notices import Message, Number
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.operations.use_case import Doing
from wallet.people.people import Person
from wallet.prices import limits, tariffs

Sentence = tuple[str, dict[str, Any]]  # its key, and the values it says


class Paid(NamedTuple):
    """A posted payment to a merchant: the merchant's fee, and what payer and shop then held."""

    transfer: str
    fee: int
    balance: int
    shop_balance: int


def pay_merchant(
    db: Connection, doing: Doing, merchant: Merchant, kind: str, amount: int, till: str = "", key: str = ""
) -> Paid:  # fmt: skip
    """Post it, count it against the payer's ceilings, and note it; `key` is the operation's where none is given.

    Raises Refused.
    """
    payer, owner = doing.person, doing.people.get(merchant.owner_id)
    if owner is None or owner.state != "open":
        raise Refused("refusal.shop_closed", shop=merchant.name)
    levels.take_in(db, merchant.id, amount)
    limits.spend(db, payer, amount, doing.channel)
    fee = tariffs.read_price(db, kind, amount).fee
    entries = (
        Entry(payer.account_id, -amount),
        Entry(merchant.account_id, amount - fee),
        Entry(ledger.ours(db, "fees"), fee),
    )
    short = {payer.account_id: Refused("refusal.not_enough_free", total=amount)}
    closed = Refused("refusal.shop_closed", shop=merchant.name)
    posting = ledger.post_one(db, Transfer(key or doing.key, kind, entries), closed, short)
    movements.note(db, NewMovement(
        posting.transfer, doing.reference, kind, amount,
        giver_id=payer.id, receiver_id=owner.id, fee=fee, merchant_id=merchant.id, till=till,
    ))  # fmt: skip
    shop_balance = ledger.balance_after(db, posting, merchant.account_id)
    return Paid(str(posting.transfer), fee, posting.balances[payer.account_id], shop_balance)


def tell_shop(
    db: Connection, doing: Doing, merchant: Merchant, kind: str, said: dict[str, Any], paid: Paid
) -> list[Message]:
    """Return messages to the owner (the fee, the shop's balance) and to the shop's own phone (who paid how much)."""
    owner, payer = doing.people[merchant.owner_id], doing.person
    seen = {**said, "name": payer.shown, "phone": payer.phone}
    whole = {**seen, "fee": paid.fee, "balance": paid.shop_balance}
    return list_told(db, merchant, owner, paid.transfer, (f"{kind}_received", whole), (f"{kind}_seen", seen))


def list_told(
    db: Connection, merchant: Merchant, owner: Person, transfer: str, whole: Sentence, seen: Sentence
) -> list[Message]:
    """Return messages of a payment to a shop: `whole` to its owner, `seen` to the shop's own phone where it has one.

    An owner who wants one text a day gets none here: the digest of this day is opened.
    """
    told = [Message(owner, *whole)] if merchant.texts == "each" else []
    if merchant.texts == "daily":
        sales_digest.open_digest(db, merchant.id, transfer)
    if merchant.phone and merchant.phone != owner.phone:
        told.append(Message(Number(merchant.phone, merchant.language), *seen))
    return told
