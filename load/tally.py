"""Tally of hops: how long each took and what was lost, by kind and by the step in which it was due."""

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Final, NamedTuple

from load.mix import Mix

SHOWN: Final = 60  # letters of what came instead
NUMBERS: Final = re.compile(
    r"(?<!HTTP )\b[\w-]*\d[\w-]*"
)  # amounts, phones, references: what makes each screen another
WINDOW_SECONDS: Final = 10.0
NORMAL: Final = 2.0  # times the plateau's p95: what callers would not notice


@dataclass(frozen=True)
class Times:
    """The figures of some hops, in milliseconds."""

    count: int
    p50: float
    p95: float
    p99: float
    longest: float


class HopFigures(NamedTuple):
    """Figures of some hops: of those that were answered as awaited, how many otherwise, and how many not at all."""

    times: Times
    refused: int
    lost: int


def count(instead: Counter[tuple[str, str, str]], kind: str = "", step: str = "") -> int:
    """Return how many there are, of a kind or of a step where one is named."""
    return sum(times for (one, when, _), times in instead.items() if kind in ("", one) and step in ("", when))


def sum_up(seconds: Iterable[float]) -> Times:
    """Return the figures of times in seconds; all 0 where there are none."""
    ordered = sorted(seconds)
    if not ordered:
        return Times(0, 0, 0, 0, 0)

    def within(part: float) -> float:
        return ordered[min(int(part * len(ordered)), len(ordered) - 1)] * 1000

    return Times(len(ordered), within(0.5), within(0.95), within(0.99), ordered[-1] * 1000)


@dataclass
class Tally:
    """All hops of a load, as the arrivals tell of them; those at the simulators are nobody's time."""

    mix: Mix
    hops: dict[str, "array[float]"] = field(default_factory=dict)  # kind → due, took, due, took, …
    recent: list[float] = field(default_factory=list)
    refused: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # kind, step, what was answered
    lost: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # kind, step, why there was no answer

    def __post_init__(self) -> None:
        self.begins = [at for at, _ in self.mix.begins()]

    def name_step(self, seconds: float) -> str:
        """Return the step at a moment."""
        return self.mix.steps[max(bisect_right(self.begins, seconds) - 1, 0)].name

    def note_answer(self, label: str, due_seconds: float, took_seconds: float, port: int) -> None:
        """Note a hop that was answered as awaited."""
        if not port:
            self.hops.setdefault(label, array("d")).extend((due_seconds, took_seconds))
            self.recent.append(took_seconds)

    def note_lost(self, label: str, due_seconds: float, instead: str, *, answered: bool) -> None:
        """Note a hop that was not, and what came instead, without its numbers."""
        said = NUMBERS.sub("#", " ".join(instead.split()))[:SHOWN]
        (self.refused if answered else self.lost)[label, self.name_step(due_seconds), said] += 1

    def list_hops(self) -> Iterable[tuple[str, float, float]]:
        """Yield the kind of each answered hop, when it was due, and how long it took."""
        for kind, told in self.hops.items():
            for number in range(0, len(told), 2):
                yield kind, told[number], told[number + 1]

    def sum_recent(self) -> Times:
        """Return the figures of hops that were answered since this was last asked."""
        recent, self.recent = self.recent, []
        return sum_up(recent)

    def by_kind(self) -> dict[str, HopFigures]:
        """Return the figures of each kind."""
        kinds = dict.fromkeys([*self.hops, *(kind for kind, _, _ in (*self.refused, *self.lost))])
        return {kind: self.sum_line(self.hops.get(kind, array("d"))[1::2], kind=kind) for kind in kinds}

    def by_step(self) -> dict[str, HopFigures]:
        """Return the figures of each step, of hops that were due in it."""
        took: dict[str, list[float]] = {step.name: [] for step in self.mix.steps}
        for _, due, seconds in self.list_hops():
            took[self.name_step(due)].append(seconds)
        return {name: self.sum_line(found, step=name) for name, found in took.items()}

    def sum_line(self, seconds: Iterable[float], kind: str = "", step: str = "") -> HopFigures:
        """Return the figures of answered hops, beside what was refused and lost of a kind, or of a step."""
        return HopFigures(sum_up(seconds), count(self.refused, kind, step), count(self.lost, kind, step))

    def seconds_until_normal(self, busy: str, plateau: str) -> float | None:
        """Return how long after a step's end hops were as quick again as on the plateau; None where never.

        As quick: the median of ten seconds' hops is within twice the plateau's p95, and stays so.
        """
        ends = next(at + step.seconds for at, step in self.mix.begins() if step.name == busy)
        usual = self.by_step()[plateau].times.p95 / 1000
        windows: dict[int, list[float]] = {}
        for _, due, took in self.list_hops():
            if due >= ends:
                windows.setdefault(int((due - ends) / WINDOW_SECONDS), []).append(took)
        slow = [number for number, took in windows.items() if median(took) > NORMAL * usual]
        if slow and max(slow) == max(windows):
            return None
        return (max(slow) + 1) * WINDOW_SECONDS if slow else 0.0
