"""Doings of a crowd: by USSD, by text, and at pages of checkouts that a program makes, on the wires of each.

All that is tried, and all that somebody was told is done, is noted: the books are compared with it.
"""

import itertools
import json
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from bench.arrivals import BODY, Hop, Walk
from bench.calls import phone_of, write_post
from bench.mix import LEAVING, list_hops
from bench.sends import PIN
from faults.acknowledged import Attempt, Journal
from faults.people import QUESTION
from load.ground import Ground
from load.mix import KindName, Mix
from local.ports import LOOPBACK
from simulators.wire import gateway_time, network_code
from sms_templates.reading.words import show_word

SMALLEST: Final = {
    "send": 100, "withdraw": 1000, "recharge": 500, "till": 200, "text_send": 5000, "checkout": 300,
}  # fmt: skip
BOOKED_AS: Final = {"text_send": "send"}
MONEY: Final = ("send", "withdraw", "recharge", "till")
SHORT_CODE: Final = "8237"
LOOKS_MAX: Final = 30  # at texts or at a page, of somebody who waits
LOOK_SECONDS: Final = 5.0  # as the page itself says
ATTEMPT: Final = re.compile(rb'name="attempt" value="([\w-]+)"')
LOCATION: Final = re.compile(rb"\r\nlocation: (\S+)", re.IGNORECASE)
STILL_OPEN: Final = b'{"stands":"open'
PAID: Final = b"<strong>Paid</strong>"
TITLE: Final = "Pain"
# Whose number pays a checkout: an operator's customers, most of whom have no wallet.
PAYERS: Final = {"mtn": "+23767{:07d}", "orange": "+23769{:07d}"}


