"""Requests of a run's shop that phones are asked for: paid by menu, text or operator, refused, blocked, or taken back.

Drawn, living at once with the others, and compared at rest: each is paid once or by nobody, and told so.
"""

import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, Literal

import requests

from faults.opening import open_wallets
from faults.plan import DrawnPerson
from faults.shop import NotMade, OnlineShop
from faults.stage import PIN, Stage
from faults.timeline import Timeline
from simulators.handset import NotTaken
from wallet.payments.rails import RAILS

Way = Literal["menu", "list", "text", "both", "operator", "refuses", "blocks", "nothing"]
WAYS: Final[tuple[Way, ...]] = ("menu", "list", "text", "both", "operator", "operator", "refuses", "blocks", "nothing")
STRANGERS: Final = ("operator",)  # who goes that way has no wallet
NUMBERS: Final = {"mtn": "652", "orange": "656"}  # nobody else's in a run begin so
HABITS: Final = ("approve", "approve", "approve", "refuse", "ignore")
OPENING: Final = 20_000
TRIES_MAX: Final = 8  # while everything breaks
PAUSE_SECONDS: Final = 0.3
QUESTION_WITHIN_SECONDS: Final = 5.0
QUESTION: Final = re.compile(r"OUI ([0-9]{4}) \(")
REFERENCE: Final = "R-{}"


@dataclass(frozen=True)
class DrawnAsk:
    """One request: of whom, how much, what they do; `again`: it is asked once more after; the shop may take it back."""

    number: int
    phone: str
    rail: str
    amount: int
    way: Way
    habit: str
    takes_back: bool
    again: bool

    @property
    def has_wallet(self) -> bool:
        """True for somebody with a wallet."""
        return self.way not in STRANGERS


def draw_asks(seed: int) -> tuple[DrawnAsk, ...]:
    """Draw up to three, each of another number and amount."""
    chance = Random(f"mbongo asked by a shop {seed}")
    amounts = chance.sample(range(300, 4_900), 3)

    def draw(number: int) -> DrawnAsk:
        rail, way = chance.choice(sorted(NUMBERS)), chance.choice(WAYS)
        return DrawnAsk(
            number, f"+237{NUMBERS[rail]}{seed % 100_000:05}{number}", rail, amounts[number], way,
            chance.choice(HABITS), chance.random() < 0.25, way == "blocks" or chance.random() < 0.2,
        )  # fmt: skip

    return tuple(draw(number) for number in range(chance.choice((1, 2, 3))))


@dataclass
class AskedByShop:
    """Does all that becomes of each of these requests; `broken` is what broke in the harness itself."""

    stage: Stage
    timeline: Timeline
    shop: OnlineShop
    asks: tuple[DrawnAsk, ...]
    broken: list[str] = field(default_factory=list)

    @property
    def phones(self) -> set[str]:
        """Return everybody's number."""
        return {one.phone for one in self.asks}

    def open_wallets(self) -> None:
        """Give a wallet to all but strangers."""
        people = [DrawnPerson(one.phone, "Awa Ngono", "fr", "approve", 0, ()) for one in self.asks if one.has_wallet]
        if people:
            open_wallets(self.stage, people, OPENING)

    @property
    def habits(self) -> dict[str, dict[str, float]]:
        """Return how each answers an operator's prompt."""
        return {one.phone: {one.habit: 1.0, "delay_seconds": 0.2} for one in self.asks}

    def live(self, one: DrawnAsk) -> None:
        """Have the shop ask, the one asked do what is drawn, and the shop take it back where it does."""
        try:
            made = self.ask(one, REFERENCE.format(one.number))
            code = str(made["code"])
            backs = [threading.Thread(target=self.take_back, args=(made["id"],), daemon=True)] if one.takes_back else []
            acts = [threading.Thread(target=act, args=(self, one, code), daemon=True) for act in DOES[one.way]]
            for thread in (*acts, *backs):
                thread.start()
            for thread in (*acts, *backs):
                thread.join()
            if one.again:
                self.ask(one, REFERENCE.format(f"{one.number}-again"))
        except NotMade as failed:
            self.timeline.note("shop", f"gives up its request: {failed}")
        except Exception as failed:
            self.broken.append(f"the day of who a shop asked broke: {type(failed).__name__} {failed}")

    def ask(self, one: DrawnAsk, reference: str) -> dict[str, Any]:
        """Ask somebody for money. Raises NotMade."""
        said = {"amount": one.amount, "title": "Gâteau", "reference": reference, "phone": one.phone}
        made = self.shop.ask("POST", "/requests", said)
        self.timeline.note("shop", f"asks {one.amount} of {one.phone}: {made['code']}")
        return made

    def take_back(self, request_id: str) -> None:
        """Say that it is not to be paid any more."""
        try:
            said = self.shop.ask("POST", f"/requests/{request_id}/cancel")["state"]
        except NotMade as failed:
            said = f"not taken back: {failed}"
        self.timeline.note("shop", f"takes a request back: {said}")

    def dial(self, one: DrawnAsk, dialled: str, *answers: str) -> None:
        """Dial and answer, from the start again while no screen comes."""
        handset = self.stage.handset(one.phone)
        for _ in range(TRIES_MAX):
            try:
                screen = handset.dial(dialled)
                for answer in answers:
                    self.timeline.note(one.phone, f"{screen.text} {screen.problem or ''}")
                    if screen.problem or not screen.open:
                        break
                    screen = handset.answer(choose(screen.text, answer))
                self.timeline.note(one.phone, f"{screen.text} {screen.problem or ''}")
                if not screen.problem:
                    return
            except requests.RequestException as failed:
                self.timeline.note(one.phone, f"no answer: {type(failed).__name__}")
            self.stage.let_go(one.phone)
            time.sleep(PAUSE_SECONDS)

    def text(self, one: DrawnAsk, words: str) -> bool:
        """Text these words. Returns False where they are not taken."""
        self.timeline.note(one.phone, f"texts {words.split(maxsplit=1)[0]} …")
        try:
            self.stage.handset(one.phone).text(words)
        except (NotTaken, requests.RequestException) as failed:
            self.timeline.note(one.phone, f"the text is not taken: {failed}")
            return False
        return True

    def pay_by_text(self, one: DrawnAsk, code: str) -> None:
        """Ask by text, and say yes to the question that comes."""
        if not self.text(one, f"PAYER {code}"):
            return
        deadline, since = time.monotonic() + QUESTION_WITHIN_SECONDS, 0
        while time.monotonic() < deadline:
            for told in self.stage.get("messages", to=one.phone, since=since, wait=0.3):
                since = told["seq"]
                if found := QUESTION.search(told["text"]):
                    self.text(one, f"OUI {found[1]}")
                    return

    def check(self) -> Iterator[str]:
        """Yield what is wrong once it rests."""
        yield from self.broken
        found = {row.reference: row for row in self.stage.rows(ASKED)}
        journal = Counter(entry["order"] for rail in NUMBERS for entry in self.stage.get("journal", operator=rail))
        for one in self.asks:
            if row := found.get(REFERENCE.format(one.number)):
                yield from (f"request of {one.amount} of {one.phone} ({row.state}) {w}" for w in judge(one, row))
        for row in self.stage.rows(BY_OPERATOR):
            times = journal[row.reference]
            if times != int(row.state == "succeeded") and row.state != "review":
                yield f"{row.rail} {row.direction} {row.reference} is {row.state}, and was executed {times} times"


