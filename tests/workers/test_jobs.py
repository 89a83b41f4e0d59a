"""Jobs that somebody else put into Redis: refused, noted, and the queue goes on."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from rq import Callback, Queue, Repeat, SimpleWorker
from rq.exceptions import NoSuchJobError
from rq.job import Job
from rq.serializers import JSONSerializer, PickleSerializer

from faults.polling import LONGEST_WAIT_SECONDS
from tests.world.world import World
from workers import process
from workers.jobs import QueueJob
from workers.queues import JOBS
from workers.waking import wake
from workers.work import Worker

QUEUE = "inbox"


class Booby:
    """Unpickled, it would leave a file."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.trace,))


@pytest.fixture
def redis(world: World, redis_url: str) -> Iterator[Redis]:
    """The workers' Redis; `world` is the wallet they work on."""
    with Redis.from_url(redis_url, socket_timeout=LONGEST_WAIT_SECONDS) as client:
        yield client
    process.redis.cache_clear()


def work(redis: Redis, name: str = QUEUE) -> None:
    """Do all that lies on the queue, as a worker would."""
    queue = Queue(name, connection=redis, serializer=JSONSerializer, job_class=QueueJob)
    worker = Worker([queue], connection=redis, serializer=JSONSerializer)
    worker.work(burst=True, logging_level="CRITICAL")
    assert not queue.count


def left(redis: Redis) -> list[str]:
    """Return what RQ believes is being taken from the queue."""
    return Queue(QUEUE, connection=redis).intermediate_queue.get_job_ids()


def put(
    redis: Redis, function: str, *args: Any, serializer: Any = JSONSerializer, queue: str = QUEUE, **more: Any
) -> Job:
    """Enqueue a job as anybody could who reaches Redis."""
    return Queue(queue, connection=redis, serializer=serializer).enqueue(function, *args, **more)


@pytest.mark.parametrize("function", ["os.system", "builtins.open", "workers.notices.send_due", "", "no.such.thing"])
def test_only_the_queues_own_function_runs(world: World, redis: Redis, tmp_path: Path, function: str) -> None:
    trace = tmp_path / "trace"
    job = put(redis, "os.system", f"touch {trace}")
    redis.hset(job.key, "data", json.dumps([function, None, [f"touch {trace}"], {}]))
    work(redis)
    assert not trace.exists()
    assert world.column("SELECT detail FROM security_event WHERE kind = 'job refused'") == [f"inbox: {function}"]
    assert not redis.exists(job.key)
    assert not left(redis)


def test_the_own_job_is_done_after_one_that_was_refused(world: World, redis: Redis) -> None:
    heard: dict[str, Any] = {"id": "1", "sender": "+237677000001"}
    world.change(
        "INSERT INTO text_in (gateway_id, sender, text, heard_at) VALUES (:id, :sender, 'SOLDE', wallet_now())", **heard
    )
    put(redis, "os.system", "true")
    wake(redis, QUEUE)
    work(redis)
    assert world.column("SELECT state FROM text_in") == ["answered"]


@pytest.mark.parametrize("args", [["mtn"], [[]]])
def test_the_own_function_with_other_arguments_is_refused(world: World, redis: Redis, args: list[Any]) -> None:
    put(redis, JOBS[QUEUE][0], *args)
    put(redis, JOBS[QUEUE][0], kwargs={"again": True})
    work(redis)
    assert world.one("SELECT count(*) FROM security_event WHERE kind = 'job refused'") == 2


def test_the_job_of_another_queue_is_refused(world: World, redis: Redis) -> None:
    put(redis, *JOBS["mtn"])
    redis.hset(put(redis, *JOBS[QUEUE]).key, "origin", "mtn")
    work(redis)
    assert world.one("SELECT count(*) FROM security_event WHERE kind = 'job refused'") == 2


