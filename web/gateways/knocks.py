"""Wrong secrets, counted by address in this process's memory: after twenty in a minute an address only hears to wait.

A right secret always opens, whoever shares its address: a gateway must not be shut out by a guesser behind the same
proxy or NAT. What is bounded is what guessing costs us; a secret of sixteen characters is not found by it. Presses of a
page's buttons are counted so too, by address and page.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

from web.gateways.addresses import neighbourhood

WRONG_MAX: Final = 20  # in a minute
SPAN_SECONDS: Final = 60.0
ADDRESSES_MAX: Final = 4096  # remembered; more of them cost the oldest, and never memory


class Knocks:
    """The addresses that knocked lately, with a wrong secret or at one page, and how often."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.wrong: dict[str, tuple[float, int]] = {}  # address → since when, how many
        self._clock, self._lock = clock, threading.Lock()

    def count(self, address: str, page: str = "") -> int:
        """Count a knock. Returns how many came from this address, at this page, in this minute."""
        where, now = neighbourhood(address) + page, self._clock()
        with self._lock:
            since, count = self.wrong.pop(where, (now, 0))
            if now >= since + SPAN_SECONDS:
                since, count = now, 0
            self.wrong[where] = (since, count + 1)
            if len(self.wrong) > ADDRESSES_MAX:
                del self.wrong[next(iter(self.wrong))]
        return count + 1