@dataclass
class Doings:
    """A crowd that begins one thing after another, drawn from a seed."""

    ground: Ground
    mix: Mix
    seed: int
    journal: Journal = field(default_factory=Journal)
    begun: Counter[str] = field(default_factory=Counter)
    given_up: Counter[str] = field(default_factory=Counter)
    amounts: Counter[tuple[str, str]] = field(default_factory=Counter)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def draw_walks(self) -> Iterator[tuple[str, Walk]]:
        """Draw what is begun, without end: its kind, and its hops."""
        chance, people = Random(f"mbongo load {self.seed}"), self.mix.people
        kinds, weights = list(self.mix.kinds), [one.weight for one in self.mix.kinds.values()]
        leaving = people // LEAVING
        callers = itertools.cycle(chance.sample(range(leaving, people), people - leaving))
        leavers = itertools.cycle(range(leaving))
        while True:
            [kind] = chance.choices(kinds, weights)
            own = Random(f"mbongo load {self.seed} {next(self.numbers)}")
            self.begun[kind] += 1
            yield kind, self.walk(kind, next(leavers if kind == "left" else callers), own)

    def walk(self, kind: KindName, number: int, chance: Random) -> Walk:
        """Return the hops of one thing that the n-th person does."""
        if kind == "checkout":
            return self.check_out(chance)
        if kind == "text_balance":
            return self.text_for_balance(phone_of(number))
        if kind == "text_send":
            return self.text_to_send(phone_of(number), self.draw_other(number, chance), chance)
        return self.call(kind, phone_of(number), self.draw_other(number, chance), chance)

    def draw_other(self, number: int, chance: Random) -> str:
        """Draw somebody else, as a number is typed."""
        return phone_of((number + chance.randrange(1, self.mix.people)) % self.mix.people).removeprefix("+237")

    def think(self, kind: KindName, chance: Random) -> float:
        """Draw how long somebody thinks."""
        return chance.uniform(*self.mix.kinds[kind].think_seconds)

    def try_money(self, kind: str, whose: str) -> Attempt:
        """Note that somebody tries to move money: an amount that is nobody else's of theirs."""
        known = BOOKED_AS.get(kind, kind)
        attempt = Attempt(known, SMALLEST[kind] + self.amounts[kind, whose], whose)
        self.amounts[kind, whose] += 1
        self.journal.begin(attempt)
        return attempt

    # ------------------------------------------------------------------------------------ USSD
    def call(self, kind: KindName, phone: str, other: str, chance: Random) -> Walk:
        """Dial, and answer screen after screen."""
        attempt = self.try_money(kind, phone) if kind in MONEY else None
        typed = {
            "receiver": other, "amount": str(attempt.amount if attempt else ""), "pin": PIN,
            "till": self.draw_till(chance),
        }  # fmt: skip
        screen = b""
        for number, hop in enumerate(
            list_hops(self.ground.settings, self.ground.path_of("ussd_url"), phone, kind, typed)
        ):
            screen = yield Hop(hop.request, hop.screens, think_seconds=self.think(kind, chance) if number else 0.0)
        if attempt:
            self.journal.hear(attempt, screen.partition(BODY)[2].decode())

    def draw_till(self, chance: Random) -> str:
        """Draw the till that somebody pays at: the hot one as often as the mix says."""
        hot, *others = self.ground.tills
        return hot if not others or chance.random() < self.mix.hot else chance.choice(others)

    # ------------------------------------------------------------------------------------ texts
    def write_text(self, phone: str, words: str) -> bytes:
        """Return a text as the gateway brings it."""
        form = {
            "date": gateway_time(), "from": phone, "id": str(uuid.uuid4()), "linkId": str(uuid.uuid4()), "text": words,
            "to": SHORT_CODE, "networkCode": network_code(phone), "cost": "XAF 0.0000",
        }  # fmt: skip
        return write_post(self.ground.path_of("sms_url"), urlencode(form))

    def text_for_balance(self, phone: str) -> Walk:
        """Text for the balance; its answer is a text that nobody waits for here."""
        yield Hop(self.write_text(phone, show_word("fr", "balance")), (b"",))

    def text_to_send(self, phone: str, other: str, chance: Random) -> Walk:
        """Text what is to be sent, read the question in a text, and answer it."""
        attempt = self.try_money("text_send", phone)
        yield Hop(self.write_text(phone, f"{show_word('fr', 'send')} {attempt.amount} {other}"), (b"",))
        query = urlencode({"to": phone})
        look = f"GET /messages?{query} HTTP/1.1\r\nHost: {LOOPBACK}\r\n\r\n".encode()
        for _ in range(LOOKS_MAX):
            pause = self.think("text_send", chance)
            answer = yield Hop(look, (b"[",), think_seconds=pause, port=self.ground.outside)
            if code := find_code(answer, attempt.amount):
                yield Hop(self.write_text(phone, f"{show_word('fr', 'yes')} {code}"), (b"",))
                return
        self.given_up["no question came by text"] += 1

    # ------------------------------------------------------------------------------------ checkouts
    def check_out(self, chance: Random) -> Walk:
        """Ask for a checkout as a program, and pay it at its page as somebody with a phone."""
        number = next(self.numbers)
        attempt = self.try_money("checkout", f"load-{number}")
        said = {"title": TITLE, "amount": attempt.amount, "reference": attempt.whose}
        asked = self.ground.business.ask(number, "POST", "/checkouts", said)[0].request
        made = json.loads((yield Hop(asked, (b"{",), status=b"201")).partition(BODY)[2])
        self.journal.note_told(attempt, made["id"])
        page = urlsplit(made["url"]).path
        shown = yield Hop(self.write_get(page), (b"<!doctype",), think_seconds=self.think("checkout", chance))
        pressed = ATTEMPT.search(shown)
        assert pressed, shown
        rail = chance.choice([*PAYERS])
        paying = Attempt("paid", attempt.amount, attempt.whose)
        self.journal.begin(paying)
        form = {
            "method": rail, "attempt": pressed[1].decode(),
            "phone": PAYERS[rail].format(chance.randrange(10**7)).removeprefix("+237"),
        }  # fmt: skip
        led = yield Hop(
            write_post(page, urlencode(form)), (b"",), status=b"303", think_seconds=self.think("checkout", chance)
        )
        yield from self.follow(led, page, paying)

    def follow(self, led: bytes, page: str, paying: Attempt) -> Walk:
        """Wait at the page until it says how the payment ended."""
        where = LOCATION.search(led)
        assert where, led
        followed = urlsplit(where[1].decode())
        state = self.write_get(f"{page}/state?{followed.query}")
        for _ in range(LOOKS_MAX):
            stands = (yield Hop(state, (b"{",), think_seconds=LOOK_SECONDS)).partition(BODY)[2]
            if not stands.startswith(STILL_OPEN):
                break
            if b"failed" in stands or b"expired" in stands:
                return
        else:
            self.given_up["the page never said how the payment ended"] += 1
            return
        shown = yield Hop(self.write_get(f"{page}?{followed.query}"), (b"<!doctype",))
        if PAID in shown:
            self.journal.note_told(paying, dict(one.split("=") for one in followed.query.split("&"))["p"])

    @staticmethod
    def write_get(path: str) -> bytes:
        """Return a page's request as an English browser makes it."""
        return f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}\r\nAccept-Language: en\r\n\r\n".encode()


def find_code(answer: bytes, amount: int) -> str:
    """Return the code of the question about this amount, of texts as the simulators tell them; "" where none came."""
    texts: list[dict[str, Any]] = json.loads(answer.partition(BODY)[2])
    for text in reversed(texts):
        if f" {amount:,} FCFA".replace(",", " ") in text["text"] and (found := QUESTION.search(text["text"])):
            return found[1]
    return ""
