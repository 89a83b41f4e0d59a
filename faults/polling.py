"""Waiting for a condition, never for a time."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

LONGEST_WAIT_SECONDS: Final = 60.0  # nothing takes a tenth of it, but where ten other programs want the processor
LOOK_SECONDS: Final = 0.03
Result = TypeVar("Result")


class Late(AssertionError):
    """The condition that was waited for never came true."""


def wait_for(condition: Callable[[], Result], what: str, longest_seconds: float = LONGEST_WAIT_SECONDS) -> Result:
    """Return the first true value of a condition. Raises Late when it stays false too long."""
    deadline = time.monotonic() + longest_seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise Late(f"waited {longest_seconds} s for {what}")
        time.sleep(LOOK_SECONDS)
    return found
