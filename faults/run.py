"""One run: the people live, the blows fall, it comes to rest, and what is wrong is told with its timeline."""

import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import requests

from faults.checks import wrongs
from faults.draw import draw
from faults.evidence import Evidence, gather
from faults.opening import open_wallets
from faults.people import Town, town
from faults.plan import Blow, Plan
from faults.rest import come_to_rest, count
from faults.stage import Late, Stage
from faults.told import Timeline, add_what_others_know, described

LIVES_SECONDS: Final = 180.0  # nobody's day takes longer: a phone waits 10 s at most for a hop
PACE_SECONDS: Final = 0.15  # the tick's own is a second


@dataclass
class Ran:
    """What came of a run; `wrong` is empty when everything agrees."""

    seed: int
    wrong: list[str]
    timeline: list[str]
    seconds: float
    operations: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)


def run(stage: Stage, seed: int) -> Ran:
    """Play the run of this seed."""
    began, plan, timeline = time.monotonic(), draw(seed), Timeline()
    stage.fresh()
    since = marks(stage)
    told: list[tuple[str, str]] = []
    wrong: list[str] = []
    blows = Blows(stage, timeline)
    late = {person.phone for person in plan.people if person.habit == "late"}
    try:
        open_wallets(stage, plan.people)
        set_up(stage, plan)
        wrong += live(stage, plan, timeline, town(stage, timeline, plan.people, told, since["texts"]), blows)
        come_to_rest(stage, timeline, late, at_rest=plan.at_rest)
    except Late as unrest:
        wrong.append(str(unrest))
    found = gather(stage, {person.phone for person in plan.people}, since, told, blows.killed["worker notices"])
    wrong += wrongs(stage, found)
    add_what_others_know(stage, timeline, found.strikes)
    lines = [*described(plan), *timeline.shown(), *(stage.broken_lines() if wrong else [])]
    return summed(Ran(seed, wrong, lines, time.monotonic() - began), stage, plan, found, blows)


def summed(ran: Ran, stage: Stage, plan: Plan, found: Evidence, blows: "Blows") -> Ran:
    """The same with its figures."""
    ran.operations.update(f"{ask.kind} by {'SMS' if ask.by_sms else 'USSD'}" for ask in plan.asks)
    ran.struck.update(f"{one['party']} {one['fault']}" for one in found.strikes)
    ran.struck.update(f"machine {kind}" for kind in blows.struck.elements())
    ran.struck.update([f"machine at rest {plan.at_rest}"] if plan.at_rest else [])
    ran.states.update(f"{payment.direction} {payment.state}" for payment in found.payments)
    ran.states.update({f"{row.what} {row.state}": row.times for row in stage.rows(BECAME)})
    ran.states["executed"] = len(found.executed)
    ran.states["texts"] = len(found.texts)
    ran.states["mishap"] = sum(bool(ask.mishap) for ask in plan.asks)
    ran.states["cases"] = count(stage, "SELECT count(*) FROM case_file")
    return ran


# What became of what waits, and how often money moved within.
BECAME: Final = """SELECT 'cash_out' AS what, state, count(*) AS times FROM cash_out GROUP BY 2
    UNION ALL SELECT 'claim', state, count(*) FROM claim GROUP BY 2
    UNION ALL SELECT 'request', state, count(*) FROM request GROUP BY 2
    UNION ALL SELECT 'moved', kind, count(*) FROM movement GROUP BY 2"""


def marks(stage: Stage) -> dict[str, int]:
    """Where the simulators' own counts stand."""
    texts, strikes = stage.get("messages"), stage.get("faults/struck")
    return {
        **{rail: len(stage.get("journal", operator=rail)) for rail in ("mtn", "orange")},
        "texts": texts[-1]["seq"] if texts else 0,
        "strikes": strikes[-1]["seq"] if strikes else 0,
    }


