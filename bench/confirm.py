"""confirm: payments confirmed a second, over what a bare client with as many connections reads and does nothing with.

Every answer of the operator takes 50 ms. Confirming is all of it: the question, the answer read, the state, the money
posted, the receipt written. And its memory: the worker's peak after ten thousand pending, over that after a thousand.
"""

from pathlib import Path

from bench.figures import MeasuredFigure, figure, in_turns
from bench.load import play
from bench.pending import PendingTown, reading, town, worker
from bench.stage import Stage
from workers.payments import IN_FLIGHT

DATABASE = "mbongo_bench_confirm"
FEW, MANY = 1_000, 10_000
ANSWER_SECONDS = 0.05
ROUNDS = 3
SLOW = {"mtn": {"latency": {"value": ANSWER_SECONDS, "chance": 1}}}


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure both figures. Three minutes."""
    with town(stage, DATABASE) as there, worker(stage, there, "mtn") as process:
        confirm(there, FEW)
        few = peak_megabytes(process)
        measures = {"ours": lambda: confirm(there, MANY), "bare": lambda: read(there, MANY)}
        taken = in_turns(measures, ROUNDS)
        memory = {"many": [peak_megabytes(process)], "few": [few]}
    return {
        "confirm": figure(taken, "ours", "bare", "payments/s"),
        "confirm_memory": figure(memory, "many", "few", "MB"),
    }


def confirm(there: PendingTown, payments: int) -> float:
    """Run one round of ours. Returns payments confirmed a second."""
    there.let_wait("mtn", there.have_paid(payments))
    there.put("faults", SLOW)
    return there.confirmed_per_second("mtn", payments)


def read(there: PendingTown, payments: int) -> float:
    """Run one round of a client that only reads. Returns answers a second."""
    asked, token = there.have_paid(payments), there.token()
    there.put("faults", SLOW)
    return payments / play(there.port, [reading(token, one) for one in asked], IN_FLIGHT)


def peak_megabytes(process: Path) -> float:
    """Return the most memory a process ever had (proc(5): VmHWM)."""
    lines = (process / "status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
