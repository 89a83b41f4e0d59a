"""growth: a send's last hop with a million entries and a hundred thousand people, over that with a thousand entries.

Two databases on one server, each with its web app, measured in turns between people drawn at random. Their PINs are
hashed with next to no work: the real hash is the same on both sides, and would hide growth behind its 22 ms.
"""

from argon2 import PasswordHasher

from bench import sends
from bench.crowd import fill
from bench.figures import Figure, figure, in_turns
from bench.stage import Stage
from wallet.core import hashes
from wallet.core.secrets import Secrets

LARGE, SMALL = "mbongo_bench_large", "mbongo_bench_small"
PEOPLE = {LARGE: 100_000, SMALL: 100}  # ten entries each
ROUNDS = 15
NO_WORK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def run(stage: Stage) -> dict[str, Figure]:
    """Measure the figure. Two minutes, nearly all of it filling."""
    large, small = stage.settings(LARGE, 1), stage.settings(SMALL, 2)
    for settings, database in ((large, LARGE), (small, SMALL)):
        secrets = Secrets.read(settings.pin_pepper.get_secret_value())
        fill(stage, database, PEOPLE[database], secrets, hashes.make(secrets, "pin", hashes.NOBODY, sends.PIN, NO_WORK))
    with stage.serving(large) as large_web, stage.serving(small) as small_web:
        measures = {
            LARGE: sends.seconds_of_last_hop(large_web.port, large, PEOPLE[LARGE]),
            SMALL: sends.seconds_of_last_hop(small_web.port, small, PEOPLE[SMALL]),
        }
        in_turns(measures, 1)  # opens their connections
        taken = in_turns(measures, ROUNDS)
    milliseconds = {name: [seconds * 1000 for seconds in rounds] for name, rounds in taken.items()}
    return {"growth": figure(milliseconds, LARGE, SMALL, "ms")}
