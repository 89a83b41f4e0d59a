"""A payout of a business to a phone: paid on by a success with its price, returned whole by a failure."""

from sqlalchemy import Connection

from wallet import ledger
from wallet.business import merchants
from wallet.ledger import Entry, Transfer, holds
from wallet.messages.notices import Message
from wallet.operations.movements import NewMovement
from wallet.payouts import payouts, settlement_accounts
from wallet.payouts.change_settlement import name_account
from wallet.payouts.for_salaries import note_back, tell_paid
from wallet.purposes.ending import Ending, Purpose, uncount_nothing


def pay_or_return(db: Connection, end: Ending) -> Transfer:
    """Return the transfer that ends a payout's reservation."""
    payment, in_transit = end.payment, f"in_transit:{end.payment.rail}"
    if not end.succeeded:
        shop = merchants.get_merchant(db, payouts.lock_row_of_payment(db, payment.id).merchant_id)
        back = [Entry(shop.account_id, payment.total)]
        return holds.ending(db, f"{end.key}:returned", "return_payout", end.reservation, back, in_transit)
    paid = [Entry(ledger.ours(db, end.float), payment.amount)]
    if payment.fee:
        paid.append(Entry(ledger.ours(db, "fees"), payment.fee))
    return holds.ending(db, end.key, "pay_payout", end.reservation, paid, in_transit)


def note(db: Connection, end: Ending) -> list[NewMovement]:
    """End the payout, and return what its shop sees of a success: the transfer that put the money aside."""
    payment = end.payment
    payout = payouts.lock_row_of_payment(db, payment.id)
    payouts.end(db, payout, "paid" if end.succeeded else "failed", end.change.reason)
    if payout.for_salary:
        if end.succeeded or not end.posting:
            return []
        shop = merchants.get_merchant(db, payout.merchant_id)
        return [note_back(shop, end.posting.transfer, payout.reference, payout.total)]
    if not end.succeeded:
        return []
    what = (end.reservation, payment.reference, "make_payout", payment.amount)
    return [NewMovement(*what, giver_id=payment.person_id, fee=payment.fee, merchant_id=payout.merchant_id)]


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return what the shop's owner reads; of a salary, who was paid."""
    payment = end.payment
    payout = payouts.lock_row_of_payment(db, payment.id)
    shop, account = merchants.get_merchant(db, payout.merchant_id), settlement_accounts.get(db, payout.account_id)
    if payout.for_salary:
        return tell_paid(db, shop, account, payment.amount, payment.reference) if end.succeeded else []
    said = {
        "amount": payment.amount, "account": name_account(account), "fee": payment.fee, "shop": shop.name,
        "reference": payment.reference, "balance": end.balance_of(db, shop.account_id),
    }  # fmt: skip
    return [Message(end.owner, "payout_succeeded" if end.succeeded else "payout_failed", said)]


PURPOSE = Purpose(pay_or_return, uncount_nothing, note, tell)
