"""Telling who is charged by a plan that it will cost something else: all in one statement, however many they are."""

from typing import Final

from sqlalchemy import Connection, text

from wallet.business import merchants
from wallet.messages import notices
from wallet.messages.notices import Message, Number
from wallet.operations import pay_addresses
from wallet.subscriptions import charging
from wallet.subscriptions.plans import Plan, PriceChange

READERS: Final = text("""SELECT f.number, o.language, m.most FROM subscription s
    JOIN person o ON o.id = s.person_id JOIN phone f ON f.person_id = o.id AND f.until IS NULL
    CROSS JOIN LATERAL (SELECT most FROM mandate WHERE subscription_id = s.id ORDER BY agreed_at DESC LIMIT 1) m
    WHERE s.plan_id = :plan AND s.state IN ('active', 'past_due')""")


def tell_all(db: Connection, plan: Plan, change: PriceChange) -> None:
    """Tell each subscriber from when how much; above what they agreed to, also that they must agree to it."""
    shop, code = merchants.get_merchant(db, plan.merchant_id).name, pay_addresses.get_of(db, "plan", plan.id).code
    said = {"shop": shop, "title": plan.title, "each": plan.every, "pay_code": code, "amount": change.amount, "date": charging.show_day(change.since)}  # fmt: skip
    notices.tell_all(db, "receipt", *(
        Message(Number(row.number, row.language), f"plan_price{'_above' if change.amount > row.most else ''}", said)
        for row in db.execute(READERS, {"plan": plan.id})
    ))  # fmt: skip