@pytest.mark.parametrize("queue", JOBS)
def test_a_worker_of_any_queue_does_its_own_job_and_no_other(
    world: World, redis: Redis, queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job moved from another queue, one of another rail, a function of ours or of others that no queue names."""
    done: list[tuple[str, ...]] = []
    monkeypatch.setattr(QueueJob, "_execute", lambda job: done.append((job.func_name, *job.args)))
    others = [job for name, job in JOBS.items() if name != queue]
    besides = (("os.system", "true"), ("workers.process.wallet",), ("wallet.payouts.make_payout.MakePayout",))
    for job in (*others, *besides):
        put(redis, *job, queue=queue)
    for other in (name for name in JOBS if name != queue):
        moved = put(redis, *JOBS[other], queue=other)
        redis.lrem(f"rq:queue:{other}", 1, moved.id)
        redis.rpush(f"rq:queue:{queue}", moved.id)
    wake(redis, queue)
    work(redis, queue)
    assert done == [JOBS[queue]]
    assert world.one("SELECT count(*) FROM security_event WHERE kind = 'job refused'") == 2 * len(others) + len(besides)


def test_a_pickle_is_never_opened(world: World, redis: Redis, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    put(redis, JOBS[QUEUE][0], Booby(trace), meta={"is": Booby(trace)}, serializer=PickleSerializer)
    work(redis)
    assert not trace.exists()
    assert world.column("SELECT detail FROM security_event") == ["inbox: unreadable"]


def test_what_rq_would_do_around_a_job_is_not_read(redis: Redis) -> None:
    """Functions called back, webhooks, dependencies and repetitions: none is ours."""
    job = put(
        redis, *JOBS[QUEUE], on_success=Callback("os.getcwd"), on_failure=Callback("os.getcwd"),
        on_stopped=Callback("os.getcwd"), repeat=Repeat(9), meta={"any": 1},
    )  # fmt: skip
    redis.hset(job.key, "webhooks", json.dumps([{"url": "http://127.0.0.1:9/", "job_status": "finished"}]))
    redis.hset(job.key, "dependency_ids", json.dumps(["another"]))
    read = QueueJob.fetch(job.id, connection=redis, serializer=JSONSerializer)
    assert (read.success_callback, read.failure_callback, read.stopped_callback) == (None, None, None)
    assert (read.webhooks, read._dependency_ids, read.repeats_left, read.meta) == ([], [], None, {})
    assert (read.func_name, read.origin) == (JOBS[QUEUE][0], QUEUE)


@pytest.mark.parametrize("field", ["timeout", "result_ttl", "status", "created_at", "origin"])
def test_a_job_that_cannot_be_read_is_none_and_the_queue_goes_on(redis: Redis, field: str) -> None:
    job = put(redis, *JOBS[QUEUE])
    redis.hset(job.key, field, b"\xff")
    with pytest.raises(NoSuchJobError):
        QueueJob.fetch(job.id, connection=redis, serializer=JSONSerializer)
    work(redis)
    work(redis)
    assert not left(redis), "a worker's first look forgets it"


def test_a_key_of_another_type_is_no_job(redis: Redis) -> None:
    job = put(redis, *JOBS[QUEUE])
    redis.delete(job.key)
    redis.lpush(job.key, "not a hash")
    work(redis)
    work(redis)
    assert not left(redis)


def test_a_stop_that_comes_just_after_a_job_was_taken_waits_for_its_end(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis still says that the worker is idle then."""
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGTERM, signal.SIGINT)}
    done = []

    def do_it(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        done.append("to its end")

    monkeypatch.setattr(SimpleWorker, "execute_job", do_it)
    for _ in range(2):
        wake(redis, QUEUE)
    queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer, job_class=QueueJob)
    try:
        Worker([queue], connection=redis, serializer=JSONSerializer).work(logging_level="CRITICAL")
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
    assert done == ["to its end"]


def test_a_job_that_redis_loses_while_it_is_done_is_done(
    world: World, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = wake_and_find(redis)
    monkeypatch.setattr(QueueJob, "_execute", lambda _: redis.flushdb())
    work(redis)
    assert not Queue(QUEUE, connection=redis).failed_job_registry.get_job_ids()
    assert not redis.exists(job.key)


def test_a_job_whose_execution_alone_redis_loses_is_done(
    world: World, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = wake_and_find(redis)
    monkeypatch.setattr(QueueJob, "_execute", lambda _: redis.delete(*redis.keys("rq:execution:*")))
    work(redis)
    assert not Queue(QUEUE, connection=redis).failed_job_registry.get_job_ids()
    assert not redis.exists(job.key)


def wake_and_find(redis: Redis) -> Job:
    """Put the queue's own job there, and return it."""
    wake(redis, QUEUE)
    [job] = Queue(QUEUE, connection=redis, serializer=JSONSerializer, job_class=QueueJob).jobs
    return job
