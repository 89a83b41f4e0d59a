"""Subscribers of a run: drawn, living at once with the others, and compared at rest with what they agreed to."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

import requests
from sqlalchemy.exc import SQLAlchemyError

from faults.opening import open_wallets
from faults.plan import DrawnPerson
from faults.shop import NotMade, OnlineShop
from faults.stage import PIN, Stage
from faults.timeline import Timeline
from simulators.handset import NotTaken

TITLE: Final = "Salle"
TRIES_MAX: Final = 12  # to agree, while everything breaks
PAUSE_SECONDS: Final = 0.3
ENDINGS: Final = ("", "", "", "stops", "pauses")
WHOLE: Final = 3  # as many charges as a subscriber may have money for


@dataclass(frozen=True)
class DrawnSubscriber:
    """One who agrees to a plan of their own: its price, how often it is charged, and how they end it, "" for not.

    `pays`: for how many charges they have money. `next_price`: announced once they agreed, 0 for none.
    """

    phone: str
    price: int
    every: str
    times: int
    pays: int
    next_price: int
    ending: str

    @property
    def opening(self) -> int:
        """Return what they have at first."""
        return self.pays * max(self.price, self.next_price) + 7


def draw_subscribers(seed: int, phones: tuple[str, ...]) -> tuple[DrawnSubscriber, ...]:
    """Draw one for each of these phones."""
    chance = Random(f"mbongo subscribers {seed}")

    def draw(phone: str) -> DrawnSubscriber:
        price = 100 * chance.randint(2, 40)
        return DrawnSubscriber(
            phone, price, chance.choice(("week", "week", "month")), chance.choice((1, 2, 2, WHOLE)),
            chance.choice((1, 1, 2, WHOLE)), chance.choice((0, 0, price + 100)), chance.choice(ENDINGS),
        )  # fmt: skip

    return tuple(draw(phone) for phone in phones)


@dataclass
class Subscribing:
    """Does what every subscriber of a run does; `codes` are their plans' by phone."""

    stage: Stage
    timeline: Timeline
    shop: OnlineShop
    subscribers: tuple[DrawnSubscriber, ...]
    codes: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def open_wallets(self) -> None:
        """Give each a wallet with what they have at first."""
        for one in self.subscribers:
            person = DrawnPerson(one.phone, "Awa Ngono", "fr", "approve", 0, ())
            open_wallets(self.stage, [person], one.opening)

    def live(self, one: DrawnSubscriber) -> None:
        """Have the shop offer a plan, agree to it, and end it where that is drawn; note what breaks."""
        try:
            self.offer(one)
            if self.agree(one) and one.next_price:
                self.change_price(one)
            self.leave(one)
        except NotMade as failed:
            self.timeline.note("shop", f"gives up its plan: {failed}")
        except Exception as failed:
            self.broken.append(f"a subscriber's day broke: {type(failed).__name__} {failed}")

    def offer(self, one: DrawnSubscriber) -> None:
        """Make the plan. Raises NotMade."""
        made = self.shop.ask("POST", "/plans", {
            "title": TITLE, "amount": one.price, "every": one.every, "times": one.times, "grace_days": 1,
            "at_last": "end", "most": max(one.price, one.next_price),
        })  # fmt: skip
        self.codes[one.phone] = made["code"]
        self.timeline.note("shop", f"offers {one.price} a {one.every} to {one.phone}: {made['code']}")

    def agree(self, one: DrawnSubscriber) -> bool:
        """Agree by the menu, again while no answer comes. Returns whether it is written down."""
        handset, code = self.stage.handset(one.phone), self.codes[one.phone]
        for _ in range(TRIES_MAX):
            screen = handset.dial(f"*384*237*4*{code}#")
            if screen.open and "PIN" in screen.text:
                screen = handset.answer(PIN)
            self.timeline.note(one.phone, f"{screen.text} {screen.problem or ''}")
            if self.find(one.phone):
                return True
            time.sleep(PAUSE_SECONDS)
            self.stage.let_go(one.phone)
        return False

    def change_price(self, one: DrawnSubscriber) -> None:
        """Announce another price. Raises NotMade."""
        plans = self.shop.ask("GET", "/plans")["data"]
        [plan] = [plan["id"] for plan in plans if plan["code"] == self.codes[one.phone]]
        self.shop.ask("POST", f"/plans/{plan}/price", {"amount": one.next_price})

    def leave(self, one: DrawnSubscriber) -> None:
        """Stop it by a text, or pause it by the menu, where that is drawn."""
        handset, code = self.stage.handset(one.phone), self.codes[one.phone]
        try:
            if one.ending == "stops":
                handset.text(f"STOP ABO {code}")
            elif one.ending == "pauses":
                screen = handset.dial("*384*237*6*3*1*1#")
                self.timeline.note(one.phone, f"{screen.text} {screen.problem or ''}")
        except (NotTaken, requests.RequestException) as failed:
            self.timeline.note(one.phone, f"cannot leave: {failed}")

    def find(self, phone: str) -> Any:
        """Return how somebody's subscription stands, None while there is none, or nobody can look."""
        try:
            return next(iter(self.stage.rows(STANDS, phone=phone)), None)
        except SQLAlchemyError:  # its connections were cut
            return None

    def check(self) -> list[str]:
        """Return what is wrong at rest, as sentences."""
        return [*self.broken, *(wrong for one in self.subscribers for wrong in self.check_one(one))]

    def check_one(self, one: DrawnSubscriber) -> Iterator[str]:
        """Check that one was charged once a period, on its day, what it cost then, and told of each charge once."""
        stands = self.find(one.phone)
        [paid] = self.stage.rows(PAID, phone=one.phone)
        held, told = self.stage.rows(HELD, phone=one.phone)[0]
        if one.opening - held != paid.francs:
            yield f"{one.phone} gave {one.opening - held}, and was charged {paid.francs}"
        if told != paid.times:
            yield f"{one.phone} was charged {paid.times} times, and told of {told}"
        if paid.periods != paid.times or paid.days != paid.times or paid.times > min(one.times, one.pays):
            yield f"{one.phone} was charged {paid.times} times of {one.times}, on {paid.days} days"
        if paid.wrong:
            yield f"{one.phone} was charged another price than that of the day"
        if stands and stands.state not in ("ended", "paused"):
            yield f"the subscription of {one.phone} is left {stands.state}"
        if stands and stands.state == "paused" and one.ending != "pauses":
            yield f"the subscription of {one.phone} was paused by nobody"
        if stands and stands.late:
            yield f"{one.phone} was charged after the end"


OF_PHONE: Final = """subscription s JOIN phone h ON h.person_id = s.person_id AND h.number = :phone"""
STANDS: Final = f"""SELECT s.state, s.why, EXISTS (SELECT FROM charge c WHERE c.subscription_id = s.id
    AND c.state = 'paid' AND c.at > s.ended_at) AS late FROM {OF_PHONE}"""  # noqa: S608 - constants
PAID: Final = f"""SELECT count(*) AS times, count(DISTINCT c.period) AS periods, count(DISTINCT c.due_on) AS days,
    coalesce(sum(c.amount), 0) AS francs, count(*) FILTER (WHERE c.amount <> plan_price_at(s.plan_id,
      (c.due_on + time '08:00') AT TIME ZONE 'Africa/Douala')) AS wrong
    FROM charge c JOIN {OF_PHONE} ON s.id = c.subscription_id WHERE c.state = 'paid'"""  # noqa: S608 - constants
HELD: Final = """SELECT a.balance, (SELECT count(*) FROM notice n WHERE n.phone = h.number
      AND n.sentence IN ('subscription_charged', 'subscription_charged_last')) AS told
    FROM phone h JOIN person p ON p.id = h.person_id JOIN account a ON a.id = p.account_id WHERE h.number = :phone"""
