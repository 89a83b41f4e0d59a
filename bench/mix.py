"""The calls of a crowd: of 20, 8 read the balance, 5 send, 3 withdraw, 2 pay at a till, and 2 are left half-way.

Every call of those is somebody else's, until all have called; who leaves a call half-way does nothing else, since the
next call would offer to go on with it.
"""

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bench.arrivals import Call, Hop
from bench.calls import hop, phone_of, session_id
from bench.sends import PIN
from wallet.core.settings import Settings

KINDS: Final = ("balance",) * 8 + ("send",) * 5 + ("withdraw",) * 3 + ("till",) * 2 + ("left",) * 2
SENT, WITHDRAWN, PAID = "100", "1000", "200"
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
        answers, end = {
            "balance": (["6", "1", PIN], "END Solde"),
            "send": (["1", receiver, SENT, PIN], "END Fait|CON Fait"),  # open after a second one
            "withdraw": (["3", "1", WITHDRAWN, PIN], "END Retrait"),
            "till": (["4", draw.choice(self.tills), PAID, PIN], "END Pay"),
            "left": (["1", receiver], "CON "),
        }[kind]
        phone, session = phone_of(number), session_id()
        texts = ["*".join(answers[:heard]) for heard in range(len(answers) + 1)]
        screens = ["CON "] * len(answers) + [end]
        requests = [hop(self.settings, session, phone, text, "").request for text in texts]
        awaited = [tuple(screen.encode().split(b"|")) for screen in screens]
        return [Hop(request, beginnings) for request, beginnings in zip(requests, awaited, strict=True)]


def count_pins(calls: Sequence[Call]) -> int:
    """Return how many of these calls end with a PIN."""
    return sum(call[-1].screens != (b"CON ",) for call in calls)
