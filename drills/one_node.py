"""The same work on one node beside a cluster, by turns: what more copies cost."""

import os
from contextlib import ExitStack
from typing import Final

from drills.asked import DrillOptions
from drills.cluster import Cluster, choose_postgres
from drills.grounds import ALONE
from drills.service import Shape, open_port, prepare, serve_all, wait
from drills.story import Story
from drills.town import Town, draw_town, open_town
from faults.stage import DATABASE
from local.postgres import Postgres
from local.postgres_binaries import OTHER as POSTGRES_BIN
from local.valkey import Valkey

HANDS: Final = 10
FEW: Final = 4  # where the cluster is compared: its three machines share these processors, which is not to be measured
LOAD_SECONDS: Final = 6.0
ROUNDS: Final = 3  # of the same work on one node and on the cluster, by turns
RATIO: Final = 0.7


def compare(asked: DrillOptions, story: Story, cluster: Cluster, town: Town) -> None:
    """Do the same work on one node and on the cluster, by turns, and judge how much of it the cluster does."""
    with ExitStack() as stack:
        folder = cluster.folder / ALONE / "disk"
        folder.chmod(0o711)
        before = os.environ.get(POSTGRES_BIN)
        os.environ[POSTGRES_BIN] = str(choose_postgres())
        try:
            postgres = Postgres.start(folder)
        finally:
            os.environ.pop(POSTGRES_BIN)
            if before:
                os.environ[POSTGRES_BIN] = before
        stack.callback(postgres.stop)
        valkey = Valkey.start(folder)
        stack.callback(valkey.stop)
        postgres.create_database(DATABASE)
        prepare(postgres.url)
        doors, health = stack.enter_context(open_port()), stack.enter_context(open_port())
        shape = Shape((("127.0.0.1", doors, health),), f"127.0.0.1:{doors}", copies=1)
        one = stack.enter_context(
            serve_all(
                cluster.folder / ALONE / "service",
                postgres.url,
                lambda user: valkey.url(user=user),
                shape,
                cluster.look,
            )
        )
        alone = draw_town(one, asked.seed, HANDS, [])
        open_town(alone)
        done = {"one": 0.0, "cluster": 0.0}
        for _ in range(ROUNDS):
            done["one"] += measure(alone, asked.size * LOAD_SECONDS)
            done["cluster"] += measure(town, asked.size * LOAD_SECONDS)
    seconds = ROUNDS * asked.size * LOAD_SECONDS
    single, many = done["one"] / seconds, done["cluster"] / seconds
    story.note("one node: one PostgreSQL, one Valkey, one of each process", f"{single:.1f} done a second")
    wanting = f"{os.getloadavg()[0]:.0f} of {os.cpu_count()} processors"
    story.note("meanwhile wanted to run, other programs too (a ratio of a busy machine says little)", wanting)
    story.judge(
        "the same work on the cluster", f"{many:.1f} a second, {many / single:.2f} of it", f"at least {RATIO}",
        many >= RATIO * single,
    )  # fmt: skip


def measure(town: Town, seconds: float) -> int:
    """Return how many things were told to be done within so many seconds of everybody calling."""
    before = len(town.journal.times)
    town.begin(FEW)
    wait(town.service, seconds)
    done = len(town.journal.times) - before
    town.end()
    return done
