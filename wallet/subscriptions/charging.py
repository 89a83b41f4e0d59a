"""Doing what is due about a subscription: tell its subscriber, charge it, try again, give up.

One step at a time, each in one transaction with the time of the next: whatever dies, a step is done whole or not yet.
A period is charged once, and one that nobody looked at while it was due (we were away, a clock stood still) is missed,
not charged beside the next.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.business import merchants
from wallet.business.merchant_payment import pay_merchant, tell_shop
from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.errors import Refused
from wallet.core.secrets import Secrets
from wallet.messages import notices
from wallet.messages.notices import Message
from wallet.operations import drawn_references
from wallet.operations.actor import Actor
from wallet.operations.use_case import Doing
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import tariffs, watches
from wallet.subscriptions import charges, plans, subscriptions
from wallet.subscriptions.due_days import (
    TOLD_AT_HOUR,
    TOLD_AT_LEAST,
    at_hour,
    count_due,
    find_charge_moment,
    list_notices,
    list_tries,
)
from wallet.subscriptions.subscriptions import Subscription

KIND: Final = "pay_subscription"
DUE: Final = "SELECT id::text FROM subscription WHERE next_at <= wallet_now() ORDER BY next_at"
OF: Final = text("""SELECT s.person_id::text, h.owner_id::text FROM subscription s JOIN plan p ON p.id = s.plan_id
    JOIN merchant h ON h.id = p.merchant_id WHERE s.id = :id""")
PAST_DUE: Final = {"pause": "subscription_past_due_pause", "end": "subscription_past_due_end"}
STOPPED: Final = {
    ("paused", "unpaid"): "subscription_paused_unpaid",
    ("paused", "price"): "subscription_paused_price",
    ("paused", "by_shop"): "subscription_paused_by_shop",
    ("ended", "unpaid"): "subscription_ended_unpaid",
    ("ended", "shop_closed"): "subscription_ended_shop_closed",
    ("ended", "by_shop"): "subscription_ended_by_shop",
}
NOT_THEIR_FAULT: Final = "refusal.shop_closed"
STOPPED_WALLET: Final = ("refusal.account_frozen", "refusal.locked_for_owner", "refusal.locked_by_owner")


def end(db: Connection, subscription_id: str) -> None:
    """Do what is due about one now, and set when it is looked at next."""
    person_id, owner_id = db.execute(OF, {"id": subscription_id}).one()
    known = people.lock_rows(db, person_id, owner_id)
    found, now = subscriptions.lock_row(db, subscription_id), clock.now(db)
    if found.next_at is None or found.next_at > now:
        return
    person = known[person_id]
    if person.state == "closed":
        stop(db, found, "ended", "wallet_closed")
    elif found.state == "past_due":
        give_up(db, found, person)
    elif found.is_over:
        stop(db, found, "ended", "done")
    else:
        look(db, skip_missed(db, found, now), known, now)


def skip_missed(db: Connection, found: Subscription, now: datetime) -> Subscription:
    """Return a subscription at the newest period that is due and agreed to, the ones before it missed."""
    newest = found.first + count_due(found.starts_on, found.every, now.astimezone(DOUALA).date())
    if found.times is not None:
        newest = min(newest, found.times - 1)
    if newest <= found.period:
        return found
    charges.note_missed(db, found, newest)
    return subscriptions.move(db, found, period=newest, tries=0)


def look(db: Connection, found: Subscription, known: dict[str, Person], now: datetime) -> None:
    """Charge it where it is time, else tell what is to be told by now."""
    person, told = known[found.person_id], charges.read_told(db, found)
    days = list_notices(found.every)
    if now < find_try(found):
        due = [what for what, before in days.items() if now >= at_hour(found.due_on - timedelta(before), TOLD_AT_HOUR)]
        if due and not found.tries and due[-1] not in told:
            tell_before(db, found, person, due[-1], find_try(found))
        subscriptions.move(db, found, next_at=find_next(db, found, now))
    elif days and not was_told(found, told, now):  # nobody was there to tell in time: a day later then
        tell_before(db, found, person, "day_before", now + timedelta(days=1))
        subscriptions.move(db, found, next_at=now + timedelta(days=1))
    else:
        charge(db, found, known, now)


def was_told(found: Subscription, told: dict[str, datetime], now: datetime) -> bool:
    """True for a subscriber who was told long enough before, or agreed to it so lately that they know."""
    agreed_lately = found.agreed_at.astimezone(DOUALA).date() >= found.due_on - timedelta(days=1)
    return agreed_lately or any(at <= now - TOLD_AT_LEAST for at in told.values())


def find_try(found: Subscription) -> datetime:
    """Return when the next period is tried next."""
    days, hour = list_tries(found.every)[found.tries]
    return at_hour(found.due_on + timedelta(days), hour)


def find_next(db: Connection, found: Subscription, now: datetime) -> datetime:
    """Return when something is to be done next: told, or charged."""
    told = charges.read_told(db, found)
    ahead = [
        at for what, before in list_notices(found.every).items()
        if what not in told and (at := at_hour(found.due_on - timedelta(before), TOLD_AT_HOUR)) > now
    ]  # fmt: skip
    return min([*ahead, find_try(found)])


def tell_before(db: Connection, found: Subscription, person: Person, what: str, at: datetime) -> None:
    """Tell a subscriber when how much will be charged, and how they stop it."""
    amount = read_amount(db, found)
    charges.note_told(db, found, what)
    notices.tell(db, person, "receipt", "subscription_comes", **{**found.said, "amount": amount, "date": show_day(at)})


def charge(db: Connection, found: Subscription, known: dict[str, Person], now: datetime) -> None:
    """Charge the next period, or say why it could not be and when it is tried again."""
    person, amount = known[found.person_id], read_amount(db, found)
    if amount > found.most:
        stop(db, found, "paused", "price", person, amount=amount)
        return
    doing = Doing(
        charges.make_key(found), drawn_references.draw(db, charges.make_key(found)), "system",
        Actor("person", person.id, person.language, person.phone), known, Secrets(()),
    )  # fmt: skip
    try:
        with db.begin_nested():
            people.refuse_stopped(person)
            people.refuse_locked(person)
            watches.count_leaving(db, person, amount)
            told = collect(db, doing, found, amount, now)
    except Refused as refused:
        fail(db, found, person, amount, refused.key)
        return
    notices.tell_all(db, "receipt", *told)


def collect(db: Connection, doing: Doing, found: Subscription, amount: int, now: datetime) -> list[Message]:
    """Move a period's money from its subscriber to the business, less its fee, and go on to the next period.

    Returns what is told of it: first to the subscriber, then to the shop. Raises Refused.
    """
    merchant = merchants.get_merchant(db, found.merchant_id)
    fee = tariffs.read_price(db, KIND, amount).fee
    charges.note_paid(db, found, amount, fee, doing.reference)  # first: it is the transfer's reason
    paid = pay_merchant(db, doing, merchant, KIND, amount, key=charges.make_key(found))
    done = go_on(db, found, amount, now)
    said = {**found.said, "amount": amount, "reference": doing.reference}
    to_shop = tell_shop(db, doing, merchant, KIND, said, paid)
    mine = {**said, "balance": paid.balance}
    if done.next_at is None:
        return [Message(doing.person, "subscription_charged_last", mine), *to_shop]
    return [Message(doing.person, "subscription_charged", {**mine, "date": show_day(find_try(done))}), *to_shop]


def go_on(db: Connection, found: Subscription, amount: int, now: datetime) -> Subscription:
    """Return a subscription that was charged so much, at the period after it, or ended where that was the last."""
    ahead = subscriptions.move(db, found, state="active", why="", period=found.period + 1, tries=0, next_at=now)
    charged = {"charged": amount, "charged_period": found.period}
    if ahead.is_over:
        ahead = subscriptions.move(db, ahead, state="ended", why="done", next_at=None)
        subscriptions.note(db, ahead, "subscription.charged", **charged)
        subscriptions.note(db, ahead, "subscription.ended")
        return ahead
    ahead = subscriptions.move(db, ahead, next_at=find_next(db, ahead, now))
    subscriptions.note(db, ahead, "subscription.charged", **charged)
    return ahead


def fail(db: Connection, found: Subscription, person: Person, amount: int, why: str) -> None:
    """Note that a charge could not be made; say why and when it is tried again, or that it is past due."""
    if why == NOT_THEIR_FAULT:
        stop(db, found, "ended", "shop_closed", person)
        return
    tries = found.tries + 1
    said = {**found.said, "amount": amount}
    if tries < len(list_tries(found.every)):
        tried = subscriptions.move(db, found, tries=tries, next_at=find_try(replace(found, tries=tries)))
        assert tried.next_at
        subscriptions.note(db, tried, "subscription.charge_failed")
        sentence = "subscription_failed_stopped" if why in STOPPED_WALLET else "subscription_failed"
        notices.tell(db, person, "receipt", sentence, **{**said, "date": show_day(tried.next_at)})
        return
    late = subscriptions.move(
        db, found, state="past_due", tries=tries, next_at=clock.now(db) + timedelta(days=found.grace_days)
    )
    subscriptions.note(db, late, "subscription.past_due")
    if found.grace_days:
        assert late.next_at
        said |= {"date": show_day(late.next_at)}
        notices.tell(db, person, "receipt", PAST_DUE[found.at_last], **said)
    else:
        give_up(db, late, person)


def give_up(db: Connection, found: Subscription, person: Person) -> None:
    """Pause or end a subscription that stayed past due, as its plan says or no period is left; this one is missed."""
    charges.note_missed(db, found, found.period + 1)
    missed = subscriptions.move(db, found, period=found.period + 1, tries=0)
    goes_on = found.at_last == "pause" and not missed.is_over
    stop(db, missed, "paused" if goes_on else "ended", "unpaid", person)


def stop(
    db: Connection,
    found: Subscription,
    state: subscriptions.SubscriptionState,
    why: str,
    person: Person | None = None,
    **more: Any,
) -> Subscription:
    """Pause or end a subscription, tell its business, and its subscriber where `person` is given."""
    stopped = subscriptions.move(db, found, state=state, why=why, next_at=None)
    subscriptions.note(db, stopped, f"subscription.{state}")
    if person:
        notices.tell(db, person, "receipt", STOPPED[state, why], **{**found.said, **more})
    return stopped


def resume(db: Connection, found: Subscription, person: Person) -> None:
    """Go on with a subscription that its business paused; what was due before today is missed, and nothing is owed."""
    now = clock.now(db)
    newest = skip_missed(db, found, now)
    if newest.is_over:
        stop(db, newest, "ended", "done")
        return
    active = subscriptions.move(db, newest, state="active", why="", tries=0, next_at=now)
    active = subscriptions.move(db, active, next_at=find_next(db, active, now))
    subscriptions.note(db, active, "subscription.resumed")
    notices.tell(db, person, "receipt", "subscription_resumed_by_shop", **found.said)


def read_amount(db: Connection, found: Subscription) -> int:
    """Return what the next period costs: the price of the day on which it is due."""
    return plans.read_price(db, found.plan_id, find_charge_moment(found.due_on))


def show_day(moment: datetime) -> str:
    """Return a day as sentences say it."""
    return clock.shown(moment)["date"]
