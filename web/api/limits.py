"""Let a key ask so many times a minute, counted in Redis; without Redis nobody is stopped."""

import time
from typing import Final, NamedTuple

from redis import Redis
from redis.exceptions import RedisError

from wallet.core.logs import log
from web.api.problems import Trouble

A_MINUTE: Final = 600  # requests of a key
WRONG_A_MINUTE: Final = 30  # keys that are none, from one neighbourhood
SECONDS: Final = 60
NAMED_TIMES: Final = 2  # that a count is told when to end: had the first who counted died, it would never


class Left(NamedTuple):
    """The rest of a minute: how many more requests (-1: one too many) of how many, and seconds until its end."""

    limit: int
    left: int
    seconds: int

    def write_headers(self) -> dict[str, str]:
        """Return the usual headers (draft-ietf-httpapi-ratelimit-headers, the three that are read everywhere)."""
        named = (("Limit", self.limit), ("Remaining", max(self.left, 0)), ("Reset", self.seconds))
        return {f"RateLimit-{name}": str(value) for name, value in named}

    def check(self) -> None:
        """Raise Trouble when there were as many already."""
        if self.left < 0:
            raise Trouble("rate_limited", f"At most {self.limit} a minute.", retry_after=self.seconds)


def count(redis: Redis, who: str, most: int) -> Left:
    """Count one more of this minute; return what is left."""
    minute, gone = divmod(int(time.time()), SECONDS)
    try:
        counted = int(redis.incr(name := f"api:{who}:{minute}"))
        if counted <= NAMED_TIMES:
            redis.expire(name, 2 * SECONDS)
    except RedisError as away:
        log.warning("requests not counted", error=type(away).__name__)
        counted = 0
    return Left(most, max(most - counted, -1), SECONDS - gone)