def set_up(stage: Stage, plan: Plan) -> None:
    """The operators' patience, the customers' habits, and what goes wrong."""
    for rail, patience in plan.patience.items():
        stage.put(f"operators/{rail}", patience)
    habits = {
        person.phone: {
            "ignore" if person.habit == "late" else person.habit: 1.0,
            "delay_seconds": person.answers_after_seconds,
        }
        for person in plan.people
    }
    stage.put("customers", {"phones": habits})
    stage.put("faults", plan.faults)


def live(stage: Stage, plan: Plan, timeline: Timeline, everybody: Town, blows: "Blows") -> list[str]:
    """Everybody at once, each on a thread; the blows fall from this one. What broke in a thread is told."""
    threads = [threading.Thread(target=everybody.day, args=(person,), daemon=True) for person in plan.people]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    waiting = list(plan.blows)
    while waiting or any(thread.is_alive() for thread in threads):
        passed = time.monotonic() - began
        if waiting and waiting[0].after_seconds <= passed:
            blows.strike(waiting.pop(0))
        elif not stage.all_alive():
            stage.look()
        else:
            stage.wake_all()
            time.sleep(PACE_SECONDS)
        if passed > LIVES_SECONDS:
            return [*everybody.broken, "somebody's day does not end"]
    return everybody.broken


@dataclass
class Blows:
    """What is done to the machine, and how often it was."""

    stage: Stage
    timeline: Timeline
    struck: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)

    def strike(self, blow: Blow) -> None:
        """Do it now."""
        self.timeline.note("BLOW", f"{blow.kind} {blow.of} {blow.seconds or ''}")
        self.struck[f"{blow.kind} {blow.of.partition('@')[2] or blow.of}".strip()] += 1
        getattr(self, blow.kind)(blow)

    def flush(self, _: Blow) -> None:
        """Valkey forgets everything."""
        self.stage.flush()

    def stop_valkey(self, blow: Blow) -> None:
        """Valkey ends in order, and comes back after a while."""
        self.stage.stop_valkey(blow.seconds)

    def kill_valkey(self, _: Blow) -> None:
        """kill -9 of Valkey."""
        self.stage.kill_valkey()

    def kill(self, blow: Blow) -> None:
        """kill -9 of one of our processes, wherever it is."""
        self.killed[blow.of] += 1
        self.stage.kill(blow.of)

    def point(self, blow: Blow) -> None:
        """A process dies at a named point, the next time it comes there."""
        process, _, point = blow.of.partition("@")
        self.killed[process] += 1
        self.stage.arm(process, point)

    def cut(self, _: Blow) -> None:
        """Every connection to the database is lost."""
        self.stage.cut_database()

    def jump(self, blow: Blow) -> None:
        """The wallet's clock jumps in the middle of it all."""
        self.stage.pass_time(blow.seconds)

    def wake(self, blow: Blow) -> None:
        """A storm of wakes: twenty jobs for the same queue."""
        from rq import Queue  # noqa: PLC0415 - only here
        from rq.serializers import JSONSerializer  # noqa: PLC0415

        from workers import JOBS  # noqa: PLC0415

        for _ in range(20):
            Queue(blow.of, connection=self.stage.redis, serializer=JSONSerializer).enqueue(*JOBS[blow.of], result_ttl=0)

    def forge(self, blow: Blow) -> None:
        """A stranger who knows the address claims success for every payment there is, and sends garbage."""
        names = self.stage.rows("SELECT handle, reference, amount FROM payment WHERE rail = :rail", rail=blow.of)
        claims: list[dict[str, Any]] = [
            {"externalId": row.reference, "status": "SUCCESSFUL", "amount": str(row.amount), "payToken": row.handle}
            for row in names
        ]
        for body in (*(json.dumps(claim).encode() for claim in claims), b'{"status": "SUCC', b"\x00\xff", b""):
            try:
                requests.put(self.stage.callback_url(blow.of), data=body, timeout=5)
            except requests.RequestException:
                continue  # the web app was just killed
