"""Verdict on a load: its times, queues, costs, memory and books, as findings of the story and tables beside them."""

from dataclasses import dataclass
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table

from drills.story import Story
from load import books
from load.doings import Doings
from load.ground import QUEUES, REST_SECONDS, Ground
from load.meter import UNREACHED, Meter, Sample
from load.mix import PLATEAU, Mix
from load.slope import find_slope
from load.tally import HopFigures, Tally

# They keep all they ever saw, fill memory that was set aside for them, or hold each call's id for a day: told alone.
NOT_JUDGED: Final = ("simulate", "PostgreSQL", "Valkey")
MIB: Final = 2**20
WIDTH: Final = 118
SHOWN: Final = 300  # letters of what is wrong


@dataclass
class Verdict:
    """All that is known of a load once it is over; `cut_short` where somebody ended it."""

    mix: Mix
    story: Story
    tally: Tally
    meter: Meter
    doings: Doings
    cut_short: bool = False

    def judge_hops(self) -> None:
        """Print hops by kind and by step; judge what steps bound."""
        self.print_times(
            "by kind", self.tally.by_kind(), {kind: str(times) for kind, times in self.doings.begun.items()}
        )
        steps = self.tally.by_step()
        self.print_times("by step", steps, {})
        for (kind, when, instead), times in (self.tally.refused + self.tally.lost).most_common(10):
            self.story.tell(f"  {times} × {kind} in {when}: {instead}")
        for what, times in self.doings.given_up.items():
            self.story.tell(f"  {times} gave up: {what}")
        for step in self.mix.steps:
            found, lost = steps[step.name].times, steps[step.name].refused + steps[step.name].lost
            if step.lost_most is not None:
                self.story.judge(
                    f"hops refused or lost in {step.name}",
                    str(lost),
                    f"at most {step.lost_most}",
                    lost <= step.lost_most,
                )
            if step.p95_seconds:
                wanted = step.p95_seconds * 1000
                self.story.judge(f"p95 in {step.name}", f"{found.p95:.0f} ms", f"{wanted:.0f} ms", found.p95 <= wanted)
        busiest = max(self.mix.steps, key=lambda step: step.highest)
        if busiest.highest > 1 and PLATEAU in steps and not self.cut_short:
            back = self.tally.seconds_until_normal(busiest.name, PLATEAU)
            self.story.note(
                f"hops as quick as before, behind {busiest.name}", "never" if back is None else f"{back:.0f} s"
            )

    def print_times(self, title: str, found: dict[str, HopFigures], begun: dict[str, str]) -> None:
        """Print a table of times."""
        table = Table(title=title, box=box.SIMPLE_HEAD)
        for head in ("", "begun", "hops", "p50 ms", "p95 ms", "p99 ms", "max ms", "refused", "lost"):
            table.add_column(head, justify="left" if not head else "right")
        for name, (times, refused, lost) in found.items():
            numbers = (f"{one:.0f}" for one in (times.p50, times.p95, times.p99, times.longest))
            table.add_row(name, begun.get(name, ""), str(times.count), *numbers, str(refused), str(lost))
        self.print(table)

    def print(self, table: Table) -> None:
        """Print a table."""
        console = Console(width=WIDTH, highlight=False)
        with console.capture() as captured:
            console.print(table)
        self.story.say(captured.get().rstrip())

    def judge_rest(self, rested: float | None) -> None:
        """Judge that what waited came to an end, and note the most that waited in each step."""
        measured = "not" if rested is None else f"{rested:.0f} s"
        self.story.judge(
            "nothing under way, behind the last call", measured, f"{REST_SECONDS:.0f} s", rested is not None
        )
        for at, step in self.mix.begins():
            looks = self.meter.between(at, at + step.seconds)
            most = {name: max((one.told[name] for one in looks), default=0) for name in QUEUES}
            self.story.note(f"most in {step.name}", ", ".join(f"{most[name]} {name}" for name in QUEUES))

    def note_costs(self, used: dict[str, float], took: float) -> None:
        """Note the CPU of each process, and what the servers hold."""
        begun = max(self.doings.begun.total(), 1)
        table = Table(title="CPU, memory and open files by process", box=box.SIMPLE_HEAD)
        for head in ("", "CPU s", "ms a call", "% a core", "MiB", "MiB/h", "from", "to", "", "files, then"):
            table.add_column(head, justify="left" if not head else "right", no_wrap=True)
        last, looks = self.meter.samples[-1], self.list_looks() or self.meter.samples
        files = {name: f"{count} {looks[-1].files[name]}" for name, count in looks[0].files.items()}
        for name, seconds in sorted(used.items(), key=lambda one: -one[1]):
            slope = find_slope(self.list_memory(name))
            grows = (f"{one / MIB:+.1f}" for one in (slope.an_hour, slope.low, slope.high))
            costs = f"{seconds:.1f}", f"{seconds / begun * 1000:.2f}", f"{seconds / took * 100:.1f}"
            held = f"{last.memory.get(name, 0) / MIB:.1f}"
            table.add_row(name, *costs, held, *grows, slope.verdict, files.get(name, ""))
        self.print(table)
        first = self.meter.samples[0]
        grown = last.told["database bytes"] - first.told["database bytes"]
        self.story.note("calls begun", f"{begun}, {begun / took:.2f} a second")
        self.story.note("CPU of everything, the load too", f"{sum(used.values()) / took:.2f} cores")
        self.story.note(
            "database", f"{last.told['database bytes'] / MIB:.0f} MiB, {grown / begun:.0f} bytes more a call"
        )
        valkey = [one.told["Valkey bytes"] / MIB for one in self.meter.samples]
        self.story.note("Valkey", f"{valkey[0]:.1f} MiB at first, {max(valkey):.1f} at most, {valkey[-1]:.1f} at last")
        connections = [one.told["connections"] for one in self.meter.samples]
        self.story.note(
            "connections to PostgreSQL", f"{min(connections)} to {max(connections)}, {connections[-1]} at last"
        )

    def list_looks(self) -> list[Sample]:
        """Return the looks over the plateau's last two thirds, or over all where there is no plateau."""
        spans = [(at + step.seconds / 3, at + step.seconds) for at, step in self.mix.begins() if step.name == PLATEAU]
        return self.meter.between(*(spans[0] if spans else (0.0, self.mix.seconds)))

    def list_memory(self, name: str) -> list[tuple[float, float]]:
        """Return a process's memory at each of those looks."""
        return [(one.at, float(one.memory.get(name, 0))) for one in self.list_looks()]

    def judge_memory(self) -> None:
        """Judge that no process of ours grows, where it was looked at for long enough."""
        slopes = {name: find_slope(self.list_memory(name)) for name in self.meter.pids if name not in NOT_JUDGED}
        if all(one.verdict == "too short" for one in slopes.values()):
            return
        growing = [f"{name} {one.an_hour / MIB:+.1f} MiB/h" for name, one in slopes.items() if one.verdict == "grows"]
        self.story.judge("processes whose memory grows", ", ".join(growing) or "none", "none", not growing)

    def judge_ended(self, ground: Ground) -> None:
        """Judge that nothing has ended: nobody starts it again here."""
        processes = ground.stage.running.supervisor.processes
        ended = [one.name for one in processes if one.running is None or one.running.poll() is not None]
        ended += [type(one).__name__ for one in (ground.stage.postgres, ground.stage.valkey) if not one.running]
        self.story.judge("processes that ended by themselves", ", ".join(ended) or "none", "none", not ended)

    def judge_books(self, ground: Ground) -> None:
        """Judge the books by what was acknowledged, and by all else that is checked."""
        try:
            found, others = books.compare(ground, self.doings.journal), tuple(books.find_wrongs(ground))
        except UNREACHED as lost:
            self.story.judge("books", f"cannot be read: {type(lost).__name__}", "compared", held=False)
            return
        self.story.note(
            "money tried, and told done", f"{len(self.doings.journal.attempts)}, {len(self.doings.journal.heard)}"
        )
        self.judge_none("acknowledged and lost", found.lost)
        self.judge_none("in the books twice", found.doubled)
        self.judge_none("in the books, and nobody asked", found.unasked)
        self.judge_none("any other thing wrong", others)

    def judge_none(self, name: str, wrong: tuple[str, ...]) -> None:
        """Judge that nothing is wrong, and tell the first of what is."""
        for line in wrong[:10]:
            self.story.tell(f"  {name}: {line[:SHOWN]}")
        self.story.judge(name, str(len(wrong)), "0", not wrong)
