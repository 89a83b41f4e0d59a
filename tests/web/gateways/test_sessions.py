"""A phone's record in a real Redis: one hop at a time, nothing of a hop that took too long, nothing changed there."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from prometheus_client import REGISTRY
from redis import Redis
from redis.exceptions import RedisError

from faults.polling import LONGEST_WAIT_SECONDS
from tests.world.cast import AWA, MOUSSA
from tests.world.hashed import PEPPER
from tests.world.sealed import KEYS, age_record
from ussd_menus.session import RESUME_SECONDS, SHAPE
from wallet.core.secrets import Secrets
from wallet.people.people import Caller
from web.gateways import sessions
from web.gateways.seals import seal
from web.gateways.sessions import HOPS_A_MINUTE, Record, Sessions, TooFast
from workers.open_redis import open_redis

OTHER_PEPPER = "2:another-pepper-of-the-tests"


@pytest.fixture
def redis(redis_url: str) -> Iterator[Any]:
    with Redis.from_url(redis_url, decode_responses=True, socket_timeout=LONGEST_WAIT_SECONDS) as client:
        yield client


@pytest.fixture
def raw(redis_url: str) -> Iterator[Redis]:
    """A client that reads bytes as bytes."""
    with Redis.from_url(redis_url, socket_timeout=LONGEST_WAIT_SECONDS) as client:
        yield client


@pytest.fixture
def records(redis_url: str) -> Sessions:
    return Sessions(open_redis(redis_url), KEYS)


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
    """What another version of this program stored, under our seal: the text rebuilds it."""
    redis.set(Record(MOUSSA).key, seal(KEYS, MOUSSA, int(time.time() * 1000), stored), ex=60)
    with records.record(MOUSSA) as record:
        assert record.session is None
        assert not record.is_broken
    assert not redis.exists(record.busy)


def test_a_record_changed_in_redis_is_broken_wherever_it_was_changed(records: Sessions, raw: Redis) -> None:
    keep(records, call("ATUid_1"))
    stored = raw.get(Record(MOUSSA).key)
    assert isinstance(stored, bytes)
    changed = [bytes([*stored[:at], stored[at] ^ 1, *stored[at + 1 :]]) for at in range(0, len(stored), 7)]
    for other in (*changed, stored[:-1], stored + b" ", b"\0", json.dumps(call("ATUid_1")).encode(), stored[32:]):
        raw.set(Record(MOUSSA).key, other, ex=60)
        with records.record(MOUSSA) as record:
            assert (record.session, record.is_broken) == (None, True)


def test_a_record_of_another_phone_is_broken(records: Sessions, raw: Redis) -> None:
    seen = REGISTRY.get_sample_value("mbongo_broken_seals_total") or 0
    keep(records, call("ATUid_1"))
    raw.copy(Record(MOUSSA).key, Record(AWA).key)
    with records.record(AWA) as record:
        assert record.is_broken
    assert REGISTRY.get_sample_value("mbongo_broken_seals_total") == seen + 1


def test_an_old_record_tells_its_age_however_long_redis_kept_it(records: Sessions, raw: Redis) -> None:
    keep(records, call("ATUid_1"))
    age_record(raw, MOUSSA, 181)
    raw.persist(Record(MOUSSA).key)
    with records.record(MOUSSA) as record:
        assert record.session == call("ATUid_1")
        assert 181 <= record.age_seconds < 190
    age_record(raw, MOUSSA, RESUME_SECONDS)
    with records.record(MOUSSA) as record:
        assert (record.session, record.is_broken) == (None, False)


def test_a_record_outlives_the_rotation_of_its_key_and_not_its_end(records: Sessions, redis_url: str) -> None:
    keep(records, call("ATUid_1"))
    for written, opens in ((f"{OTHER_PEPPER},{PEPPER}", True), (OTHER_PEPPER, False)):
        rotated = Sessions(open_redis(redis_url), Secrets.read(written))
        with rotated.record(MOUSSA) as record:
            assert (record.session is not None, record.is_broken) == (opens, not opens)


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
    waiting.join(LONGEST_WAIT_SECONDS)
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
