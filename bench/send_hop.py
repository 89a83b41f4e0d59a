"""send_hop: the cost of a confirmed send's last hop besides its argon2 hash, over the cost of that hash.

Both are wall-clock medians with nothing else running: the whole hop over HTTP less the hash, over the hash. The hash is
timed alone in this process, by the code that checks a PIN; what it does to the caches stays on the hop's side.
"""

import time
from collections.abc import Callable
from statistics import median

from bench import sends
from bench.crowd import fill
from bench.figures import MeasuredFigure, figure, in_turns
from bench.stage import Stage
from wallet.core.secrets import Secrets
from wallet.people import pins

DATABASE = "mbongo_bench_send"
PEOPLE = 100
ROUNDS = 15
HASHES_A_ROUND = 20


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure the figure. Half a minute."""
    settings = stage.settings(DATABASE)
    secrets = Secrets.read(settings.pin_pepper.get_secret_value())
    stored = pins.hash_pin(secrets, sends.PIN)
    fill(stage, DATABASE, PEOPLE, secrets, stored)
    with stage.serving(settings) as web:
        last_hop = sends.seconds_of_last_hop(web.port, settings, PEOPLE)
        last_hop()  # opens its connections
        taken = in_turns({"hop": last_hop, "hash": lambda: seconds_of_hash(secrets, stored)}, ROUNDS)
    pairs = zip(taken["hop"], taken["hash"], strict=True)
    milliseconds = {
        "rest": [(hop - hash_) * 1000 for hop, hash_ in pairs],
        "hash": [seconds * 1000 for seconds in taken["hash"]],
    }
    return {"send_hop": figure(milliseconds, "rest", "hash", "ms")}


def seconds_of_hash(secrets: Secrets, stored: str, clock: Callable[[], float] = time.perf_counter) -> float:
    """Run one round. Returns the median seconds, by this clock, of comparing the right PIN with its hash."""
    times = []
    for _ in range(HASHES_A_ROUND):
        began = clock()
        assert pins.matches(secrets, stored, sends.PIN)
        times.append(clock() - began)
    return median(times)
