"""What a door says, and what it does after: nobody at a phone waits for a worker to be woken."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A body as text; `afterwards` is done once it has been sent, whoever heard it."""

    text: str
    afterwards: Callable[[], None]


class Sending:
    """A body as a WSGI server takes it: it closes what it has sent (PEP 3333)."""

    def __init__(self, body: bytes, afterwards: Callable[[], None]) -> None:
        self.body, self.close = body, afterwards

    def __iter__(self) -> Iterator[bytes]:
        yield self.body
