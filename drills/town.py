"""People of a drill: they send, recharge, withdraw, bring and fetch cash, one thing after another, until it is over."""

import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final

from drills.service import Service
from faults.acknowledged import Attempt, Journal
from faults.draw import RunPhones, draw_by_operator, draw_cash_in, draw_cash_out, draw_phone, draw_send
from faults.opening import open_wallets
from faults.people import Everybody, PhoneUser
from faults.plan import DrawnPerson, PlannedAct
from faults.timeline import Timeline
from simulators.handset import Screen

SMALLEST, LARGEST = 100, 19_999
EACH: Final = 6  # customers of one hand, so that nobody does too much in a day
PAUSE_SECONDS: Final = 0.5  # of somebody who was not connected
# What somebody begins: how often of ten, and how it is drawn.
BEGUN: Final = (
    (4, draw_send), (2, draw_by_operator("recharge")), (2, draw_by_operator("withdraw")), (1, draw_cash_in),
    (1, draw_cash_out),
)  # fmt: skip


@dataclass
class CountedJournal(Journal):
    """The same of a drill, which counts hops and texts too, and those that the gateway got no answer to."""

    hops: int = 0
    failed: list[str] = field(default_factory=list)

    def count(self, problem: str) -> None:
        """Count a hop or a text, and what its failure was, if it failed."""
        with self.held:
            self.hops += 1
            self.failed += [problem] if problem else []


@dataclass
class DrillCaller(PhoneUser):
    """A person whose closing screens are noted."""

    journal: CountedJournal = field(default_factory=CountedJournal)
    acting: Attempt | None = None

    def by_ussd(self, asked: PlannedAct, code: str) -> str:
        """Call, and note what was tried and told."""
        self.acting = Attempt(asked.kind, asked.amount)
        self.journal.begin(self.acting)
        return super().by_ussd(asked, code)

    def by_sms(self, asked: PlannedAct, code: str) -> str:
        """Text, and note what was tried."""
        self.journal.begin(Attempt(asked.kind, asked.amount))
        return super().by_sms(asked, code)

    def saw(self, screen: Screen) -> Screen:
        """Note a closing screen."""
        self.journal.count(screen.problem or "")
        shown = super().saw(screen)
        if shown.problem:
            time.sleep(PAUSE_SECONDS)
        if not shown.open and self.acting:
            self.journal.hear(self.acting, shown.text)
        return shown

    def texts(self, words: str, *, twice: bool) -> bool:
        """Text, and count it."""
        taken = super().texts(words, twice=twice)
        self.journal.count("" if taken else "a text was not taken")
        return taken


@dataclass
class Hand:
    """One of many who make calls: draws what somebody of its own does next, and does it."""

    number: int
    people: list[DrawnPerson]
    agent: str
    everybody: Everybody
    amounts: Iterator[int]
    chance: Random

    def draw(self) -> PlannedAct:
        """Draw the next thing that is done."""
        [draw] = self.chance.choices([one for _, one in BEGUN], [weight for weight, _ in BEGUN])
        phones = RunPhones(tuple(one.phone for one in self.people), (), self.agent)
        own, amount = self.chance.choice(phones.customers), next(self.amounts)
        asked = draw(self.chance, phones, own, amount)
        then = tuple(replace(one, mishap="", by_sms=False) for one in asked.then if one.kind == "pay_out")[:1]
        return replace(asked, mishap="", by_sms=asked.by_sms and self.chance.random() < 0.3, then=then)

    def work(self, over: threading.Event) -> None:
        """Do one thing after another until it is over."""
        while not over.is_set():
            self.everybody.do(self.draw())


@dataclass
class Town:
    """Everybody of a drill, and the hands that make their calls."""

    service: Service
    journal: CountedJournal
    people: tuple[DrawnPerson, ...]
    hands: list[Hand]
    everybody: Everybody
    timeline: Timeline
    over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self, hands: int) -> None:
        """Let so many hands begin."""
        self.over.clear()
        begun = self.hands[:hands]
        self.threads = [threading.Thread(target=hand.work, args=(self.over,), daemon=True) for hand in begun]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """Let everybody finish what they do, keeping all up meanwhile."""
        self.over.set()
        while any(thread.is_alive() for thread in self.threads):
            self.service.look()
            time.sleep(0.1)


def draw_town(service: Service, seed: int, hands: int, telling: list[tuple[str, str]]) -> Town:
    """Return a town of so many hands, drawn from the seed; nobody has a wallet yet."""
    chance, journal, timeline = Random(f"mbongo drill {seed}"), CountedJournal(), Timeline()
    numbers = itertools.count(seed * 10_000 % 900_000)
    agent = DrawnPerson(draw_phone(chance, next(numbers), 9), "Fatou Diallo", "fr", "approve", 0, (), "agent")
    groups = [
        [
            DrawnPerson(
                draw_phone(chance, next(numbers), 1), "Moussa Bello", chance.choice(("fr", "en")), "approve", 0.2, ()
            )
            for _ in range(EACH)
        ]
        for _ in range(hands)
    ]
    everyone = (agent, *itertools.chain.from_iterable(groups))
    callers: dict[str, PhoneUser] = {
        person.phone: DrillCaller(service, timeline, person, telling, 0, journal=journal) for person in everyone
    }
    everybody = Everybody(callers)
    amounts = chance.sample(range(SMALLEST, LARGEST), LARGEST - SMALLEST)
    made = [
        Hand(
            number, group, agent.phone, everybody, iter(amounts[number::hands]), Random(f"mbongo hand {seed} {number}")
        )
        for number, group in enumerate(groups)
    ]
    return Town(service, journal, everyone, made, everybody, timeline)


def open_town(town: Town) -> None:
    """Open everybody's wallet; operators' prompts are approved at once."""
    open_wallets(town.service, town.people)
    habits = {one.phone: {"approve": 1.0, "delay_seconds": one.answers_after_seconds} for one in town.people}
    town.service.put("customers", {"phones": habits})
