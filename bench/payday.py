"""payday: the day on which a country is paid, simulated from what operations cost here, and tried once for real.

What one operation of each kind costs is counted first (bench/costs.py). Then a small payday, as many calls a second
as these cores carry, is made for real and simulated: the figure is the simulated 95th of 100 hops over the measured
one, so that 1 means: it happens as it is told. Then the country of bench/payday.toml: its day, minute by minute; how
many operations a second one PostgreSQL of 16 and of 64 cores takes before hops are slow, and what is full first.
"""

import itertools
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Final

import click
import psutil

from bench.arrivals import offer
from bench.costs import ENDED, SALARY, TEXT, WARMING, Cost, count_costs, make, open_crowd
from bench.cpu import CpuMeter
from bench.figures import MeasuredFigure, figure
from bench.mix import KINDS, Crowd
from bench.payday_day import MINUTES, MOVES, Assumed, Day, clock, draw_day, share_of, texts_of, wait
from bench.payday_hops import CUT_OFF_SECONDS, Hops, Machines, Trial
from bench.queues import Station
from bench.stage import Stage

ASSUMED: Final = Path(__file__).with_suffix(".toml")
SEED: Final = 1
SLOW_SECONDS: Final = 0.5  # what is promised of 95 of 100 hops
WEB_BUSY: Final = 0.6  # how busy web's cores are planned to be in the busiest minute
TIMES: Final = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)  # of the planned peak
REAL_SECONDS, REAL_BUSY = 12, (0.3, 0.5, 0.7)  # how long the small one lasts, and what it takes of what is free here
FEWEST_CALLS, LOOK_SECONDS, LEAST_FREE = 100, 2.0, 0.25
CORES: Final = os.cpu_count() or 1
FLUSH_SECONDS, COMMITS = 0.0002, 3  # of this machine's disk; that a PIN's hop waits for


def read_assumed() -> Assumed:
    """Return what is assumed."""
    return tomllib.loads(ASSUMED.read_text("utf-8"))


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure the figure. Four minutes."""
    assumed = read_assumed()
    crowd = open_crowd(stage)
    costs = count_costs(stage, crowd)
    small = try_small(stage, crowd, costs)
    for line in tell_country(assumed, costs, SEED):
        click.echo(line, err=True)
    return {"payday": replace(small, details={kind: describe(cost) for kind, cost in costs.items()})}


def describe(cost: Cost) -> dict[str, float]:
    """Return what is printed of one operation."""
    cpu = {
        f"cpu ms: {name}": cost.cpu.get(name, 0.0) * 1000 for name in ("web", "pin", "worker", "PostgreSQL", "Valkey")
    }
    rest = {
        "bytes of log": cost.wal,
        "transactions": cost.commits,
        "bytes kept": cost.kept,
        "texts": cost.texts,
        "bytes of Valkey": cost.session,
    }
    return {"hops": cost.hops} | {row: float(f"{number:.3g}") for row, number in (cpu | rest).items()}


# ------------------------------------------------------------------------------------------------ the small one
def try_small(stage: Stage, crowd: Crowd, costs: Mapping[str, Cost]) -> MeasuredFigure:
    """Make some seconds of calls for real at rising rates, and simulate each: the medians of both 95ths of 100 hops."""
    mix = {kind: KINDS.count(kind) for kind in dict.fromkeys(KINDS)}
    each = sum(sum(costs[kind].cpu.values()) * times for kind, times in mix.items()) / len(KINDS)
    taken: dict[str, list[float]] = {"told": [], "real": []}
    with stage.serving(crowd.settings) as web:
        pids, calls = {"web": web.pid, **stage.server_pids}, crowd.draw_calls(SEED)
        make(web.port, list(itertools.islice(calls, WARMING)))
        for part in REAL_BUSY:
            free = CORES * max(LEAST_FREE, 1 - psutil.cpu_percent(LOOK_SECONDS) / 100)
            per_second = part * free / each
            some = list(itertools.islice(calls, max(FEWEST_CALLS, round(per_second * REAL_SECONDS))))
            meter, before = CpuMeter(pids), read_busy()
            real = offer(web.port, some, per_second)
            used, busy = meter.read_used(), read_busy() - before
            others = max(0.0, busy - sum(used.values())) / real.elapsed
            told = simulate_small(costs, mix, per_second, others, used["load"] / max(len(real.seconds), 1))
            click.echo(
                f"  {per_second:.1f} calls/s beside {others:.1f} busy cores: p95 {told.p95 * 1000:.0f} ms simulated, "
                f"{real.p95 * 1000:.0f} measured; {told.per_second:.1f} hops/s simulated, "
                f"{len(real.seconds) / real.elapsed:.1f} measured, {len(real.lost)} lost",
                err=True,
            )
            taken["told"].append(told.p95 * 1000)
            taken["real"].append(real.p95 * 1000)
    return figure(taken, "told", "real", "ms")


def simulate_small(
    costs: Mapping[str, Cost], mix: Mapping[str, int], per_second: float, others: float, aside_seconds: float
) -> Hops:
    """Let as many calls begin on these cores, which are slower by what others use of them."""
    shared, slower = Station(CORES), CORES / max(CORES - others, CORES * LEAST_FREE)
    machines = Machines(
        shared, shared, FLUSH_SECONDS, 0.0, COMMITS, till_share=0.0, slower=slower, aside_seconds=aside_seconds
    )
    return Trial(machines, costs, mix, SEED).run(per_second, evenly=True)


def read_busy() -> float:
    """Return the seconds that all cores were busy so far, whoever used them."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)


