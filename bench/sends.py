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
    """Return a measure: sends between people drawn at random, and the median seconds of their last hops."""
    draw = random.Random(people)

    def measure() -> float:
        with open_redis(settings.redis_url.get_secret_value()) as redis:
            return median(_one(redis, port, settings, *draw.sample(range(people), 2)) for _ in range(HOPS_A_ROUND))

    return measure


def _one(redis: Redis, port: int, settings: Settings, sender: int, receiver: int) -> float:
    handset = TimedPhone(port, settings, phone_of(sender))
    try:
        asked = handset.dial(f"1*{phone_of(receiver).removeprefix('+237')}*{AMOUNT}")
        assert "PIN?" in asked, asked
        awake(redis, "notices")
        done = handset.answer(PIN)
        assert done.startswith(("END Fait", "CON Fait")), done  # open after a second one: it offers a favourite
        return handset.seconds
    finally:
        handset.line.close()
