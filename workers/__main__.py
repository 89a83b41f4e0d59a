"""What `mbongo worker QUEUE` runs: one RQ worker on one queue, doing its jobs in its own process."""

import sys

from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from sms_templates import NUMBERS
from wallet import logs
from workers import JOBS, process

TTL_SECONDS = 20  # a dead node's job comes back after this, not after RQ's 420 s (stack.md)
MAINTENANCE_SECONDS = 5


def work(queue: str) -> None:
    """Work on a queue until told to stop; a Redis that is away is waited for."""
    if queue not in JOBS:
        raise SystemExit(f"No queue {queue}: one of {', '.join(JOBS)}")
    logs.configure()
    known = process.configured()
    NUMBERS.update(menu=known.service_code, short_code=known.at_sender_id)
    redis = process.redis()
    worker = SimpleWorker(
        [Queue(queue, connection=redis, serializer=JSONSerializer)],
        connection=redis,
        serializer=JSONSerializer,
        worker_ttl=TTL_SECONDS,
        maintenance_interval=MAINTENANCE_SECONDS,
        log_job_description=False,
    )
    worker.work(logging_level="WARNING", with_scheduler=False)


if __name__ == "__main__":
    work(sys.argv[1])
