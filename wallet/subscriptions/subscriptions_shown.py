"""A person's own subscriptions as a screen shows them."""

from dataclasses import dataclass

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.subscriptions import charging, subscriptions


@dataclass(frozen=True)
class ShownSubscription:
    """A subscription: a fact for the screen. `date` is of the next charge, "" while none comes;
    `asks` is 1 where a price is announced that asks for another agreement, `tries` how often its next charge failed.
    """

    pay_code: str
    shop: str
    title: str
    amount: int
    each: str
    state: str
    date: str
    asks: int
    tries: int


def list_shown(db: Connection, person_id: str) -> list[ShownSubscription]:
    """Return a person's subscriptions, the oldest first. Raises Refused where they have none."""
    found = subscriptions.list_of_person(db, person_id)
    if not found:
        raise Refused("refusal.no_subscriptions")
    return [
        ShownSubscription(
            one.pay_code, one.shop, one.title, charging.read_amount(db, one), one.every, one.state,
            charging.show_day(charging.find_try(one)) if one.state == "active" else "",
            int((one.next_amount or 0) > one.most), one.tries,
        )
        for one in found
    ]  # fmt: skip
