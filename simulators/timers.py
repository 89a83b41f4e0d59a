"""Timers of the outside world: a customer approves, a prompt expires, an operator settles."""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from typing import Final

log = logging.getLogger(__name__)

GLANCE_SECONDS: Final = 0.5  # how late the end of the world may be noticed


class Timers:
    """One thread that does what is due, in the order of its time; starts with the first thing to do."""

    def __init__(self, closing: threading.Event) -> None:
        self._closing = closing
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._order = itertools.count()
        self._change = threading.Condition()
        self._started = False
        self._acting = 0

    def after(self, seconds: float, act: Callable[[], object]) -> None:
        """Call `act` that much later; it must be quick, since the next one waits for it."""
        with self._change:
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._order), act))
            if not self._started:
                self._started = True
                threading.Thread(target=self._run, name="timers", daemon=True).start()
            self._change.notify()

    def count_due(self, within_seconds: float) -> int:
        """Return the count of acts running now, or due within that time."""
        with self._change:
            until = time.monotonic() + within_seconds
            return self._acting + sum(at <= until for at, _, _ in self._due)

    def forget(self) -> None:
        """Drop everything that was still to be done."""
        with self._change:
            self._due.clear()

    def _run(self) -> None:
        while not self._closing.is_set():
            act = self._next()
            if act is None:
                continue
            try:
                act()
            except Exception:
                log.exception("what was due went wrong")  # the next one still comes
            self._acting = 0

    def _next(self) -> Callable[[], object] | None:
        with self._change:
            wait_seconds = self._due[0][0] - time.monotonic() if self._due else GLANCE_SECONDS
            if self._due and wait_seconds <= 0:
                self._acting = 1
                return heapq.heappop(self._due)[2]
            self._change.wait(min(wait_seconds, GLANCE_SECONDS))
            return None
