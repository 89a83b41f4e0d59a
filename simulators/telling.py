"""Outcomes told to the service by callback, for operators and payment providers alike, and how that goes wrong.

Whoever tells writes one callback for the truth and for each lie asked of it; the faults are those of callbacks.FAULTS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from simulators import callbacks
from simulators.callbacks import RETRY_SECONDS, Callback, Callbacks
from simulators.faults import Fault

OTHER_VERB: Final = {"PUT": "POST", "POST": "PUT"}


@dataclass(frozen=True)
class Distortion:
    """The differences between one callback and the truth; `more` is added to the amount, in minor units."""

    more: int = 0
    pending: bool = False
    forged: bool = False  # claims success, while nothing was paid
    unknown: bool = False  # names an operation nobody asked for


@dataclass(frozen=True)
class Telling:
    """One outcome and the way it is told: `write` gives the callback of a version of it, `struck` the faults."""

    sender: Callbacks
    struck: Callable[[str], Fault | None]
    write: Callable[[Distortion], Callback]
    expiry_seconds: float

    def tell(self, *, early: bool = False) -> None:
        """Send the callbacks of an outcome; an `early` one is taken before this returns."""
        if self.struck("callback_none"):
            return
        wrong = self.struck("callback_wrong_amount")
        told = Distortion(more=int(wrong.value or 0) if wrong else 0)
        copies = int((self.struck("callback_twice") or Fault(value=0)).value or 0)
        sent = [self._written(told)] * (1 + copies)
        if early:
            callbacks.taken(sent.pop(0))
        if self.struck("callback_reordered"):
            pending = self._written(replace(told, pending=True))
            sent = [*sent[:-1], replace(sent[-1], then=pending)] if sent else [pending]
        for callback in sent:
            self.sender.send(callback, self._delay_seconds())

    def lie(self) -> None:
        """Send the forged callbacks asked for, before anything happened."""
        if self.struck("callback_forged"):
            self.sender.send(self._written(Distortion(forged=True)))
        if self.struck("callback_unknown"):
            self.sender.send(self._written(Distortion(forged=True, unknown=True)))

    def _delay_seconds(self) -> float:
        if late := self.struck("callback_late"):
            return float(late.value or 0)
        return self.expiry_seconds + 1.0 if self.struck("callback_after_expiry") else 0.0

    def _written(self, told: Distortion) -> Callback:
        callback = self.write(told)
        if self.struck("callback_other_verb"):
            callback = replace(callback, method=OTHER_VERB[callback.method])
        if self.struck("callback_malformed"):
            callback = replace(callback, body=callback.body[: len(callback.body) // 2])
        if retried := self.struck("callback_retried"):
            callback = replace(callback, pauses_seconds=(RETRY_SECONDS,) * int(retried.value or 0))
        return callback
