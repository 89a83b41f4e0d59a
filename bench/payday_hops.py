"""The hops of calls at one rate, through web apps, PostgreSQL, its disk, Valkey and the rows that many want at once.

Each call is drawn from the mix; its hops follow each other at once, as many a second as with time to think between.
What a hop costs was counted (bench/costs.py): that of a call that is left half-way, by hop, and for the last one the
rest of its kind's call.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from statistics import quantiles
from typing import Final

from bench.costs import Cost
from bench.queues import Job, Queues, Station

FEWEST_CALLS, SECONDS = 1_000, 3.0  # that a trial has at least, so that its slowest of a hundred are not chance
CUT_OFF_SECONDS: Final = 10.0  # a gateway's


@dataclass
class Machines:
    """Stations that hops pass: a machine that shares its cores has one for `web` and `postgres`."""

    web: Station
    postgres: Station
    flush_seconds: float
    standby_seconds: float
    commits: int
    till_share: float
    slower: float = 1.0  # than the cores on which costs were counted, because others use them too
    aside_seconds: float = 0.0  # what the load itself takes of the same cores, for each hop
    valkey: Station = field(default_factory=lambda: Station(1))
    till: Station = field(default_factory=lambda: Station(1))  # the row of the busiest one


@dataclass(frozen=True)
class Hops:
    """Seconds that each hop took, how many were answered a second, and how busy each station was meanwhile."""

    seconds: list[float]
    per_second: float
    busy: Mapping[str, float]

    @property
    def p95(self) -> float:
        """Return the time within which 95 of 100 were answered."""
        return quantiles(self.seconds, n=20)[-1]

    @property
    def lost(self) -> float:
        """Return the part that a gateway no longer waits for."""
        return sum(one > CUT_OFF_SECONDS for one in self.seconds) / len(self.seconds)


@dataclass(frozen=True)
class HopCost:
    """Seconds of one hop at each station; `writes` where it waits for the disk."""

    web: float
    postgres: float
    valkey: float
    writes: bool
    at_till: bool

    def times(self, slower: float) -> "HopCost":
        """Return what it costs on slower cores."""
        web, postgres, valkey = (slower * one for one in (self.web, self.postgres, self.valkey))
        return replace(self, web=web, postgres=postgres, valkey=valkey)


def cost_of_hops(costs: Mapping[str, Cost], kind: str) -> list[HopCost]:
    """Return what each hop of a call of this kind costs."""
    half_way, whole = costs["left"], costs[kind]
    each = {name: half_way.cpu[name] / half_way.hops for name in ("web", "PostgreSQL", "Valkey")}
    before = HopCost(each["web"], each["PostgreSQL"], each["Valkey"], writes=False, at_till=False)
    if kind == "left":
        return [before] * round(half_way.hops)
    hops = round(whole.hops)
    rest = {name: max(whole.cpu[name] - (hops - 1) * each[name], each[name]) for name in each}
    last = HopCost(
        rest["web"] + whole.cpu["pin"], rest["PostgreSQL"], rest["Valkey"],
        writes=True, at_till=kind == "till",
    )  # fmt: skip
    return [before] * (hops - 1) + [last]


@dataclass
class Trial:
    """One rate of calls, for some seconds, by a seed."""

    machines: Machines
    costs: Mapping[str, Cost]
    mix: Mapping[str, int]
    seed: int

    def run(self, per_second: float, *, evenly: bool = False) -> Hops:
        """Let calls begin at this rate, by chance or evenly, for as long as it takes to see enough hops."""
        draw, queues = Random(self.seed), Queues()
        found: list[float] = []
        kinds = [kind for kind, times in self.mix.items() for _ in range(times)]
        hops = {kind: [one.times(self.machines.slower) for one in cost_of_hops(self.costs, kind)] for kind in self.mix}
        at, used = 0.0, dict.fromkeys(("web", "PostgreSQL", "Valkey", "busiest till"), 0.0)
        for nth in range(max(FEWEST_CALLS, round(per_second * SECONDS))):
            at = nth / per_second if evenly else at + draw.expovariate(per_second)
            kind = draw.choice(kinds)
            busiest = kind == "till" and draw.random() < self.machines.till_share
            for hop in hops[kind]:
                used["web"] += hop.web
                used["PostgreSQL"] += hop.postgres
                used["Valkey"] += hop.valkey
                used["busiest till"] += self.holds(hop) if busiest and hop.at_till else 0.0
            queues.begin(at, self.call(queues, hops[kind], found, draw, busiest=busiest))
        queues.run()
        machines = self.machines
        servers = {
            "web": machines.web.servers,
            "PostgreSQL": machines.postgres.servers,
            "Valkey": machines.valkey.servers,
        }
        return Hops(found, len(found) / queues.now, {name: used[name] / at / servers.get(name, 1) for name in used})

    def holds(self, hop: HopCost) -> float:
        """Return how long a payment holds its till's row: the last of its commits, and the work before it."""
        machines = self.machines
        return hop.postgres / machines.commits + 1.5 * machines.flush_seconds + machines.standby_seconds

    def call(self, queues: Queues, hops: list[HopCost], found: list[float], draw: Random, *, busiest: bool) -> Job:
        """Play a call, a hop after the other."""
        machines = self.machines
        for hop in hops:
            began = queues.now
            yield from queues.use(machines.valkey, hop.valkey)
            yield from queues.use(machines.web, hop.web + machines.aside_seconds)
            if not hop.writes:
                yield from queues.use(machines.postgres, hop.postgres)
            else:
                for nth in range(machines.commits):
                    locks = busiest and hop.at_till and nth == machines.commits - 1
                    if locks:
                        yield machines.till
                    yield from queues.use(machines.postgres, hop.postgres / machines.commits)
                    # The disk may be at others' commits: who waits for it goes with all that came meanwhile.
                    yield machines.flush_seconds * (1 + draw.random()) + machines.standby_seconds
                    if locks:
                        queues.give_back(machines.till)
            found.append(queues.now - began)
