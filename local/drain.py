"""The end of `serve`, seen before it comes: it is not ready at once, and answers for a while all the same.

A proxy goes on sending until it has asked /readyz again, and what it sends to one that is gone nobody answers.
"""

import mmap
import signal
import time
from typing import Any, Final

from gunicorn.arbiter import Arbiter

ENDING: Final = 1


class ServiceEnding:
    """The word that this service ends: said in one of its processes, read in all that it forks after this was made."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 1)  # anonymous, and shared with every child

    def begin(self) -> None:
        """Say that it ends."""
        self._shared[0] = ENDING

    def has_begun(self) -> bool:
        """True once it was said."""
        return self._shared[0] == ENDING


class DrainingArbiter(Arbiter):  # type: ignore[misc]  # gunicorn carries no types
    """gunicorn's parent, which goes on for a while once it is told to stop; told again, it stops at once."""

    def __init__(self, app: Any, ending: ServiceEnding, seconds: float) -> None:
        super().__init__(app)
        self._ending, self._seconds, self._ends_at = ending, seconds, float("inf")

    def handle_term(self) -> None:
        """Begin to end, or end."""
        if self._ending.has_begun():
            raise StopIteration
        self._ending.begin()
        self._ends_at = time.monotonic() + self._seconds
        self.log.info("Not ready from now on; ends in %s seconds", self._seconds)

    def wait_for_signals(self, timeout: float = 1.0) -> list[signal.Signals]:
        """Return what it was told within so long, or end: its time is over."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise StopIteration
        told: list[signal.Signals] = super().wait_for_signals(min(timeout, left))
        return told
