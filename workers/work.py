"""One RQ worker on one queue, doing its jobs in its own process, as `mbongo worker QUEUE` runs it."""

import gc
import signal
import time
from typing import Any

from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.exceptions import InvalidJobOperation, StopRequested
from rq.job import Job
from rq.serializers import JSONSerializer

from sms_templates import use_numbers
from wallet.core import traces
from wallet.core.logs import log
from wallet.payments.rails import RAILS
from workers import floats, process
from workers.held_keys import tell_held_keys
from workers.jobs import QueueJob, is_own, refuse
from workers.queues import DOES, JOBS
from workers.starting import start
from workers.tracing import begin_tracing

TTL_SECONDS = 20  # a dead node's job comes back after this, not after RQ's 420 s (stack.md)
MAINTENANCE_SECONDS = 5
AGAIN_SECONDS = 1  # after Redis went, before it is looked for again


class Worker(SimpleWorker):
    """RQ's worker: it does its queue's own job alone, and nothing that Redis tells it besides.

    It is never long in noticing that Redis is back; RQ's own pause grows to a minute.
    """

    max_connection_wait_time = 2.0
    job_class = QueueJob
    has_job = False

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Do the job, if it is this queue's own; refuse any other, and go on."""
        self.has_job = True
        try:
            if is_own(job, queue.name):
                with traces.step("job", queue=queue.name):
                    super().execute_job(job, queue)
            else:
                refuse(job, queue)
        finally:
            self.has_job = False

    def perform_job(self, job: Job, queue: Queue, *given: Any) -> bool:
        """Do the job, and say whether it failed. Returns whether not."""
        done: bool = super().perform_job(job, queue, *given)
        traces.say(outcome="done" if done else "failed")
        return done

    def handle_job_success(self, job: Job, queue: Queue, *given: Any, **more: Any) -> None:
        """Note in Redis that a job is done; one that Redis lost meanwhile is done all the same, and forgotten."""
        try:
            super().handle_job_success(job, queue, *given, **more)
        except (InvalidJobOperation, ValueError):  # the job itself, or its execution (rq/executions.py), is gone
            log.warning("job lost by Redis", queue=queue.name)
            queue.connection.delete(job.key)  # of which RQ's heartbeat wrote a part anew

    def _shutdown(self) -> None:
        """Stop after the job that was taken, or at once where there is none.

        RQ asks Redis which it is, where a job just taken is noted late: raised in it, the stop would be its failure.
        """
        if not self.has_job:
            raise StopRequested
        self._stop_requested = True

    def subscribe(self) -> None:
        """Take no commands over Redis: to be stopped is the supervisor's to say, by a signal."""

    def check_for_suspension(self, burst: bool) -> None:
        """Never pause because a key in Redis says so."""

    def clean_group_registries(self) -> None:
        """Leave groups of jobs alone: there are none of ours."""

    @property
    def asked_to_stop(self) -> bool:
        """True when it ended because it was told to, and not because Redis went in the middle of a job."""
        return self._shutdown_requested_date is not None


def work(queue: str) -> None:
    """Work on a queue until told to stop; a Redis that is away is waited for."""
    if queue not in JOBS:
        raise SystemExit(f"No queue {queue}: one of {', '.join(JOBS)}")
    start(queue)
    known = process.configured().wallet
    tell_held_keys(process.wallet().engine, f"worker {queue}")
    if queue in RAILS:
        floats.go_on_asking(process.wallet().engine, queue, process.rails()[queue])
    log.info("worker begins", queue=queue, does=DOES[queue])
    begin_tracing(known, f"worker {queue}")
    use_numbers(known.service_code, known.at_sender_id, known.service_number)
    gc.freeze()  # what was read in stays: the collector went through all of it several times a payroll
    while not work_while_redis_lasts(queue):
        time.sleep(AGAIN_SECONDS)


def work_while_redis_lasts(queue: str) -> bool:
    """Work until told to stop (True), or until RQ gives up, as it does when Redis goes in a job (False)."""
    redis, worker = process.redis(), None
    try:
        worker = Worker(
            [Queue(queue, connection=redis, serializer=JSONSerializer, job_class=QueueJob)],
            connection=redis,
            serializer=JSONSerializer,
            worker_ttl=TTL_SECONDS,
            maintenance_interval=MAINTENANCE_SECONDS,
            log_job_description=False,
        )
        worker.work(logging_level="WARNING", with_scheduler=False)
    except RedisError as away:
        log.warning("worker without Redis", queue=queue, error=type(away).__name__)
        return worker is not None and worker.asked_to_stop  # told so just as Redis went, as when a machine goes down
    finally:
        for sign in (signal.SIGTERM, signal.SIGINT):  # RQ's own would speak to a worker that is no more
            signal.signal(sign, signal.SIG_DFL)
    return worker.asked_to_stop
