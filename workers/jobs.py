"""Jobs as Redis gives them back: a worker does its queue's own job, and refuses whatever else lies there.

Redis is outside the trust. What RQ would read of a job and act on (functions called back, webhooks, jobs that depend on
it, repetitions) is not read at all; the function and its arguments are compared with the queue's own (queues.py).
"""

from collections.abc import Mapping
from typing import Any, Final

from redis.exceptions import ResponseError
from rq import Queue
from rq.exceptions import DeserializationError, NoSuchJobError
from rq.job import Job
from sqlalchemy.exc import SQLAlchemyError

from wallet.core import security_events
from wallet.core.database import in_transaction
from wallet.core.logs import log
from workers import process
from workers.queues import JOBS

# Of what Redis holds of a job, all that is read: what it is, and RQ's own books of it.
READ: Final = frozenset({
    "data", "origin", "description", "created_at", "enqueued_at", "started_at", "ended_at", "last_heartbeat",
    "status", "timeout", "result_ttl", "failure_ttl", "worker_name",
})  # fmt: skip
NAME_LETTERS_MAX: Final = 80
UNREADABLE: Final = (ValueError, TypeError, LookupError, AttributeError, AssertionError)  # RQ's, of a broken hash


class QueueJob(Job):
    """A job as we put it into Redis; a hash that cannot be one is no job."""

    def refresh(self) -> None:
        """Read the job. Raises NoSuchJobError where Redis holds none, or none that can be read."""
        try:
            super().refresh()  # type: ignore[no-untyped-call]  # RQ's
        except (ResponseError, *UNREADABLE) as unreadable:
            raise NoSuchJobError(f"unreadable: {type(unreadable).__name__}") from None

    def restore(self, raw_data: Mapping[bytes, bytes]) -> None:
        """Take over what is read of a job, and nothing else."""
        super().restore({name: value for name, value in raw_data.items() if name.decode(errors="replace") in READ})


def is_own(job: Job, queue: str) -> bool:
    """True when this is the one job of the queue it was taken from."""
    try:
        named = (job.func_name, *job.args)
        return bool(job.origin == queue and named == JOBS[queue] and not job.kwargs and job.instance is None)
    except (DeserializationError, TypeError):
        return False


def refuse(job: Job, queue: Queue) -> None:
    """Forget a job that is not its queue's own, and note it for whoever must look."""
    name = name_of(job)
    queue.connection.delete(job.key)
    queue.intermediate_queue.remove(job.id)
    log.error("job refused", queue=queue.name, function=name)
    try:
        engine, said = process.wallet().engine, f"{queue.name}: {name}"
        in_transaction(engine, lambda db: security_events.note(db, "job refused", "", said))
    except SQLAlchemyError as away:
        log.warning("job refused without an event", error=type(away).__name__)


def name_of(job: Job) -> str:
    """Return the function a job names, as far as it can be read and logged."""
    try:
        name: Any = job.func_name
    except DeserializationError:
        return "unreadable"
    return "".join(letter for letter in str(name) if letter.isprintable())[:NAME_LETTERS_MAX]
