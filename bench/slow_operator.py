"""slow_operator: the effect on everybody else of one operator that takes 25 s to answer.

The p95 of a hop, and the time of one MTN confirmation among many, while Orange's answers take 25 s; each over the same
while Orange has nothing to say.
"""

import threading
from itertools import cycle
from statistics import quantiles

from sqlalchemy import text

from bench.calls import TimedPhone, phone_of
from bench.figures import MeasuredFigure, figure
from bench.pending import PEOPLE, PendingCollection, PendingTown, town, worker
from bench.stage import Stage
from workers.waking import wake

DATABASE = "mbongo_bench_slow"
PAYMENTS, STUCK = 2_000, 128
ROUNDS = 5
PAUSE_SECONDS = 0.01
SLOW = {"orange": {"latency": {"value": 25.0, "chance": 1, "call": "status"}}}
FAST = {"mtn": {"latency": {"value": 0.05, "chance": 1}}}
DUE = text("UPDATE payment SET due_at = wallet_now(), leased_until = NULL, polls = 0 WHERE rail = 'orange'")
NOT_DUE = text("UPDATE payment SET due_at = NULL, leased_until = NULL WHERE rail = 'orange'")


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure both figures. Two minutes."""
    hops: dict[str, list[float]] = {"slow": [], "fast": []}
    each: dict[str, list[float]] = {"slow": [], "fast": []}
    with town(stage, DATABASE) as there, stage.serving(there.settings) as web_app:
        web = web_app.port
        there.let_wait(
            "orange", [PendingCollection(f"SLOW-{n}", f"MPSLOW{n:06}", phone_of(n % PEOPLE)) for n in range(STUCK)]
        )
        there.change(NOT_DUE, {})
        with worker(stage, there, "mtn"), worker(stage, there, "orange"):
            one_round(there, web)  # not counted: tokens, connections and caches
            for turn in range(ROUNDS):
                for name in ("slow", "fast") if turn % 2 else ("fast", "slow"):
                    p95, rate = one_round(there, web, stuck=name == "slow")
                    hops[name].append(p95 * 1000)
                    each[name].append(1000 / rate)
    return {
        "slow_operator": figure(hops, "slow", "fast", "ms"),
        "slow_operator_confirm": figure(each, "slow", "fast", "ms"),
    }


def one_round(there: PendingTown, web: int, *, stuck: bool = False) -> tuple[float, float]:
    """Return the p95 of hops made one after another while MTN confirms, and the rate of confirming."""
    there.let_wait("mtn", there.have_paid(PAYMENTS))
    there.put("faults", FAST | (SLOW if stuck else {}))
    there.change(DUE if stuck else NOT_DUE, {})
    if stuck:
        wake(there.redis, "orange")
    over, seconds = threading.Event(), list[float]()
    callers = threading.Thread(target=walk, args=(there, web, over, seconds))
    callers.start()
    try:
        rate = there.confirmed_per_second("mtn", PAYMENTS)
    finally:
        over.set()
        callers.join()
    return quantiles(seconds, n=20)[-1], rate


def walk(there: PendingTown, web: int, over: threading.Event, seconds: list[float]) -> None:
    """Walk one phone after another in and out of the account until told to stop, noting each hop's time."""
    for phone in cycle([TimedPhone(web, there.settings, phone_of(number)) for number in range(PEOPLE)]):
        phone.dial()
        for typed in ("6", "0", "6", "0"):
            phone.answer(typed)
            seconds.append(phone.seconds)
            if over.wait(PAUSE_SECONDS):
                return
