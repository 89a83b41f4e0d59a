"""Tell of payouts that pay salaries: their payroll alone shows them, and who is paid reads of it."""

from uuid import UUID

from sqlalchemy import Connection

from wallet.business.merchants import Merchant
from wallet.messages.notices import Message, Number
from wallet.operations.movements import NewMovement
from wallet.payouts.settlement_accounts import SettlementAccount
from wallet.people import people


def note_back(shop: Merchant, transfer: UUID, reference: str, amount: int) -> NewMovement:
    """Return what a business sees of a salary that came back."""
    return NewMovement(transfer, reference, "return_salary", amount, receiver_id=shop.owner_id, merchant_id=shop.id)


def tell_paid(db: Connection, shop: Merchant, account: SettlementAccount, amount: int, reference: str) -> list[Message]:
    """Return what who was paid at a phone reads, in their language where we know it; nothing at a bank."""
    if account.kind != "phone":
        return []
    reader = Number(account.number, people.find_language(db, account.number, "fr"))
    said = {"amount": amount, "shop": shop.name, "operator": account.rail, "reference": reference}
    return [Message(reader, "salary_sent", said)]
