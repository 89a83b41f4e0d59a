"""A load from its first call to its judgement: arrivals at their times, the meter beside them, then the books."""

import signal
import time
from dataclasses import dataclass, field
from itertools import starmap
from random import Random
from threading import Event
from types import FrameType
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table

from bench.arrivals import Arrival, Arrivals
from bench.cpu import CpuMeter
from drills.story import Story
from load import books
from load.doings import Doings
from load.ground import QUEUES, Ground, open_ground, read_servers
from load.meter import Meter
from load.mix import PLATEAU, Mix
from load.slope import find_slope
from load.tally import Tally, Times

REST_SECONDS: Final = 240.0  # what is under way may take: prompts that nobody answers, and what waited behind a burst
TOLD_EVERY_SECONDS: Final = 30.0
LOOKS: Final = 120  # of the meter, in a load; seldom enough to cost nothing
EVERY_SECONDS_MIN, EVERY_SECONDS_MAX = 1.0, 15.0
# They keep all they ever saw, or fill memory that was set aside for them: told, and not judged.
NOT_JUDGED: Final = ("simulate", "PostgreSQL")
MIB: Final = 2**20
WIDTH: Final = 118
SHOWN: Final = 300  # letters of what is wrong


@dataclass
class Load:
    """One load, and all that is known of it."""

    mix: Mix
    seed: int
    story: Story
    tally: Tally = field(init=False)
    over: Event = field(default_factory=Event)
    told_at: float = 0.0

    def __post_init__(self) -> None:
        self.tally = Tally(self.mix)

    def play(self) -> None:
        """Start everything, let the load come, wait until all is at rest, and judge."""
        mix = self.mix
        self.story.tell(f"seed {self.seed}: {mix.people} people, {mix.rate:g} calls a second, {mix.seconds:.0f} s")
        with open_ground(mix) as ground:
            self.story.tell(f"{len(ground.pids)} processes run; the crowd is there")
            self.meet(ground)

    def meet(self, ground: Ground) -> Doings:
        """Let the load come to this ground, and judge what became of it. Return what was done."""
        before = signal.signal(signal.SIGINT, self.stop)
        doings = Doings(ground, self.mix, self.seed)
        every = min(max(self.mix.seconds / LOOKS, EVERY_SECONDS_MIN), EVERY_SECONDS_MAX)
        meter = Meter(ground.pids, lambda: read_servers(ground, ground.stage.redis), every)
        cpu, pids = CpuMeter(ground.pids), ground.pids
        meter.look()
        thread = meter.start()
        arrivals = Arrivals(ground.port, self.tally)
        try:
            moments = self.mix.draw_moments(Random(f"mbongo arrivals {self.seed}"))
            took = arrivals.run(
                starmap(
                    lambda at, drawn: Arrival(at, drawn[1], drawn[0]), zip(moments, doings.draw_walks(), strict=False)
                ),
                self.look,
            )
            used = cpu.read_used()
            self.story.tell(f"all calls are over after {took:.0f} s; waiting until nothing is under way")
            rested = self.rest(ground)
        finally:
            meter.over.set()
            thread.join()
            arrivals.close()
            signal.signal(signal.SIGINT, before)
        meter.look()
        self.judge_hops(doings)
        self.judge_rest(rested, meter)
        self.note_costs(ground, doings, used, took, meter)
        self.judge_memory(meter)
        ended = sorted(name for name, pid in pids.items() if ground.pids.get(name) != pid)
        self.story.judge("processes that ended by themselves", ", ".join(ended) or "none", "none", not ended)
        self.judge_books(ground, doings)
        return doings

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Begin nothing more: what there is is judged."""
        self.over.set()

    def look(self, seconds: float) -> bool:
        """Tell now and then how it goes. Return False once it is to end."""
        if seconds > self.told_at + TOLD_EVERY_SECONDS:
            self.told_at = seconds
            times, lost = self.tally.by_step()[self.tally.name_step(seconds)]
            self.story.tell(f"{self.tally.name_step(seconds)}: {times.count} hops, p95 {times.p95:.0f} ms, {lost} lost")
        return not self.over.is_set()

    def rest(self, ground: Ground) -> float | None:
        """Wait until nothing is under way. Return the seconds it took; None where it did not come to rest."""
        began = time.monotonic()
        while time.monotonic() < began + REST_SECONDS:
            told = read_servers(ground, ground.stage.redis)
            if not any(told[name] for name in QUEUES) and not books.count(ground, books.UNREPORTED):
                return time.monotonic() - began
            time.sleep(0.5)
        return None

    # ------------------------------------------------------------------------------------ judgement
    def judge_hops(self, doings: Doings) -> None:
        """Print hops by kind and by step; judge what steps bound."""
        self.print_times("by kind", self.tally.by_kind(), {kind: str(doings.begun[kind]) for kind in doings.begun})
        steps = self.tally.by_step()
        self.print_times("by step", steps, {})
        for (kind, when, instead), times in self.tally.instead.most_common(10):
            self.story.tell(f"  {times} × {kind} in {when}: {instead}")
        for what, times in doings.given_up.items():
            self.story.tell(f"  {times} gave up: {what}")
        for step in self.mix.steps:
            found, lost = steps[step.name]
            if step.lost_most is not None:
                self.story.judge(
                    f"hops lost in {step.name}", str(lost), f"at most {step.lost_most}", lost <= step.lost_most
                )
            if step.p95_seconds:
                wanted = step.p95_seconds * 1000
                self.story.judge(f"p95 in {step.name}", f"{found.p95:.0f} ms", f"{wanted:.0f} ms", found.p95 <= wanted)
        busiest = max(self.mix.steps, key=lambda step: step.highest)
        if busiest.highest > 1 and PLATEAU in steps and not self.over.is_set():
            back = self.tally.seconds_until_normal(busiest.name, PLATEAU)
            self.story.note(
                f"hops as quick as before, behind {busiest.name}", "never" if back is None else f"{back:.0f} s"
            )

    def print_times(self, title: str, found: dict[str, tuple[Times, int]], begun: dict[str, str]) -> None:
        """Print a table of times."""
        table = Table(title=title, box=box.SIMPLE_HEAD)
        for head in ("", "begun", "hops", "p50 ms", "p95 ms", "p99 ms", "max ms", "lost"):
            table.add_column(head, justify="left" if not head else "right")
        for name, (times, lost) in found.items():
            numbers = (f"{one:.0f}" for one in (times.p50, times.p95, times.p99, times.longest))
            table.add_row(name, begun.get(name, ""), str(times.count), *numbers, str(lost))
        self.print(table)

    def print(self, table: Table) -> None:
        """Print a table."""
        console = Console(width=WIDTH, highlight=False)
        with console.capture() as captured:
            console.print(table)
        self.story.say(captured.get().rstrip())

    def judge_rest(self, rested: float | None, meter: Meter) -> None:
        """Judge that what waited came to an end, and note the most that waited in each step."""
        measured = "not" if rested is None else f"{rested:.0f} s"
        self.story.judge(
            "nothing under way, behind the last call", measured, f"{REST_SECONDS:.0f} s", rested is not None
        )
        for at, step in self.mix.begins():
            looks = meter.between(at, at + step.seconds)
            most = {name: max((one.told[name] for one in looks), default=0) for name in QUEUES}
            self.story.note(f"most in {step.name}", ", ".join(f"{most[name]} {name}" for name in QUEUES))

    def note_costs(self, ground: Ground, doings: Doings, used: dict[str, float], took: float, meter: Meter) -> None:
        """Note the CPU of each process, and what the servers hold."""
        begun = max(doings.begun.total(), 1)
        table = Table(title="CPU, memory and open files by process", box=box.SIMPLE_HEAD)
        for head in ("", "CPU s", "ms a call", "% a core", "MiB", "MiB/h", "from", "to", "", "files"):
            table.add_column(head, justify="left" if not head else "right", no_wrap=True)
        last = meter.samples[-1]
        for name, seconds in sorted(used.items(), key=lambda one: -one[1]):
            slope = find_slope(self.list_memory(meter, name))
            grows = (f"{one / MIB:+.1f}" for one in (slope.an_hour, slope.low, slope.high))
            costs = f"{seconds:.1f}", f"{seconds / begun * 1000:.2f}", f"{seconds / took * 100:.1f}"
            held = f"{last.memory.get(name, 0) / MIB:.1f}"
            table.add_row(name, *costs, held, *grows, slope.verdict, str(last.files.get(name, "")))
        self.print(table)
        first = meter.samples[0]
        grown = last.told["database bytes"] - first.told["database bytes"]
        self.story.note("calls begun", f"{begun}, {begun / took:.2f} a second")
        self.story.note("CPU of everything, the load too", f"{sum(used.values()) / took:.2f} cores")
        self.story.note(
            "database", f"{last.told['database bytes'] / MIB:.0f} MiB, {grown / begun:.0f} bytes more a call"
        )
        valkey = [one.told["Valkey bytes"] / MIB for one in meter.samples]
        self.story.note("Valkey", f"{valkey[0]:.1f} MiB at first, {max(valkey):.1f} at most, {valkey[-1]:.1f} at last")
        connections = [one.told["connections"] for one in meter.samples]
        self.story.note(
            "connections to PostgreSQL", f"{min(connections)} to {max(connections)}, {connections[-1]} at last"
        )

    def list_memory(self, meter: Meter, name: str) -> list[tuple[float, float]]:
        """Return a process's memory over the plateau's last two thirds, or over all where there is no plateau."""
        spans = [(at + step.seconds / 3, at + step.seconds) for at, step in self.mix.begins() if step.name == PLATEAU]
        since, until = spans[0] if spans else (0.0, self.mix.seconds)
        return [(one.at, float(one.memory.get(name, 0))) for one in meter.between(since, until)]

    def judge_memory(self, meter: Meter) -> None:
        """Judge that no process of ours grows, where it was looked at for long enough."""
        slopes = {name: find_slope(self.list_memory(meter, name)) for name in meter.pids if name not in NOT_JUDGED}
        if all(one.verdict == "too short" for one in slopes.values()):
            return
        growing = [f"{name} {one.an_hour / MIB:+.1f} MiB/h" for name, one in slopes.items() if one.verdict == "grows"]
        self.story.judge("processes whose memory grows", ", ".join(growing) or "none", "none", not growing)

    def judge_books(self, ground: Ground, doings: Doings) -> None:
        """Judge the books by what was acknowledged, and by all else that is checked."""
        found = books.compare(ground, doings.journal)
        self.story.note("money tried, and told done", f"{len(doings.journal.attempts)}, {len(doings.journal.heard)}")
        judged = {
            "acknowledged and lost": found.lost, "in the books twice": found.doubled,
            "in the books, and nobody asked": found.unasked, "any other thing wrong": tuple(books.find_wrongs(ground)),
        }  # fmt: skip
        for name, wrong in judged.items():
            for line in wrong[:10]:
                self.story.tell(f"  {name}: {line[:SHOWN]}")
            self.story.judge(name, str(len(wrong)), "0", not wrong)
