"""A send's last hop, timed as its sender waits for it: over HTTP, alone, on a server with nothing else to do.

Everything a confirmed send does is in it: session, key, PIN, ceilings, posting, receipts, three commits, the wake-up of
the workers. None runs here, so their "awake" is said for them before each hop: every hop pays for waking one.
"""

import random
from collections.abc import Callable
from statistics import median

from redis import Redis

from bench.calls import TimedPhone, phone_of
from wallet.core.settings import Settings
from workers.open_redis import open_redis
from workers.waking import awake

PIN = "4827"
AMOUNT = "100"
HOPS_A_ROUND = 25


def seconds_of_last_hop(port: int, settings: Settings, people: int) -> Callable[[], float]:
    """Return a measure: sends between people drawn at random, and the median seconds of their last hops.

    No two send to each other twice: a second send also offers to keep a favourite, which is another hop to measure.
    """
    draw, drawn = random.Random(people), set[tuple[int, int]]()

    def draw_pair() -> tuple[int, int]:
        while True:
            sender, receiver = draw.sample(range(people), 2)
            if (sender, receiver) not in drawn:
                drawn.add((sender, receiver))
                return sender, receiver

    def measure() -> float:
        with open_redis(settings.redis_url.get_secret_value()) as redis:
            return median(_one(redis, port, settings, *draw_pair()) for _ in range(HOPS_A_ROUND))

    return measure


def _one(redis: Redis, port: int, settings: Settings, sender: int, receiver: int) -> float:
    handset = TimedPhone(port, settings, phone_of(sender))
    try:
        asked = handset.dial(f"1*{phone_of(receiver).removeprefix('+237')}*{AMOUNT}")
        assert "PIN?" in asked, asked
        awake(redis, "notices")
        done = handset.answer(PIN)
        assert done.startswith("END Fait"), done
        return handset.seconds
    finally:
        handset.line.close()
