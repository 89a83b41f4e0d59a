"""The day: when salaries are paid and who calls for it, minute by minute; what waits where only so much is taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from random import Random
from typing import Any, Final

MINUTES: Final = 24 * 60
Assumed = Mapping[str, Any]  # payday.toml
MOVES: Final = ("send", "withdraw", "till")


@dataclass(frozen=True)
class Day:
    """Salaries paid and calls begun in each minute of it."""

    salaries: Sequence[float]
    calls: Sequence[float]

    @property
    def busiest(self) -> int:
        """Return the minute in which most calls begin."""
        return max(range(MINUTES), key=self.calls.__getitem__)


def share_of(assumed: Assumed, *kinds: str) -> float:
    """Return the part of all calls that are of these kinds."""
    mix = assumed["mix"]
    return float(sum(mix[kind] for kind in kinds) / sum(mix.values()))


def draw_day(assumed: Assumed, seed: int) -> Day:
    """Draw the employers and their hours; all others call so often that the busiest minute is the planned one.

    Raises ValueError where those who were just paid are more than that alone.
    """
    draw = Random(seed)
    salaries = pay(assumed, draw)
    led = follow(assumed, salaries)
    usual = [weigh(assumed["day"]["hours"], minute / 60) for minute in range(MINUTES)]
    most = assumed["country"]["peak"] / share_of(assumed, *MOVES) * 60
    if max(led) >= most:
        raise ValueError("salaries alone lead to more calls than are planned for: pay them over more hours")
    scale = min((most - after) / weight for after, weight in zip(led, usual, strict=True))
    return Day(salaries, [scale * weight + after for weight, after in zip(usual, led, strict=True)])


def pay(assumed: Assumed, draw: Random) -> list[float]:
    """Return the salaries paid in each minute: each employer's follow its approval, at the worker's pace."""
    told = assumed["salaries"]
    sizes = [draw.paretovariate(1.3) for _ in range(told["employers"])]
    whole = told["paid"] / sum(sizes)
    since, until = (60 * hour for hour in told["approved"])
    due = [0.0] * MINUTES
    for size in sizes:
        due[int(draw.uniform(since, until))] += size * whole
    return take(due, told["per_second"] * 60)


def take(due: Sequence[float], most: float) -> list[float]:
    """Return what is done of it in each minute, at most so much; the rest waits for the next."""
    waiting, done = 0.0, []
    for came in due:
        waiting += came
        done.append(min(waiting, most))
        waiting -= done[-1]
    return done


def follow(assumed: Assumed, salaries: Sequence[float]) -> list[float]:
    """Return the calls that salaries lead to in each minute: fewer and fewer, the longer ago the text came."""
    told = assumed["salaries"]
    stays = exp(-1 / told["minutes_after"])
    waiting, calls = 0.0, []
    for paid in salaries:
        waiting += paid * told["calls_after"]
        calls.append(waiting * (1 - stays))
        waiting *= stays
    return calls


def weigh(hours: Sequence[float], hour: float) -> float:
    """Return the weight of a moment, on a line between the middles of two hours."""
    nth, part = divmod(hour - 0.5, 1)
    before, after = hours[int(nth) % 24], hours[int(nth + 1) % 24]
    return before + (after - before) * part


@dataclass(frozen=True)
class LimitedQueue:
    """A queue where only so much is taken: what comes a second at most, what waits, how long at most, until when."""

    comes: float
    most: float
    longest_minutes: float
    until: int | None

    def __str__(self) -> str:
        """Return it as a line says it."""
        come = f"{self.comes:,.0f} come at most"
        if not self.most:
            return f"{come}, none waits"
        end = "some still at midnight" if self.until is None else f"none after {clock(self.until)}"
        return f"{come}; {self.most:,.0f} wait at most, {self.longest_minutes:.0f} minutes, {end}"


def wait(due: Sequence[float], per_second: float) -> LimitedQueue:
    """Let this come, minute by minute, where so much a second is taken."""
    waiting, most, until = 0.0, 0.0, None
    for minute, came in enumerate(due):
        before = waiting
        waiting = max(0.0, waiting + came - per_second * 60)
        most = max(most, waiting)
        if before and not waiting:
            until = minute
    return LimitedQueue(max(due) / 60, most, most / per_second / 60, None if waiting else until)


def clock(minute: int) -> str:
    """Return `17:05`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def texts_of(assumed: Assumed, day: Day, texts: Mapping[str, float]) -> list[float]:
    """Return the texts that are due in each minute, where an operation of a kind leads to so many."""
    per_call = sum(share_of(assumed, kind) * texts[kind] for kind in MOVES)
    return [calls * per_call + paid * texts["salary"] for calls, paid in zip(day.calls, day.salaries, strict=True)]
