"""Redis' users on a real server: each process can do its own work, and reach nothing that is another's."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import NoPermissionError
from rq import Queue
from rq.serializers import JSONSerializer

from local.valkey import Valkey
from tests.web.gateways.test_sessions import call
from tests.world.cast import MOUSSA
from tests.world.sealed import KEYS
from tests.world.world import World
from web.api import limits
from web.gateways.sessions import Sessions
from workers import process
from workers.jobs import QueueJob
from workers.open_redis import open_redis
from workers.queues import JOBS
from workers.redis_users import RULES, USERS, write_acl
from workers.waking import awake, wake
from workers.work import Worker

FORBIDDEN = {
    "web": (
        "GET waking:inbox",
        "LRANGE rq:queue:inbox 0 -1",
        "HGETALL rq:job:1",
        "BLMOVE rq:queue:inbox rq:x LEFT RIGHT 1",
        "SET another 1",
        "DEL rq:workers",
        "KEYS *",
        "SCAN 0",
        "DUMP ussd:1",
        "SUBSCRIBE x",
    ),
    "worker": (
        "GET ussd:1",
        "SET ussd:1 x",
        "DEL ussd:1",
        "GET ussd-session:1",
        "SET mbongo:ready 1",
        "KEYS *",
        "SCAN 0",
        "EVAL return 0",
        "SCRIPT LOAD x",
        "PUBLISH rq:pubsub:x y",
    ),
    "tick": ("GET ussd:1", "DEL waking:inbox", "GET waking:inbox", "HGETALL rq:job:1", "LRANGE rq:queue:inbox 0 -1"),
}
FORBIDDEN_TO_ALL = (
    "CONFIG GET *", "CONFIG SET dir /tmp", "FLUSHALL", "FLUSHDB", "SHUTDOWN", "SAVE", "MONITOR",
    "ACL LIST", "ACL SETUSER web +@all", "REPLICAOF 127.0.0.1 1", "MIGRATE h 1 k 0 1", "MODULE LIST", "CLIENT LIST",
    "CLIENT KILL 1", "SLOWLOG GET", "EVAL return 0", "FUNCTION LIST", "OBJECT ENCODING k", "RESTORE k 0 x",
)  # fmt: skip


@pytest.fixture
def opened(valkey: Valkey, redis_url: str) -> Iterator[dict[str, Any]]:
    """A client for each user, on an empty server."""
    clients = {user: open_redis(valkey.url(user=user)) for user in USERS}
    with Redis.from_url(redis_url) as admin:
        admin.acl_log_reset()
        yield clients
        admin.acl_log_reset()
    for client in clients.values():
        client.close()


def test_the_web_app_counts_what_a_key_asks(opened: dict[str, Any]) -> None:
    """Count as that user: where it may not, requests are let through, and no key is ever told to wait."""
    counted = [limits.count(opened["web"], "key", most=9).left for _ in range(3)]
    assert counted in ([8, 7, 6], [8, 7, 8], [8, 8, 7]), "another minute may have begun"


@pytest.mark.parametrize("user", USERS)
def test_what_is_anothers_is_out_of_reach(opened: dict[str, Any], user: str) -> None:
    for command in (*FORBIDDEN[user], *FORBIDDEN_TO_ALL):
        with pytest.raises(NoPermissionError):
            opened[user].execute_command(*command.split())


def test_the_web_app_keeps_calls_and_wakes_workers(opened: dict[str, Any], redis_url: str) -> None:
    sessions = Sessions(opened["web"], KEYS)
    with sessions.record(MOUSSA) as record:
        record.keep(call("ATUid_1"))
    with sessions.record(MOUSSA) as record:
        assert record.session == call("ATUid_1")
    assert sessions.owner("ATUid_1", MOUSSA) == ""
    sessions.kill("ATUid_1", MOUSSA)
    opened["web"].set("mbongo:ready", 1, ex=60)
    for user, queue in (("web", "inbox"), ("tick", "sims")):
        wake(opened[user], queue)
        with Redis.from_url(redis_url) as look:
            assert look.llen(f"rq:queue:{queue}") == 1
            assert look.acl_log() == [], "nothing was asked for that is not given"


def test_a_worker_takes_does_refuses_and_tidies_jobs(
    world: World, opened: dict[str, Any], redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one that fails, one that is not its own, and the books of a worker that died."""
    redis = opened["worker"]
    monkeypatch.setattr(process, "redis", cache(lambda: redis))
    for job in (JOBS["inbox"], ("os.system", "true")):
        Queue("inbox", connection=opened["web"], serializer=JSONSerializer).enqueue(*job, result_ttl=0)
    queue = Queue("inbox", connection=redis, serializer=JSONSerializer, job_class=QueueJob)
    worker = Worker([queue], connection=redis, serializer=JSONSerializer)
    worker.work(burst=True, logging_level="CRITICAL")
    monkeypatch.setattr("workers.inbox.answer_waiting", lambda: 1 / 0)
    wake(opened["web"], "inbox")
    awake(redis, "inbox")
    redis.zadd("rq:wip:inbox", {"gone:1": 1})
    redis.sadd("rq:workers:inbox", "rq:worker:gone")
    Worker([queue], connection=redis, serializer=JSONSerializer).work(burst=True, logging_level="CRITICAL")
    assert not queue.count
    assert queue.failed_job_registry.count == 1
    with Redis.from_url(redis_url) as look:
        assert look.acl_log() == []
    assert world.column("SELECT detail FROM security_event WHERE kind = 'job refused'") == ["inbox: os.system"]


def test_the_server_holds_the_rules_as_they_are_written(valkey: Valkey, redis_url: str) -> None:
    """A server writes rules in its own way, so each is compared with a user just made of what is written."""
    with Redis.from_url(redis_url, decode_responses=True) as admin:
        assert {*admin.acl_users()} == {"default", *USERS}
        for line in RULES.read_text("utf-8").splitlines():
            name, rules = line.split()[1], line.split()[2:]
            admin.execute_command("ACL", "SETUSER", "just_made", "reset", *rules)
            made, held = (rights(admin, user) for user in ("just_made", name))
            admin.acl_deluser("just_made")
            assert held == made


def rights(admin: Any, user: str) -> dict[str, Any]:
    """Return what a user may do, in the server's own words."""
    said = admin.acl_getuser(user)
    return {name: said[name] for name in ("enabled", "commands", "keys", "channels", "selectors")}


def test_an_acl_file_for_production_closes_the_default_user() -> None:
    written = write_acl(dict.fromkeys(USERS, "a-password"))
    assert written.startswith("user default off\nuser web on ")
    assert "a-password" not in written
    with pytest.raises(KeyError):
        write_acl({"web": "a-password"})
