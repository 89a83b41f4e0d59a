"""The calls of a crowd: of 20, 8 read the balance, 5 send, 3 withdraw, 2 pay at a till, and 2 are left half-way.

Every call of those is somebody else's, until all have called; who leaves a call half-way does nothing else, since the
next call would offer to go on with it.
"""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bench.arrivals import Call, Hop
from bench.calls import PATH, hop, phone_of, session_id
from bench.sends import PIN
from wallet.core.settings import Settings

KINDS: Final = ("balance",) * 8 + ("send",) * 5 + ("withdraw",) * 3 + ("till",) * 2 + ("left",) * 2
AMOUNTS: Final = {"send": "100", "withdraw": "1000", "till": "200"}
ASKS: Final = (b"CON ",)
ANSWERS: Final = {
    "balance": ("6", "1", "{pin}"), "send": ("1", "{receiver}", "{amount}", "{pin}"),
    "withdraw": ("3", "1", "{amount}", "{pin}"), "recharge": ("2", "{amount}", "1"),
    "till": ("4", "{till}", "{amount}", "{pin}"), "left": ("1", "{receiver}"),
}  # fmt: skip
ENDS: Final = {
    "balance": (b"END Solde",), "send": (b"END Fait", b"CON Fait"),  # open after a second one
    "withdraw": (b"END Retrait",), "recharge": (b"END Approuvez",), "till": (b"END Pay",), "left": ASKS,
}  # fmt: skip
LEAVING: Final = 10  # of so many people, one leaves calls half-way


@dataclass(frozen=True)
class Crowd:
    """So many people with the same PIN, and the codes of the tills they pay at."""

    settings: Settings
    people: int
    tills: Sequence[str]

    def draw_calls(self, seed: int) -> Iterator[Call]:
        """Draw calls without end."""
        draw = random.Random(seed)
        leaving = self.people // LEAVING
        callers = itertools.cycle(draw.sample(range(leaving, self.people), self.people - leaving))
        leavers = itertools.cycle(range(leaving))
        while True:
            for kind in draw.sample(KINDS, len(KINDS)):
                number = next(leavers if kind == "left" else callers)
                yield self.make_call(kind, number, draw)

    def make_call(self, kind: str, number: int, draw: random.Random) -> Call:
        """Return one call of the n-th person, all its hops."""
        receiver = phone_of((number + draw.randrange(1, self.people)) % self.people).removeprefix("+237")
        typed = {"receiver": receiver, "amount": AMOUNTS.get(kind, ""), "till": draw.choice(self.tills), "pin": PIN}
        return list(list_hops(self.settings, PATH, phone_of(number), kind, typed))


def list_hops(settings: Settings, path: str, phone: str, kind: str, typed: Mapping[str, str]) -> Iterator[Hop]:
    """Yield the hops of a call of this kind at a door, with what is typed in it."""
    answers, session = [one.format(**typed) for one in ANSWERS[kind]], session_id()
    for heard in range(len(answers) + 1):
        request = hop(settings, session, phone, "*".join(answers[:heard]), "", path).request
        yield Hop(request, ENDS[kind] if heard == len(answers) else ASKS)


def count_pins(calls: Sequence[Call]) -> int:
    """Return how many of these calls end with a PIN."""
    return sum(call[-1].screens != (b"CON ",) for call in calls)
