"""Rates tried on a web app until the highest that it carries is found, and what a call costs there."""

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import click

from bench.arrivals import Answered, Call, offer
from bench.cpu import CpuMeter
from bench.mix import count_pins

P95_SECONDS: Final = 0.25
TRIAL_SECONDS: Final = 8
FEWEST_CALLS: Final = 20
BURST: Final = 100  # calls at once, to learn about what rate it is
STEP: Final = 1.3
HALVINGS: Final = 3  # of a step: to a twenty-fifth of the rate
STEPS_DOWN: Final = 8
TRIES: Final = 2  # a rate that did not hold is tried once more: a noisy second is not the server's


@dataclass(frozen=True)
class Trial:
    """One rate tried: what became of the hops, and the milliseconds of CPU that a call cost, by process."""

    per_second: float
    calls: int
    hops: int
    p95: float
    lost: int
    cost_ms: dict[str, float]
    busy: float  # part of all cores

    @property
    def holds(self) -> bool:
        """True when this rate can be carried."""
        return self.p95 < P95_SECONDS and not self.lost

    def as_json(self) -> dict[str, float]:
        """Return what is printed of it."""
        costs = {f"cpu ms a call: {name}": round(ms, 2) for name, ms in self.cost_ms.items()}
        return {
            "calls a second": round(self.per_second, 1),
            "hops a second": round(self.per_second * self.hops / self.calls, 1),
            "p95 of a hop in ms": round(self.p95 * 1000),
            "part of all cores used": round(self.busy, 2),
            **costs,
        }


@dataclass(frozen=True)
class Target:
    """A web app to be loaded, the calls that are made of it, and the processes whose CPU is read."""

    port: int
    calls: Iterator[Call]
    pids: dict[str, int]
    hash_seconds: float

    def find_highest(self) -> Trial:
        """Return the trial of the highest rate that held. Raises TooBusyError when none did."""
        for _ in range(TRIES):  # the first opens connections and fills caches
            burst = offer(self.port, self.draw(BURST), per_second=BURST * 1000)
        held: list[Trial] = []

        def holds(per_second: float) -> bool:
            for _ in range(TRIES):
                trial = self.try_rate(per_second)
                if trial.holds:
                    held.append(trial)
                    return True
            return False

        find_edge(holds, BURST / burst.elapsed / STEP)
        return max(held, key=lambda trial: trial.per_second)

    def try_rate(self, per_second: float) -> Trial:
        """Let calls arrive at this rate for some seconds, and wait until the last one is over."""
        calls = self.draw(max(int(per_second * TRIAL_SECONDS), FEWEST_CALLS))
        meter = CpuMeter(self.pids)
        answered = offer(self.port, calls, per_second)
        used = meter.read_used()
        costs = {name: seconds / len(calls) * 1000 for name, seconds in used.items()}
        costs["argon2, in web"] = self.hash_seconds * count_pins(calls) / len(calls) * 1000
        busy = sum(used.values()) / (answered.elapsed * (os.cpu_count() or 1))
        trial = Trial(per_second, len(calls), len(answered.seconds), answered.p95, len(answered.lost), costs, busy)
        report(trial, answered)
        return trial

    def draw(self, count: int) -> list[Call]:
        """Draw so many calls before any of them is made."""
        return list(itertools.islice(self.calls, count))


class TooBusyError(RuntimeError):
    """No rate holds, however low: what else runs on this machine takes it all."""


def find_edge(holds: Callable[[float], bool], near: float) -> float:
    """Return the highest value that holds: steps from one that is near, then halves of the last step."""
    low = near
    for _ in range(STEPS_DOWN):
        if holds(low):
            break
        low /= STEP
    else:
        raise TooBusyError
    high = low * STEP
    while low >= near and holds(high):
        low, high = high, high * STEP
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def report(trial: Trial, answered: Answered) -> None:
    """Print how a trial went, and what came instead of the first hop that was lost."""
    held = "held" if trial.holds else "not held"
    lost = f", {trial.lost} lost, the first: {answered.lost[0]!r}" if trial.lost else ""
    click.echo(f"    {trial.per_second:.1f} calls/s: p95 {trial.p95 * 1000:.0f} ms, {held}{lost}", err=True)
