"""The line in the log and the figures that a hop leaves for whoever watches; of what was typed and shown, nothing.

A screen is called by the key of its sentence; the phone is masked, and no label of a figure.
"""

import time
from dataclasses import dataclass
from functools import cache
from typing import Final

from prometheus_client import Counter, Histogram

from ussd_menus.call import Session
from wallet.core.logs import log, masked

CHANNEL: Final = "ussd"
CAME_AT: Final = "mbongo.came_at"  # in the environment: when the request was there, by time.perf_counter()
# A gateway gives up after 10 s; half a second is what a person takes for at once.
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 10)
ASKED, ASKED_AGAIN, ENDED, TURNED_AWAY, FAILED = OUTCOMES = ("asked", "asked again", "ended", "turned away", "failed")
UNAVAILABLE: Final = "ussd.unavailable"

SECONDS: Final = Histogram("mbongo_hop_seconds", "How long a hop's screen took", ["outcome"], buckets=BUCKETS)
HOPS: Final = Counter("mbongo_hops_total", "Hops by the screen that answered them", ["screen", "outcome", "language"])
# There from the start: an increase from nothing is none to Prometheus.
SECONDS_OF: Final = {one: SECONDS.labels(one) for one in OUTCOMES}
hops_of: Final = cache(HOPS.labels)  # as many as there are lines of the figure


@dataclass
class SeenHop:
    """A hop as it is seen: which call's and phone's, the name of the screen that answered it, how, and how long.

    It `began` when the server had all of its request: what it then waits for a thread is its caller's time too.
    """

    began: float
    call: str = ""
    phone: str = ""
    screen: str = ""
    outcome: str = FAILED
    language: str = ""
    seconds: float = 0.0

    def show(self, session: Session) -> None:
        """Take over the screen that a call has come to."""
        self.screen, self.language = session.get("screen_name", ""), session["caller"]["language"]
        going_on = ASKED_AGAIN if session["error"] else ASKED
        self.outcome = ENDED if session["screen"].startswith("END") else going_on

    def turn_away(self, sentence: str, language: str) -> None:
        """Take over the closing screen of a hop that came into no call."""
        self.screen, self.language = sentence, language
        self.outcome = FAILED if sentence == UNAVAILABLE else TURNED_AWAY

    def stop_clock(self) -> None:
        """Note that the screen is there."""
        self.seconds = time.perf_counter() - self.began

    def keep(self) -> None:
        """Count the hop, and log it."""
        SECONDS_OF[self.outcome].observe(self.seconds)
        hops_of(self.screen, self.outcome, self.language).inc()
        log.info("hop", channel=CHANNEL, session=self.call, phone=masked(self.phone), screen=self.screen,
                 outcome=self.outcome, language=self.language, ms=round(self.seconds * 1000, 1))  # fmt: skip
