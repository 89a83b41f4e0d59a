"""A phone's record in a real Redis: one hop at a time, and nothing of a hop that held it too long."""

import json
import threading
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import RedisError

from tests.world.cast import MOUSSA
from ussd_menus.session import SHAPE
from wallet.people.people import Caller
from web.gateways import sessions
from web.gateways.sessions import HOPS_A_MINUTE, Record, Sessions, TooFast
from workers.open_redis import open_redis


@pytest.fixture
def redis(redis_url: str) -> Iterator[Any]:
    with Redis.from_url(redis_url, decode_responses=True, socket_timeout=3) as client:
        yield client


@pytest.fixture
def records(redis_url: str) -> Sessions:
    return Sessions(open_redis(redis_url))


def call(session_id: str, **changed: Any) -> dict[str, Any]:
    """A session, as short as one can be."""
    blank = {name: kind() for name, kind in SHAPE.items()}
    return {**blank, "id": session_id, "caller": asdict(Caller(MOUSSA, "fr")), **changed}


def keep(records: Sessions, session: dict[str, Any]) -> None:
    with records.record(MOUSSA) as record:
        record.keep(session)


def test_what_one_hop_keeps_the_next_one_finds(records: Sessions) -> None:
    keep(records, call("ATUid_1", wrong=2))
    with records.record(MOUSSA) as record:
        assert record.session == call("ATUid_1", wrong=2)
        assert 0 <= record.age_seconds < 5


def test_a_hop_that_keeps_nothing_leaves_the_record_as_it_was(records: Sessions) -> None:
    keep(records, call("ATUid_1"))
    with records.record(MOUSSA):
        pass
    with records.record(MOUSSA) as record:
        assert record.session == call("ATUid_1")


@pytest.mark.parametrize(
    "stored",
    [
        b"not json", b"\xff", b"null", b"[]", b'"x"', b"{}", b'{"id": "ATUid_1"}',
        json.dumps({**call("ATUid_1"), "page": "2"}).encode(),
        json.dumps({**call("ATUid_1"), "caller": {**asdict(Caller(MOUSSA, "fr")), "nickname": "x"}}).encode(),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_lost_and_keeps_nobody_out(records: Sessions, redis: Any, stored: bytes) -> None:
    """Among it, what another version of this program stored: the text rebuilds it."""
    redis.set(Record(MOUSSA).key, stored, ex=60)
    with records.record(MOUSSA) as record:
        assert record.session is None
    assert not redis.exists(record.busy)


def test_a_second_hop_waits_for_the_first_and_sees_what_it_kept(records: Sessions) -> None:
    seen = []

    def second() -> None:
        with records.record(MOUSSA) as record:
            seen.append(record.session)

    with records.record(MOUSSA) as record:
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(5 * sessions.LOOK_AGAIN_SECONDS)
        assert waiting.is_alive()
        record.keep(call("ATUid_1"))
    waiting.join(5)
    assert seen == [call("ATUid_1")]


def test_a_hop_that_waits_too_long_is_told_so(records: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "WAIT_SECONDS", 0.05)
    with records.record(MOUSSA), pytest.raises(TooFast), records.record(MOUSSA):
        pass


def test_a_hop_that_outlasts_its_time_puts_nothing_back(records: Sessions, redis: Any) -> None:
    keep(records, call("ATUid_1"))
    slow = Record(MOUSSA)
    records.take(slow)
    redis.delete(slow.busy)  # nine seconds pass, and the next hop comes
    with records.record(MOUSSA) as quick:
        slow.keep(call("ATUid_slow"))
        records.put_back(slow)
        assert redis.exists(quick.busy), "what the next hop works on is not let go by another"
        quick.keep(call("ATUid_2"))
    with records.record(MOUSSA) as record:
        assert record.session == call("ATUid_2")


def test_a_hop_whose_answer_was_lost_finds_that_the_record_is_its_own(records: Sessions, redis: Any) -> None:
    """Its commands came through, the connection broke, and redis-py sends them again."""
    hop = Record(MOUSSA)
    redis.set(hop.busy, hop.hop, px=sessions.BUSY_MS)
    assert records.look(hop, count=False) == (True, 0)
    assert records.look(Record(MOUSSA), count=False) == (False, 0)


def test_looking_again_is_not_another_hop(records: Sessions, redis: Any) -> None:
    with records.record(MOUSSA) as first:
        threading.Timer(20 * sessions.LOOK_AGAIN_SECONDS, lambda: redis.delete(first.busy)).start()
        with records.record(MOUSSA) as second:
            assert redis.get(second.hops) == "2"
    assert redis.ttl(second.hops) > 0


def test_more_hops_than_a_person_can_type_are_too_fast_and_keep_nobody_out(records: Sessions, redis: Any) -> None:
    with records.record(MOUSSA) as record:
        redis.set(record.hops, HOPS_A_MINUTE)
    with pytest.raises(TooFast), records.record(MOUSSA):
        pass
    assert not redis.exists(record.busy)


def test_a_call_goes_on_after_redis_refused_it_and_after_its_connection_was_cut(records: Sessions, redis: Any) -> None:
    keep(records, call("ATUid_1"))
    phone = Record(MOUSSA)
    redis.delete(phone.hops)
    redis.lpush(phone.hops, "not a count")
    with pytest.raises(RedisError), records.record(MOUSSA):
        pass
    assert not redis.exists(phone.busy)
    redis.delete(phone.hops)
    redis.client_kill_filter(_type="normal", skipme=True)
    with records.record(MOUSSA) as record:
        assert record.session == call("ATUid_1")
