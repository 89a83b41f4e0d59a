"""Waking a queue's worker through Redis; a worker that is not woken finds its work by the tick."""

from collections.abc import Iterable
from typing import Final

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from wallet.core.logs import log
from workers.queues import JOBS

WAKING_SECONDS: Final = 5
JOB_SECONDS: Final = 120


def wake(redis: Redis, queue: str) -> None:
    """Tell a queue's worker to look. One wake waits at a time; if Redis is away, the tick will find what waits."""
    try:
        if redis.set(f"waking:{queue}", 1, nx=True, ex=WAKING_SECONDS):
            Queue(queue, connection=redis, serializer=JSONSerializer).enqueue(
                *JOBS[queue], result_ttl=0, failure_ttl=3600, job_timeout=JOB_SECONDS
            )
    except RedisError as away:
        log.warning("nobody woken", queue=queue, error=type(away).__name__)


def wake_all(redis: Redis, queues: Iterable[str]) -> None:
    """Tell the workers of these queues to look."""
    for queue in queues:
        wake(redis, queue)


def awake(redis: Redis, queue: str) -> None:
    """Note that the worker is about to look: whatever comes from now on needs another wake."""
    redis.delete(f"waking:{queue}")
