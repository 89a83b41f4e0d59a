"""`…` in a story: it stands for any lines of a screen that the story does not look at.

      < Mbongo
      < …

A line more on a menu then rewrites no story but the one about that menu. `./mbongo test … --tell` keeps a `…` where it
stood: as far from the first line and from the last one.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from simulators.recording import INDENT

GAP: Final = "…"
# A screen that waits for an answer, one that ends the call; a page of ours, one of a rail's.
SCREEN: Final = tuple(f"{INDENT}{mark} " for mark in "<=[{")


def fold(written: Sequence[str], told: Sequence[str]) -> list[str]:
    """Return what a line of a story led to as told, but with the `…` that its story has written in the screen."""
    expected, shown = screen_of(written), screen_of(told)
    return [*fold_screen(expected, shown), *told[len(shown) :]]


def screen_of(lines: Sequence[str]) -> list[str]:
    """Return the screen that a step's lines begin with."""
    return list(takewhile(lambda line: line.startswith(SCREEN), lines))


def fold_screen(written: list[str], shown: list[str]) -> list[str]:
    """Return the screen as written where it matches; else as shown, with a `…` where the story has one, if one."""
    gaps = [number for number, line in enumerate(written) if is_gap(line)]
    if gaps and matches(written, shown):
        return written
    if len(gaps) != 1 or len(shown) < len(written) - 1:
        return shown
    after = len(written) - gaps[0] - 1
    return [*shown[: gaps[0]], written[gaps[0]], *shown[len(shown) - after :]]


def matches(written: list[str], shown: list[str]) -> bool:
    """True when each written line is there, in order, and only a `…` stands for others."""
    pattern = "".join(r"(?:.*\n)*" if is_gap(line) else re.escape(line) + r"\n" for line in written)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in shown)) is not None


def is_gap(line: str) -> bool:
    """True for a screen's line that stands for any others."""
    return line.startswith(SCREEN) and line[len(SCREEN[0]) :] == GAP
