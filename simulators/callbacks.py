"""Callbacks on their way to the service, from background threads, never in an answer's way.

What the operators' papers say contradicts itself (PUT or POST, once or retried) and nothing is signed: so every
shape can be asked for, forged ones included (telling.py), and by default each outcome is told once.
"""

from __future__ import annotations

import json
import logging
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import requests

from simulators.faults import Fault, Knob
from simulators.timers import Timers

log = logging.getLogger(__name__)

THREADS: Final = 8
WAITING: Final = 50_000
TIMEOUT_SECONDS: Final = (3.05, 10.0)
RETRY_SECONDS: Final = 1.0
JSON_FROM_OPERATOR: Final = {"Content-Type": "application/json", "User-Agent": "operator-callback"}

FAULTS: Final = {
    "callback_none": Knob("no callback at all"),
    "callback_other_verb": Knob("POST where the operator would PUT, PUT where it would POST"),
    "callback_twice": Knob("value more of the same at the same time", 1),
    "callback_reordered": Knob("the outcome first, then one that says it is pending"),
    "callback_early": Knob("done and told before the answer to the request"),
    "callback_late": Knob("told value seconds after the outcome", 5.0),
    "callback_after_expiry": Knob("told only when the time to approve is over"),
    "callback_wrong_amount": Knob("names value francs more", 1),
    "callback_forged": Knob("one more at once that claims success, while nothing was paid"),
    "callback_unknown": Knob("one more, for an operation nobody asked for"),
    "callback_malformed": Knob("the JSON stops half way"),
    "callback_retried": Knob("sent again each second until it is taken, value times at most", 20),
}


@dataclass(frozen=True)
class Callback:
    """One HTTP call to the service: its address, body and headers; sent again after each pause until it is taken."""

    method: str
    url: str = field(repr=False)
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=lambda: JSON_FROM_OPERATOR, repr=False)
    pauses_seconds: tuple[float, ...] = ()
    first: Callback | None = field(default=None, repr=False)  # to be taken before this one is sent
    then: Callback | None = field(default=None, repr=False)  # sent once this one was, taken or not
    again: Callable[[], Callback] | None = field(default=None, repr=False)  # what is sent again, if not the same


def write(told: dict[str, Any], *, malformed: Fault | None = None) -> bytes:
    """Return the body of a callback; a malformed one stops half way."""
    body = json.dumps(told).encode()
    return body[: len(body) // 2] if malformed else body


class Callbacks:
    """A queue of callbacks and the threads that send them; when it is full callbacks are lost, as an operator may."""

    def __init__(self, closing: threading.Event, timers: Timers) -> None:
        self._closing = closing
        self._timers = timers
        self._waiting: queue.Queue[Callback] = queue.Queue(WAITING)
        self._lock = threading.Lock()
        self._started = False

    def send(self, callback: Callback, after_seconds: float = 0.0) -> None:
        """Send a callback in the background, now or `after_seconds` later."""
        with self._lock:
            started, self._started = self._started, True
        if not started:
            for number in range(THREADS):
                threading.Thread(target=self._deliver, name=f"callbacks-{number}", daemon=True).start()
        if after_seconds > 0:
            self._timers.after(after_seconds, lambda: self._queue(callback))
        else:
            self._queue(callback)

    def count_waiting(self) -> int:
        """Return the count of callbacks waiting or being sent, without those of a later time, which are timers."""
        return self._waiting.unfinished_tasks

    def _queue(self, callback: Callback) -> None:
        try:
            self._waiting.put_nowait(callback)
        except queue.Full:
            log.warning("a callback is lost: too many wait")

    def _deliver(self) -> None:
        while not self._closing.is_set():
            try:
                callback = self._waiting.get(timeout=0.5)
            except queue.Empty:
                continue
            was_taken = taken(callback)
            if callback.then:
                self.send(callback.then)
            if not was_taken and callback.pauses_seconds:
                pause_seconds, *rest = callback.pauses_seconds
                fresh = callback.again() if callback.again else callback
                self.send(replace(fresh, pauses_seconds=tuple(rest), then=None), pause_seconds)
            self._waiting.task_done()


def taken(callback: Callback) -> bool:
    """Send a callback now; True when the service answered 2xx. Nothing is logged: an error's text shows the address."""
    if callback.first is not None and not taken(callback.first):
        return False
    try:
        with requests.Session() as session:
            session.trust_env = False  # a proxy of this machine must not stand between two local processes
            reply = session.request(
                callback.method, callback.url, data=callback.body, headers=callback.headers,
                timeout=TIMEOUT_SECONDS, allow_redirects=False,
            )  # fmt: skip
            return 200 <= reply.status_code < 300
    except requests.RequestException:
        return False
