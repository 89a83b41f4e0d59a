"""Waiting for what must come, never for a time."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

PATIENCE_SECONDS: Final = 60.0  # nothing takes a tenth of it, but where ten other programs want the processor
LOOK_SECONDS: Final = 0.03
Result = TypeVar("Result")


class Late(AssertionError):
    """What is waited for did not come."""


def wait_for(condition: Callable[[], Result], what: str, patience_seconds: float = PATIENCE_SECONDS) -> Result:
    """The first true value of a condition. Raises Late."""
    deadline = time.monotonic() + patience_seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise Late(f"waited {patience_seconds} s for {what}")
        time.sleep(LOOK_SECONDS)
    return found