# ------------------------------------------------------------------------------------------------ the country
def tell_country(assumed: Assumed, costs: Mapping[str, Cost], seed: int) -> Iterator[str]:
    """Yield the lines that tell a payday of the country, by a seed."""
    day = draw_day(assumed, seed)
    peak = max(day.calls) / 60
    moving = share_of(assumed, *MOVES)
    yield f"payday by seed {seed}: {sum(day.calls):,.0f} calls, {sum(day.calls) * moving:,.0f} operations that move"
    yield f"  money and {sum(day.salaries):,.0f} salaries, the last at {clock(last_of(day.salaries))}"
    yield f"  busiest minute {clock(day.busiest)}: {peak:,.0f} calls/s, {peak * moving:,.0f} operations/s, a minute of"
    yield f"  {max(day.calls) / sum(day.calls) * MINUTES:.1f} times the mean"
    yield from tell_demand(assumed, costs, day)
    for size in assumed["sizes"]:
        yield from tell_size(assumed, costs, size, day, seed)
    operators = assumed["operators"]
    for rail, share in (("mtn", operators["share_mtn"]), ("orange", 1 - operators["share_mtn"])):
        payouts = [calls * share_of(assumed, "withdraw") * share for calls in day.calls]
        yield f"payouts at {rail}, {operators[rail]}/s: {wait(payouts, operators[rail])}"
    texts = texts_of(assumed, day, texts_per(costs))
    yield f"texts, {assumed['texts']['per_second']}/s: {wait(texts, assumed['texts']['per_second'])}"
    yield f"  {sum(texts):,.0f} texts, {sum(texts) * assumed['texts']['price'] / 1e6:,.1f} million francs"


def texts_per(costs: Mapping[str, Cost]) -> dict[str, float]:
    """Return how many texts an operation leads to: what was written at once, and for a payout as it ends."""
    texts = {kind: cost.texts for kind, cost in costs.items()}
    return texts | {"withdraw": texts["withdraw"] + texts[ENDED]}


