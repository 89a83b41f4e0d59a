"""The simulation of a payday: its queues behave as theory says, its day adds up, and what is full first is found."""

from dataclasses import replace
from random import Random
from statistics import fmean

import pytest

from bench.costs import ENDED, SALARY, TEXT, Cost
from bench.mix import KINDS
from bench.payday import read_assumed, tell_country
from bench.payday_day import MINUTES, MOVES, draw_day, share_of, take, wait
from bench.payday_hops import Machines, Trial, cost_of_hops
from bench.queues import Job, Queues, Station

SEED = 7
CPU = {"web": 0.02, "pin": 0.02, "worker": 0.002, "PostgreSQL": 0.006, "Valkey": 0.003}
COSTS = {
    "left": Cost(3, CPU | {"pin": 0.0, "web": 0.009, "PostgreSQL": 0.002}, 4_000, 5, 0, 0, {}),
    "balance": Cost(4, CPU, 1_500, 5, 0, 0, {}),
    **{kind: Cost(5, CPU, 8_000, 9, 2, 0, {}) for kind in MOVES},
    **{kind: Cost(0, CPU | {"web": 0.0}, 4_000, 1, 1, 0, {}) for kind in (SALARY, ENDED, TEXT)},
}
MIX = {kind: KINDS.count(kind) for kind in dict.fromkeys(KINDS)}


def play(servers: int, arrive: float, served: float, *, even: bool) -> float:
    """Return the mean seconds of 20 000 jobs at one station, from their arrival to their end."""
    draw, queues, station = Random(SEED), Queues(), Station(servers)
    found: list[float] = []

    def job() -> Job:
        began = queues.now
        yield from queues.use(station, served if even else draw.expovariate(1 / served))
        found.append(queues.now - began)

    at = 0.0
    for _ in range(20_000):
        at += draw.expovariate(arrive)
        queues.begin(at, job())
    queues.run()
    assert station.taken == 0
    return fmean(found)


@pytest.mark.parametrize(
    ("servers", "arrive", "even", "theory"),
    [
        (1, 0.5, False, 2.0),  # M/M/1: 1 / (1 - load)
        (1, 0.8, False, 5.0),
        (1, 0.8, True, 3.0),  # M/D/1: half the wait
        (4, 3.2, False, 1.746),  # M/M/4, Erlang's C
        (100, 1.0, True, 1.0),  # nobody waits
    ],
)
def test_jobs_wait_as_long_as_theory_says(servers: int, arrive: float, even: bool, theory: float) -> None:
    assert play(servers, arrive, 1.0, even=even) == pytest.approx(theory, rel=0.1)


def test_who_waits_longest_is_next() -> None:
    queues, station, served = Queues(), Station(1), []

    def job(name: int) -> Job:
        yield from queues.use(station, 1.0)
        served.append((name, queues.now))

    for name in range(4):
        queues.begin(name / 10, job(name))
    queues.run()
    assert served == [(0, 1.0), (1, 2.0), (2, 3.0), (3, 4.0)]


def test_a_day_adds_up() -> None:
    assumed = read_assumed()
    day = draw_day(assumed, SEED)
    assert max(day.calls) / 60 * share_of(assumed, *MOVES) == pytest.approx(assumed["country"]["peak"])
    assert sum(day.salaries) == pytest.approx(assumed["salaries"]["paid"])
    assert min(day.calls) > 0
    assert len(day.calls) == len(day.salaries) == MINUTES
    assert draw_day(assumed, SEED) == day
    assert draw_day(assumed, SEED + 1) != day
    assert assumed["mix"] == MIX, "the calls that were counted, and are made for real, are of this mix"


def test_salaries_that_lead_to_more_than_is_planned_are_refused() -> None:
    assumed = read_assumed()
    with pytest.raises(ValueError, match="over more hours"):
        draw_day(assumed | {"country": {"peak": 10}}, SEED)


@pytest.mark.parametrize(
    ("due", "per_second", "most", "minutes", "until"),
    [
        ([60, 60, 60], 1.0, 0, 0, None),
        ([60, 180, 0, 0], 1.0, 120, 2, 3),
        ([60, 180, 0], 1.0, 120, 2, None),  # not over that day
        ([600], 0.5, 570, 19, None),
    ],
)
def test_what_is_more_than_is_taken_waits(
    due: list[float], per_second: float, most: float, minutes: float, until: int | None
) -> None:
    waiting = wait(due, per_second)
    assert (waiting.most, waiting.longest_minutes, waiting.until) == (most, minutes, until)
    assert max(take(due, 60 * per_second)) <= 60 * per_second


def machines(**changed: float) -> Machines:
    """Return machines on which nothing waits, but for what is changed."""
    told = {"web": 1_000, "postgres": 1_000, "valkey": 1_000, "flush": 0.001, "till_share": 0.0} | changed
    web, postgres, valkey = (Station(int(told[name])) for name in ("web", "postgres", "valkey"))
    return Machines(web, postgres, told["flush"], 0.0, 3, told["till_share"], valkey=valkey)


def test_nothing_waits_where_there_is_plenty() -> None:
    hops = Trial(machines(), COSTS, MIX, SEED).run(50)
    last = [cost_of_hops(COSTS, kind)[-1] for kind in MIX]
    most = max(hop.web + hop.postgres + hop.valkey for hop in last) + 3 * 0.002
    assert max(hops.seconds) <= most
    assert hops.lost == 0


@pytest.mark.parametrize(
    ("full", "scarce", "per_second"),
    [
        ("web", {"web": 2}, 100),
        ("PostgreSQL", {"postgres": 1}, 300),
        ("Valkey", {"valkey": 1}, 600),
        ("busiest till", {"till_share": 1.0, "flush": 0.05}, 300),
    ],
)
def test_what_is_full_first_is_found(full: str, scarce: dict[str, float], per_second: float) -> None:
    hops = Trial(machines(**scarce), COSTS, MIX, SEED).run(per_second)
    assert max(hops.busy, key=hops.busy.__getitem__) == full
    assert hops.busy[full] > 1
    assert max(hops.seconds) > 2 * max(Trial(machines(flush=0.05), COSTS, MIX, SEED).run(10).seconds)


def test_the_country_is_told() -> None:
    slow = {
        kind: replace(cost, cpu={name: 3 * seconds for name, seconds in cost.cpu.items()})
        for kind, cost in COSTS.items()
    }
    told = "\n".join(tell_country(read_assumed(), slow, SEED))
    assert f"payday by seed {SEED}" in told
    assert told.count("PostgreSQL of 16 cores") == 2
    assert told.count("PostgreSQL of 64 cores") == 1
    assert told.count("is full at") == 3, "each size is tried until something is"
    assert "payouts at mtn" in told
    assert "million francs" in told
