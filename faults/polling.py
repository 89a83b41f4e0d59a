"""Waiting for a condition, never for a time."""

import os
import time
from collections.abc import Callable
from typing import Final, TypeVar

LONGEST_WAIT_SECONDS: Final = 60.0  # nothing takes a tenth of it, but where ten other programs want the processor
LOOK_SECONDS: Final = 0.03
LOOK_SECONDS_MAX: Final = 0.3
LATER_BY: Final = 0.1  # of what was waited so far: a look at a database or a service costs more than the wait is late
Result = TypeVar("Result")


class Late(AssertionError):
    """The condition that was waited for never came true."""


def wait_for(condition: Callable[[], Result], what: str, longest_seconds: float = LONGEST_WAIT_SECONDS) -> Result:
    """Return the first true value of a condition. Raises Late when it stays false too long."""
    began = time.monotonic()
    while not (found := condition()):
        waited = time.monotonic() - began
        if waited > longest_seconds:
            raise Late(f"waited {longest_seconds} s for {what}")
        time.sleep(min(max(LOOK_SECONDS, LATER_BY * waited), LOOK_SECONDS_MAX))
    return found


def stretch(seconds: float) -> float:
    """Return how long takes on a machine this busy what takes so many seconds on one with nothing else to do."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
