"""Redis as it is opened from a URL: after a failover everything goes on by itself, on real servers."""

import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from faults.polling import stretch
from local.ports import LOOPBACK, listen, port_of
from tests.web.gateways.test_sessions import call
from tests.workers.redis_servers import PASSWORD, Address, Server, valkey, wait_for_redis
from tests.world.sealed import KEYS
from wallet.core.settings import Settings
from web.gateways.sessions import Sessions
from workers import open_redis as open_redis_module
from workers.open_redis import TRIES, open_redis
from workers.waking import wake
from workers.work import Worker

PHONES = [f"+23767700000{n}" for n in range(6)]


def count_hop(sessions: Sessions, phone: str) -> int:
    """One hop of a call; how many it has had."""
    with sessions.record(phone) as record:
        hops = (record.session or call("ATUid_1"))["wrong"] + 1
        record.keep(call("ATUid_1", wrong=hops))
    return hops


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    with valkey(tmp_path / "first") as first, valkey(tmp_path / "second") as second:
        yield first, second


def test_an_address_that_moves_is_followed_though_the_old_master_still_answers(
    tmp_path: Path, two: tuple[Server, Server]
) -> None:
    """The old one became a replica: connections to it stay open, reads work, writes are refused for ever."""
    first, second = two
    address = Address(tmp_path / "address")
    address.lead_to(first)
    redis = open_redis(address.url)
    sessions = Sessions(redis, KEYS)
    worker = Worker([Queue("sims", connection=redis)], connection=redis, serializer=JSONSerializer)
    assert [count_hop(sessions, PHONES[0]) for _ in range(2)] == [1, 2]
    first.become_replica(second.port)
    address.lead_to(second)

    assert count_hop(sessions, PHONES[0]) == 1, "the second server knew nothing of the call"
    assert sessions.owner("ATUid_1", PHONES[0]) == ""
    assert sessions.owner("ATUid_1", PHONES[1]) == PHONES[0]
    wake(redis, "sims")
    worker.register_birth()
    worker.register_death()
    with second.client() as client:
        assert client.llen("rq:queue:sims") == 1


def test_a_master_that_dies_is_followed_through_sentinel(tmp_path: Path) -> None:
    with ExitStack() as stack:
        master = stack.enter_context(valkey(tmp_path / "master"))
        replica = stack.enter_context(valkey(tmp_path / "replica", f"replicaof {LOOPBACK} {master.port}"))
        monitor = (
            f"sentinel monitor calls {LOOPBACK} {master.port} 1\nsentinel auth-pass calls {PASSWORD}\n"
            "sentinel down-after-milliseconds calls 300\nsentinel failover-timeout calls 3000\n"
        )
        watch = stack.enter_context(valkey(tmp_path / "sentinel", monitor, "--sentinel", data=False))
        with Redis(LOOPBACK, watch.port, decode_responses=True) as client:
            wait_for_redis(lambda: len(client.sentinel_slaves("calls")) == 1, "the replica to be known")
        url = f"redis+sentinel://:{PASSWORD}@127.0.0.1:9,{LOOPBACK}:{watch.port}/calls?db=1"  # nobody at the first
        redis = open_redis(url)
        sessions = Sessions(redis, KEYS)
        assert [count_hop(sessions, PHONES[0]) for _ in range(2)] == [1, 2]
        wait_for_redis(lambda: redis.wait(1, 500) == 1, "the replica to have copied it")
        master.kill()
        wait_for_redis(lambda: count_hop(sessions, PHONES[0]) > 2, "the replica to be followed")
        with replica.client() as client:
            assert client.role()[0] == b"master"
            client.select(1)

            def wakes() -> bool:  # whoever wakes does not try twice: on a busy machine the sentinel may just be slow
                wake(redis, "sims")
                return bool(client.llen("rq:queue:sims"))

            wait_for_redis(wakes, "somebody to be woken there")


def test_calls_are_kept_on_a_cluster(tmp_path: Path) -> None:
    lines = "cluster-enabled yes\ncluster-node-timeout 2000\n"
    with ExitStack() as stack:
        nodes = [stack.enter_context(valkey(tmp_path / name, lines)) for name in ("one", "two")]
        for node, first in zip(nodes, (0, 8192), strict=True):
            with node.client() as client:
                client.execute_command("CLUSTER ADDSLOTSRANGE", first, first + 8191)
                client.execute_command("CLUSTER MEET", LOOPBACK, nodes[0].port)
        for node in nodes:
            with node.client() as client:
                wait_for_redis(lambda client=client: is_whole(client), "the cluster to be whole")
        sessions = Sessions(open_redis(f"redis+cluster://:{PASSWORD}@127.0.0.1:9,{LOOPBACK}:{nodes[1].port}"), KEYS)
        assert [count_hop(sessions, phone) for phone in PHONES] == [1] * len(PHONES)
        assert [count_hop(sessions, phone) for phone in PHONES] == [2] * len(PHONES)
        for node in nodes:
            with node.client() as client:
                assert client.dbsize() > 0, "the phones are spread over both nodes"
        assert sessions.owner("ATUid_1", PHONES[0]) == ""
        sessions.kill("ATUid_1", PHONES[0])
        assert sessions.owner("ATUid_1", PHONES[1]) == "nobody"
        assert count_hop(sessions, PHONES[0]) == 1


def test_a_sentinel_that_says_nothing_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one whose machine is cut off: each further question would be a second in which a hop waits."""
    monkeypatch.setattr(open_redis_module, "TIMEOUTS", {"socket_timeout": 0.2, "socket_connect_timeout": 5.0})
    with listen(None, 0) as silent:
        client = open_redis(f"redis+sentinel://{LOOPBACK}:{port_of(silent)}/calls")
        with pytest.raises(RedisError):
            client.ping()
        silent.setblocking(False)
        asked = 0
        with suppress(BlockingIOError):
            while True:
                silent.accept()[0].close()
                asked += 1
    assert 1 <= asked <= TRIES, "once for each try of the command"


def is_whole(client: Redis) -> bool:
    """True when a node knows who holds every slot."""
    state = client.execute_command("CLUSTER INFO")
    return "ok" in str(state.get("cluster_state"))


@pytest.mark.parametrize(
    "url", ["http://host", "redis+mesh://host/x", "redis+sentinel:///calls", "redis+cluster://a,,b"]
)
def test_a_url_of_nothing_we_know_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"URL|host"):
        open_redis(url)


def test_settings_refuse_a_cluster_for_the_queues(settings: Settings) -> None:
    given = settings.model_dump() | {"redis_url": "redis+cluster://localhost"}
    with pytest.raises(ValueError, match="MBONGO_SESSIONS_REDIS_URL"):
        Settings.model_validate(given)


def test_a_server_that_hangs_is_given_up_long_before_the_gateway_gives_us_up(tmp_path: Path) -> None:
    with valkey(tmp_path / "hanging") as server:
        sessions = Sessions(open_redis(f"unix://:{PASSWORD}@{server.socket}"), KEYS)
        count_hop(sessions, PHONES[0])
        server.process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        with pytest.raises(RedisError):
            count_hop(sessions, PHONES[0])
        assert time.monotonic() - began < stretch(6)
