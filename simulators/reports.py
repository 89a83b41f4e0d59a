"""Delivery reports on their way to the service: posted in order from background threads, tried three times.

The queue is bounded and a report that finds it full is lost: a gateway promises none.
"""

from __future__ import annotations

import logging
import queue
import threading
from typing import Final

from simulators.wire import Unreachable, post

log = logging.getLogger(__name__)

THREADS: Final = 2
WAITING: Final = 10_000
PAUSES_SECONDS: Final = (0.2, 1.0)

Report = dict[str, str]


class Reports:
    """A queue of delivery reports to one address and the threads that post them; `closing` ends both."""

    def __init__(self, url: str, closing: threading.Event) -> None:
        self._url = url
        self._closing = closing
        self._waiting: queue.Queue[list[Report]] = queue.Queue(WAITING)
        for number in range(THREADS):
            threading.Thread(target=self._deliver, name=f"reports-{number}", daemon=True).start()

    def send_later(self, reports: list[Report]) -> None:
        """Queue these reports, to be posted one after the other in the background."""
        try:
            self._waiting.put_nowait(reports)
        except queue.Full:
            log.warning("%d delivery reports lost: too many wait", len(reports))

    def send_now(self, reports: list[Report]) -> None:
        """Post these reports before returning."""
        for report in reports:
            self._post(report)

    def _deliver(self) -> None:
        while not self._closing.is_set():
            try:
                reports = self._waiting.get(timeout=0.5)
            except queue.Empty:
                continue
            self.send_now(reports)

    def _post(self, report: Report) -> None:
        for pause_seconds in (*PAUSES_SECONDS, None):
            try:
                if post(self._url, report).ok:
                    return
            except Unreachable:
                pass  # tried again below, then given up in the log
            if pause_seconds is None or self._closing.wait(pause_seconds):
                log.warning("delivery report %s of %s given up", report["status"], report["id"])
                return
