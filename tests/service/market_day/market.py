"""The market: who is there, their phones, and a book of what each should have by what they read on them."""

import re
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from threading import RLock
from typing import Any, Final

from local.demo_agent import FLOAT
from simulators.handset import Handset
from tests.stories.language.cast import write_amount
from tests.world.service import Service

CUSTOMERS: Final = (
    "Awa", "Bih", "Chantal", "Denis", "Emile", "Fanta", "Gisele", "Hamidou", "Ines", "Jules",
    "Kofi", "Laure", "Moussa", "Nadege", "Oumar", "Paul", "Rosine", "Sali", "Zita", "Wilma",
)  # fmt: skip
WITHOUT_A_WALLET: Final = ("Zita", "Wilma", "Xavier")
AGENTS: Final = {"Fatou": "123455", "Issa": "234567", "Odette": "345678"}
SHOPS: Final = {"Boulangerie": ("Brice", "44115"), "Quincaillerie": ("Marthe", "55111")}

SERVICE_CODE: Final = "*384*237#"


@dataclass
class Someone:
    """A person and their phone; `turn` is held while it is in use: a counter serves one customer at a time."""

    name: str
    phone: str
    pin: str
    handset: Handset
    chance: Random
    texts: list[str] = field(default_factory=list)
    turn: RLock = field(default_factory=RLock)

    @property
    def number(self) -> str:
        """Return the number as people type it."""
        return self.phone.removeprefix("+237")


@dataclass
class DaySheet:
    """An agent's day, by the agent's own count; `cash` is what came into the box."""

    ins: int = 0
    credited: int = 0
    outs: int = 0
    handed: int = 0
    earned: int = 0
    float: int = FLOAT

    @property
    def cash(self) -> int:
        """Return what is in the box at the end, beside what it began with."""
        return self.credited - self.handed


@dataclass
class Book:
    """Everybody's money, by the screens and texts they read; written under one lock."""

    wallets: Counter[str] = field(default_factory=Counter)
    shops: Counter[str] = field(default_factory=Counter)
    sheets: dict[str, DaySheet] = field(default_factory=lambda: {name: DaySheet() for name in AGENTS})
    waiting: Counter[str] = field(default_factory=Counter)  # for whom there is no wallet yet
    held: Counter[str] = field(default_factory=Counter)  # whole, by who it is held of
    by_operators: int = 0  # into wallets and tills, less what was paid out
    by_banks: int = 0  # paid out
    taken: Counter[str] = field(default_factory=Counter)  # of what agents earned, by agent
    lock: RLock = field(default_factory=RLock)


class Market:
    """The service, everybody's phone, and the book."""

    def __init__(self, service: Service, seed: int) -> None:
        self.service, self.book = service, Book()
        self.keepers: dict[str, Any] = {}  # of shops, by their names (shops.py)
        self.offered: dict[tuple[str, str], tuple[str, int]] = {}  # code and amount, by shop and thing
        chance = Random(f"{seed}: PINs")
        owners = [owner for owner, _ in SHOPS.values()]
        names = [*CUSTOMERS, *AGENTS, *owners, "Xavier"]
        self.people = {
            name: self._someone(name, ("677", "699")[at % 2] + f"{at:06d}", chance.randrange(260_000, 990_000), seed)
            for at, name in enumerate(names, start=101)
        }

    def _someone(self, name: str, number: str, pin: int, seed: int) -> Someone:
        handset = self.service.handset(f"+237{number}")
        return Someone(name, handset.phone, str(pin), handset, Random(f"{seed}: {name}"))

    # ------------------------------------------------------------------------------------------------ what phones do
    def call(self, who: Someone, *answers: str) -> str:
        """Dial, some of the way by a shortcut; the last answer is always given live. Returns the last screen."""
        at_once = who.chance.randrange(len(answers))
        code = SERVICE_CODE[:-1] + "".join(f"*{answer}" for answer in answers[:at_once]) + "#"
        screen = who.handset.dial(code)
        for answer in answers[at_once:]:
            assert screen.open, f"{who.name} {answers[:at_once]}: {screen.text}"
            screen = who.handset.answer(answer)
        assert screen.problem is None, screen.problem
        return screen.text

    def call_and_prove(self, who: Someone, *answers: str) -> tuple[str, str]:
        """Dial, answer and type the PIN. Returns the screen that asks it, and the one after it."""
        asked = self.call(who, *answers)
        assert asked.split("\n0 ")[0].endswith("PIN?"), f"{who.name} {answers}: {asked}"
        closing = who.handset.answer(who.pin)
        assert closing.problem is None, closing.problem
        return asked, closing.text

    def text(self, who: Someone, words: str) -> None:
        """Text the service, at the market's hour."""
        who.handset.text(words, seconds_from_now=self.service.shift_seconds)

    def hear(self, who: Someone, pattern: str) -> re.Match[str]:
        """Return the first text not yet used that this pattern finds, waited for."""
        while True:
            for at, words in enumerate(who.texts):
                if found := re.search(pattern, words):
                    del who.texts[at]
                    return found
            who.texts.append(self.service.next_message(who.phone))

    def agree_by_text(self, who: Someone, words: str, done: str = "") -> str:
        """Text a money command, read the code, text OUI. Returns the question; `done` is a receipt waited for."""
        self.text(who, words)
        question = self.hear(who, r"^.* OUI ([0-9]{4}) \(5 min\).*$")
        self.text(who, f"OUI {question[1]}")
        if done:
            self.hear(who, done)
        return question[0]


def total(asked: str) -> int:
    """Return what the screen or text before the money says is charged."""
    return amount_after("[Tt]otal", asked)


def amount_after(word: str, said: str) -> int:
    """Return the francs after a word."""
    found = re.search(rf"{word} ([0-9 ]*[0-9])", said)
    assert found, f"no {word!r} in {said!r}"
    return int(found[1].replace(" ", ""))


def francs(amount: str | int) -> str:
    """Return francs as screens write them."""
    return write_amount(int(amount))