def choose(screen: str, wanted: str) -> str:
    """Return the digit of the line that is called so, or the answer as it is."""
    found = re.search(rf"^([0-9]) {re.escape(wanted)}$", screen, re.MULTILINE)
    return found[1] if found else wanted


def judge(one: DrawnAsk, row: Any) -> Iterator[str]:
    """Yield what is wrong with one request: paid once or by nobody, told once, and nothing more heard once blocked."""
    by_wallet = row.state == "paid" and row.payment_id is None
    if one.has_wallet and OPENING - row.balance != by_wallet * one.amount:
        yield f"took {OPENING - row.balance} from its payer"
    if row.movements != int(row.state == "paid"):
        yield f"is {row.movements} times in histories"
    if row.receipts != int(row.state == "paid"):
        yield f"was told its payer {row.receipts} times"
    if (row.created, row.ended) != (1, int(row.state != "open")):
        yield f"was told its shop {row.created} times made, {row.ended} times ended"
    if row.after_block:
        yield f"was asked {row.after_block} times of somebody who had blocked it"
    if row.refused and row.state != "cancelled":
        yield "was refused"


DOES: Final[dict[Way, tuple[Any, ...]]] = {
    "menu": (lambda town, one, code: town.dial(one, f"*384*237*4*{code}#", PIN),),
    "list": (lambda town, one, _: town.dial(one, "*384*237*5*2#", "1", PIN),),
    "text": (AskedByShop.pay_by_text,),
    "both": (AskedByShop.pay_by_text, lambda town, one, code: town.dial(one, f"*384*237*4*{code}#", PIN)),
    "operator": (lambda town, one, code: town.dial(one, f"*384*237*2*{code}#", RAILS[one.rail].title),),
    "refuses": (lambda town, one, code: town.text(one, f"REFUSE {code}"),),
    "blocks": (lambda town, one, code: town.text(one, f"BLOQUE {code}"),),
    "nothing": (),
}
ASKED: Final = """SELECT c.reference, c.state, c.payment_id::text, a.refused_at IS NOT NULL AS refused,
        coalesce((SELECT b.balance FROM phone h JOIN person p ON p.id = h.person_id
            JOIN account b ON b.id = p.account_id WHERE h.number = a.phone), 0) AS balance,
        (SELECT count(*) FROM movement m WHERE m.transfer_id = c.paid_with) AS movements,
        (SELECT count(*) FROM notice n JOIN movement m ON m.reference = n."values"->>'reference'
            WHERE m.transfer_id = c.paid_with AND n.phone = a.phone AND n.kind = 'receipt') AS receipts,
        (SELECT count(*) FROM event e WHERE e.object_id = c.id::text AND e.kind = 'request.created') AS created,
        (SELECT count(*) FROM event e WHERE e.object_id = c.id::text AND e.kind LIKE 'request.%'
            AND e.kind <> 'request.created') AS ended,
        (SELECT count(*) FROM notice n JOIN block k ON k.blocker IN
              (a.phone, (SELECT h.person_id::text FROM phone h WHERE h.number = a.phone))
            WHERE n.phone = a.phone AND n.sentence = 'shop_request' AND n.written_at > k.since) AS after_block
    FROM checkout_ask a JOIN checkout c ON c.id = a.checkout_id WHERE a.phone <> ''"""
BY_OPERATOR: Final = """SELECT p.reference, p.rail, p.direction, p.state FROM payment p
    JOIN checkout_ask a ON a.checkout_id = p.checkout_id WHERE p.rail IN ('mtn', 'orange')"""
