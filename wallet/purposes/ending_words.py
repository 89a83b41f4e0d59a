"""Who hears what of a payment that has ended."""

from typing import Final

from sqlalchemy import Connection

from wallet.messages.notices import Told
from wallet.payments.payments import Change
from wallet.people import people
from wallet.people.people import Person

KIND: Final = {"collect": "add_money", "pay": "withdraw_money"}


def tell(db: Connection, change: Change, owner: Person, asker: Person, balance: int) -> list[Told]:
    """A receipt for the owner, and for who paid or asked when that was another; of a failure, who asked is told."""
    payment = change.payment
    if owner.state == "closed":
        return tell_of_closed(db, change, owner, asker)
    said = {"amount": payment.amount, "operator": payment.rail, "phone": payment.phone, "reference": payment.reference,
            "fee": payment.fee, "tax": payment.tax, "total": payment.total, "balance": balance}  # fmt: skip
    first = owner if change.state == "succeeded" else asker
    told = [Told(first.phone, first.language, f"sms.{KIND[payment.direction]}_{change.state}", said)]
    if payment.direction == "pay" or change.state != "succeeded":
        return told
    whose = {**said, "name": owner.shown, "phone": owner.phone, "payer": payment.phone}
    if payment.phone != owner.phone:
        payer = people.by_phone(db, payment.phone) or asker  # a stranger reads the language of who asked
        told.append(Told(payment.phone, payer.language, "sms.recharge_paid_for", whose))
    if asker.phone not in (owner.phone, payment.phone):
        told.append(Told(asker.phone, asker.language, "sms.recharge_done_for", whose))
    return told


def tell_of_closed(db: Connection, change: Change, owner: Person, asker: Person) -> list[Told]:
    """Its owner closed the account meanwhile: whoever holds the paying number hears, or the number it was paid to.

    A number that reaches somebody else by now hears nothing of what was never theirs.
    """
    payment = change.payment
    said = {"amount": payment.amount, "operator": payment.rail, "phone": payment.phone, "reference": payment.reference}
    if payment.direction == "collect" and change.state != "succeeded":
        return [Told(asker.phone, asker.language, f"sms.add_money_{change.state}", said)]
    if payment.direction == "pay" and people.by_phone(db, payment.phone):
        return []
    paid_out = payment.direction == "pay" and change.state == "succeeded"
    return [Told(payment.phone, owner.language, "sms.close_paid" if paid_out else "sms.kept_for_closed", said)]
