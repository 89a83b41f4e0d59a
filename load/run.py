"""A load from its first call to its judgement: arrivals at their times, the meter beside them, then the books."""

import signal
import time
from dataclasses import dataclass, field
from itertools import starmap
from random import Random
from threading import Event
from types import FrameType
from typing import Final

from bench.arrivals import Arrival, Arrivals
from bench.cpu import CpuMeter
from drills.story import Story
from load import books
from load.doings import Doings
from load.ground import QUEUES, REST_SECONDS, Ground, open_ground, read_servers
from load.meter import UNREACHED, Meter
from load.mix import Mix
from load.tally import Tally
from load.verdict import Verdict

TOLD_EVERY_SECONDS: Final = 30.0
LOOKS: Final = 120  # of the meter, in a load; seldom enough to cost nothing
EVERY_SECONDS_MIN, EVERY_SECONDS_MAX = 1.0, 15.0


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
        cpu = CpuMeter(ground.pids)
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
        verdict = Verdict(self.mix, self.story, self.tally, meter, doings, cut_short=self.over.is_set())
        if self.over.is_set():
            self.story.note("cut short, after", f"{took:.0f} s of {self.mix.seconds:.0f}")
        verdict.judge_hops()
        verdict.judge_rest(rested)
        verdict.note_costs(used, took)
        verdict.judge_memory()
        verdict.judge_ended(ground)
        verdict.judge_books(ground)
        return doings

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Begin nothing more: what there is is judged."""
        self.over.set()

    def look(self, seconds: float) -> bool:
        """Tell now and then how it goes. Return False once it is to end."""
        if seconds > self.told_at + TOLD_EVERY_SECONDS:
            self.told_at = seconds
            times, refused, lost = self.tally.sum_recent(), self.tally.refused.total(), self.tally.lost.total()
            self.story.tell(
                f"{self.tally.name_step(seconds)}: {times.count} hops answered, p95 {times.p95:.0f} ms;"
                f" so far {refused} refused, {lost} lost"
            )
        return not self.over.is_set()

    def rest(self, ground: Ground) -> float | None:
        """Wait until nothing is under way. Return the seconds it took; None where it did not come to rest."""
        began = time.monotonic()
        while time.monotonic() < began + REST_SECONDS:
            try:
                told = read_servers(ground, ground.stage.redis)
            except UNREACHED:
                return None  # nobody starts it again
            if not any(told[name] for name in QUEUES) and not books.count(ground, books.UNREPORTED):
                return time.monotonic() - began
            time.sleep(0.5)
        return None
