"""growth: a send's last hop with a million entries and a hundred thousand people, over that with a thousand entries.

Two databases on one server, each with its web app, measured in turns between people drawn at random. Their PINs are
hashed with next to no work: the real hash is the same on both sides, and would hide growth behind its 22 ms.
growth_cpu is what the server and the web app work for a call, which other work on the machine disturbs less.

`./mbongo bench growth --entries 10000000` has the rest posted by others, over the thirty months before, each a table of
entries of its own, with their operations and movements: some minutes, and ten gigabytes in /var/tmp while it lasts.
"""

from collections.abc import Callable

from argon2 import PasswordHasher

from bench import sends
from bench.cpu import CpuMeter
from bench.crowd import fill
from bench.figures import MeasuredFigure, figure, in_turns
from bench.stage import Stage, WebApp
from wallet.core import hashes
from wallet.core.secrets import Secrets

LARGE, SMALL = "mbongo_bench_large", "mbongo_bench_small"
PEOPLE = {LARGE: 100_000, SMALL: 100}  # ten entries each
ENTRIES = 1_000_000  # --entries
ROUNDS = 15
NO_WORK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure the two figures. Two minutes, nearly all of it filling."""
    large, small = stage.settings(LARGE, 1), stage.settings(SMALL, 2)
    past = {LARGE: max(ENTRIES - 10 * PEOPLE[LARGE], 0), SMALL: 0}
    for settings, database in ((large, LARGE), (small, SMALL)):
        secrets = Secrets.read(settings.pin_pepper.get_secret_value())
        pin_hash = hashes.make(secrets, "pin", hashes.NOBODY, sends.PIN, NO_WORK)
        fill(stage, database, PEOPLE[database], secrets, pin_hash, past[database])
    cpu: dict[str, list[float]] = {LARGE: [], SMALL: []}
    with stage.serving(large) as large_web, stage.serving(small) as small_web:
        measures = {
            name: count_cpu(stage, web, sends.seconds_of_last_hop(web.port, settings, PEOPLE[name]), cpu[name])
            for name, web, settings in ((LARGE, large_web, large), (SMALL, small_web, small))
        }
        in_turns(measures, 1)  # opens their connections
        for worked in cpu.values():
            worked.clear()
        taken = in_turns(measures, ROUNDS)
    milliseconds = {name: [seconds * 1000 for seconds in rounds] for name, rounds in taken.items()}
    return {
        "growth": figure(milliseconds, LARGE, SMALL, "ms"),
        "growth_cpu": figure(cpu, LARGE, SMALL, "ms of CPU a call"),
    }


def count_cpu(stage: Stage, web: WebApp, measure: Callable[[], float], worked: list[float]) -> Callable[[], float]:
    """Return the measure, which also notes what the database and the web app worked for a call, in milliseconds."""

    def counted() -> float:
        meter = CpuMeter({"PostgreSQL": stage.server_pids["PostgreSQL"], "web": web.pid})
        seconds = measure()
        used = meter.read_used()
        worked.append((used["PostgreSQL"] + used["web"]) * 1000 / sends.HOPS_A_ROUND)
        return seconds

    return counted
