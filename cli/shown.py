"""Keep what a command shows as tables and lines, where a page shows it; in a terminal nothing is kept."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

MARK: Final = re.compile("\x1e(\\d+)\x1e\n?")  # printed in the place of what is kept


@dataclass(frozen=True)
class ShownTable:
    """Rows under titles; `amounts` are the places of columns of numbers."""

    heading: str
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    amounts: frozenset[int]


@dataclass(frozen=True)
class ShownLines:
    """Values, each after its title."""

    heading: str
    lines: tuple[tuple[str, str], ...]


Shown = ShownTable | ShownLines
KEPT: Final[ContextVar[list[Shown] | None]] = ContextVar("kept", default=None)


@contextmanager
def keeping() -> Iterator[list[Shown]]:
    """Give the list in which what is shown is kept, for the block."""
    kept: list[Shown] = []
    token = KEPT.set(kept)
    try:
        yield kept
    finally:
        KEPT.reset(token)


def is_keeping() -> bool:
    """True where a page shows what is printed."""
    return KEPT.get() is not None


def list_kept() -> list[Shown]:
    """Return the list of what is kept, [] where nothing is."""
    return KEPT.get() or []


def keep(shown: Shown) -> str:
    """Keep what is shown, and return the mark to print in its place; "" where nothing is kept."""
    kept = KEPT.get()
    if kept is None:
        return ""
    kept.append(shown)
    return f"\x1e{len(kept) - 1}\x1e"


def split(said: str, kept: list[Shown]) -> Iterator[str | Shown]:
    """Yield what was printed, in order: words, and what was kept between them."""
    for place, piece in enumerate(MARK.split(said)):
        if place % 2:
            yield kept[int(piece)]
        elif piece.strip("\n"):
            yield piece.strip("\n")