def tell_demand(assumed: Assumed, costs: Mapping[str, Cost], day: Day) -> Iterator[str]:
    """Yield what the busiest minute asks of each part, in cores."""
    calls = day.calls[day.busiest] / 60
    web = sum(
        calls * share_of(assumed, kind) * (costs[kind].cpu["web"] + costs[kind].cpu["pin"]) for kind in assumed["mix"]
    )
    yield f"web: {web:.0f} cores busy, {ceil(web / WEB_BUSY)} to have"
    yield f"Valkey: {demand(assumed, costs, calls, 'Valkey'):.2f} cores busy; one primary uses one"
    workers = texts_of(assumed, day, texts_per(costs))[day.busiest] / 60 * costs[TEXT].cpu["worker"]
    workers += calls * share_of(assumed, "withdraw") * costs[ENDED].cpu["worker"]
    yield f"workers: {workers:.1f} cores busy"


def demand(assumed: Assumed, costs: Mapping[str, Cost], calls: float, process: str) -> float:
    """Return the cores that so many calls a second keep busy of a process."""
    return sum(calls * share_of(assumed, kind) * costs[kind].cpu[process] for kind in assumed["mix"])


def aside(assumed: Assumed, costs: Mapping[str, Cost], day: Day) -> float:
    """Return the cores of PostgreSQL that workers keep busy in the busiest minute."""
    minute = day.busiest
    return (
        texts_of(assumed, day, texts_per(costs))[minute] * costs[TEXT].cpu["PostgreSQL"]
        + day.calls[minute] * share_of(assumed, "withdraw") * costs[ENDED].cpu["PostgreSQL"]
        + day.salaries[minute] * costs[SALARY].cpu["PostgreSQL"]
    ) / 60


def tell_size(
    assumed: Assumed, costs: Mapping[str, Cost], size: Mapping[str, float], day: Day, seed: int
) -> Iterator[str]:
    """Yield how hops fare on PostgreSQL and Valkey of this size, at times of the peak, until something is full."""
    calls = day.calls[day.busiest] / 60
    workers = aside(assumed, costs, day)
    busy = (demand(assumed, costs, calls, "PostgreSQL") + workers) / (size["cores"] * size["scale"])
    yield f"PostgreSQL of {size['cores']} cores, {busy:.0%} busy in the busiest minute; {size['valkeys']} Valkey"
    for times in TIMES:
        hops = try_size(assumed, costs, size, workers / calls, calls * times, seed)
        first = max(hops.busy.keys() - {"web"}, key=hops.busy.__getitem__)  # of web there is as much as is needed
        slow = ", SLOW" if hops.p95 > SLOW_SECONDS else ""
        yield (
            f"  {times * assumed['country']['peak']:6,.0f} operations/s: p95 {hops.p95 * 1000:6,.0f} ms, "
            f"fullest {first} {hops.busy[first]:.0%}{slow}"
        )
        if hops.busy[first] > 1:
            seconds = CUT_OFF_SECONDS / (1 - 1 / hops.busy[first])
            full = times * assumed["country"]["peak"] / hops.busy[first]
            yield f"    {first} is full at {full:,.0f}/s; at this rate hops wait {CUT_OFF_SECONDS:.0f} s, and gateways"
            yield f"    hang up, {seconds:,.0f} s later"
            break


def try_size(
    assumed: Assumed, costs: Mapping[str, Cost], size: Mapping[str, float], worker: float, calls: float, seed: int
) -> Hops:
    """Let so many calls a second begin, where web has the cores it needs, and workers take a part of PostgreSQL's."""
    told = assumed["machines"]
    web = demand(assumed, costs, calls, "web") + demand(assumed, costs, calls, "pin")
    free = max(1, round(size["cores"] * size["scale"] - worker * calls))
    machines = Machines(
        Station(ceil(web / WEB_BUSY)), Station(free), told["flush_ms"] / 1000, told["standby_ms"] / 1000,
        told["commits"], told["till_share"], valkey=Station(int(size["valkeys"])),
    )  # fmt: skip
    return Trial(machines, costs, assumed["mix"], seed).run(calls)


def last_of(minutes: Sequence[float]) -> int:
    """Return the last minute in which anything was done."""
    return max(minute for minute, done in enumerate(minutes) if done)
