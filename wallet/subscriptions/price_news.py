"""Telling who is charged by a plan that it will cost something else: all in one statement, however many they are."""

from typing import Final

from sqlalchemy import Connection, text

from wallet.business import merchants
from wallet.messages import notices
from wallet.messages.notices import Message, Number
from wallet.subscriptions import charging
from wallet.subscriptions.plans import Plan

WITHIN, ABOVE = "plan_price", "plan_price_above"  # what was agreed to at most
READERS: Final = text("""SELECT f.number, o.language, m.most FROM subscription s
    JOIN person o ON o.id = s.person_id JOIN phone f ON f.person_id = o.id AND f.until IS NULL
    CROSS JOIN LATERAL (SELECT most FROM mandate WHERE subscription_id = s.id ORDER BY agreed_at DESC LIMIT 1) m
    WHERE s.plan_id = :plan AND s.state IN ('active', 'past_due')""")


def tell_all(db: Connection, plan: Plan) -> None:
    """Tell each subscriber from when the plan costs how much; above what they agreed to, also that they must agree."""
    assert plan.next_since is not None
    assert plan.next_amount is not None
    said = {
        "shop": merchants.get_merchant(db, plan.merchant_id).name, "title": plan.title, "each": plan.every,
        "pay_code": plan.code, "amount": plan.next_amount, "date": charging.show_day(plan.next_since),
    }  # fmt: skip
    told = [
        [Message(Number(row.number, row.language), ABOVE if plan.next_amount > row.most else WITHIN, said)]
        for row in db.execute(READERS, {"plan": plan.id})
    ]
    notices.tell_each(db, "receipt", told)
