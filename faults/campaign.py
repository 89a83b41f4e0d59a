"""A campaign: runs one after another on the same stage, and their sums."""

import time
from collections import Counter
from collections.abc import Callable, Iterable

from faults.run import Ran, run
from faults.stage import Stage

FAILED_SHOWN = 5


def campaign(
    on: Stage, seeds: Iterable[int], say: Callable[[str], None], *, minutes: float | None = None, tell_all: bool = False
) -> int:
    """Play these seeds; print each that fails, whole, and the sums. Returns the exit code."""
    began, rans = time.monotonic(), list[Ran]()
    for seed in seeds:
        if minutes is not None and time.monotonic() - began > 60 * minutes:
            break
        ran = run(on, seed)
        rans.append(ran)
        if (ran.wrong and sum(bool(one.wrong) for one in rans) <= FAILED_SHOWN) or tell_all:
            for line in shown(ran):
                say(line)
        if len(rans) % 25 == 0:
            say(f"{len(rans)} runs, {sum(bool(one.wrong) for one in rans)} wrong, {time.monotonic() - began:.0f} s")
    for line in summary(rans, time.monotonic() - began):
        say(line)
    return 1 if any(one.wrong for one in rans) else 0


def shown(ran: Ran) -> list[str]:
    """Return the lines of a run that failed: its seed, its draw, its timeline, and what is wrong."""
    wrong = [f"WRONG, seed {ran.seed}: {one}" for one in ran.wrong]
    return [f"--- seed {ran.seed} ---", *ran.timeline, *wrong, f"Again: ./mbongo faults --seed {ran.seed} --runs 1"]


def summary(rans: list[Ran], seconds: float) -> list[str]:
    """Return the figures of all runs, as lines."""
    failed = [ran.seed for ran in rans if ran.wrong]
    sums: dict[str, Counter[str]] = {
        name: sum((getattr(ran, name) for ran in rans), Counter()) for name in ("operations", "states", "struck")
    }
    each = f"{seconds / max(len(rans), 1):.2f} s each"
    return [
        *(f"{name}: " + ", ".join(f"{what} {times}" for what, times in sorted(sums[name].items())) for name in sums),
        (
            f"{len(rans)} runs, {sum(sums['operations'].values())} operations asked,"
            f" {sum(sums['struck'].values())} faults struck, {seconds:.0f} s ({each})."
        ),
        f"{len(failed)} runs with something wrong: seeds {failed}" if failed else "Nothing is wrong.",
    ]
