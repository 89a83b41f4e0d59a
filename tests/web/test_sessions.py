"""A phone's record in a real Redis: one hop at a time, and nothing of a hop that held it too long."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import RedisError

from web import sessions
from web.sessions import HOPS_A_MINUTE, Sessions, TooFast

MOUSSA = "+237699000001"


@pytest.fixture
def redis(redis_url: str) -> Iterator[Any]:
    with Redis.from_url(redis_url, decode_responses=True, socket_timeout=3) as client:
        yield client


@pytest.fixture
def records(redis: Any) -> Sessions:
    return Sessions(redis)


def keep(records: Sessions, session: dict[str, Any]) -> None:
    with records.held(MOUSSA) as held:
        held.keep(session)


def test_what_one_hop_keeps_the_next_one_finds(records: Sessions) -> None:
    keep(records, {"id": "ATUid_1", "heard": 3})
    with records.held(MOUSSA) as held:
        assert held.session == {"id": "ATUid_1", "heard": 3}
        assert 0 <= held.age_seconds < 5


def test_a_hop_that_keeps_nothing_leaves_the_record_as_it_was(records: Sessions) -> None:
    keep(records, {"id": "ATUid_1"})
    with records.held(MOUSSA):
        pass
    with records.held(MOUSSA) as held:
        assert held.session == {"id": "ATUid_1"}


def test_a_second_hop_waits_for_the_first_and_sees_what_it_kept(records: Sessions) -> None:
    seen = []

    def second() -> None:
        with records.held(MOUSSA) as held:
            seen.append(held.session)

    with records.held(MOUSSA) as held:
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(5 * sessions.LOOK_AGAIN_SECONDS)
        assert waiting.is_alive()
        held.keep({"id": "ATUid_1"})
    waiting.join(5)
    assert seen == [{"id": "ATUid_1"}]


def test_a_hop_that_waits_too_long_is_told_so(records: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "WAIT_SECONDS", 0.05)
    with records.held(MOUSSA), pytest.raises(TooFast), records.held(MOUSSA):
        pass


def test_a_hop_that_outlasts_its_hold_puts_nothing_back(
    records: Sessions, redis: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(records, {"id": "ATUid_1"})
    with records.held(MOUSSA) as slow:
        redis.delete(slow.held)  # nine seconds pass, and the next hop comes
        with records.held(MOUSSA) as quick:
            monkeypatch.setattr(sessions, "PUT_BACK_SECONDS", -1.0)
            slow.keep({"id": "ATUid_slow"})
            slow.__exit__()
            monkeypatch.undo()
            assert redis.exists(quick.held), "what the next hop holds is not let go by another"
            quick.keep({"id": "ATUid_2"})
        monkeypatch.setattr(sessions, "PUT_BACK_SECONDS", -1.0)
    monkeypatch.undo()
    with records.held(MOUSSA) as held:
        assert held.session == {"id": "ATUid_2"}


def test_looking_again_is_not_another_hop(records: Sessions, redis: Any) -> None:
    with records.held(MOUSSA) as first:
        threading.Timer(20 * sessions.LOOK_AGAIN_SECONDS, lambda: redis.delete(first.held)).start()
        with records.held(MOUSSA) as second:
            assert redis.get(second.hops) == "2"
    assert redis.ttl(second.hops) > 0


def test_more_hops_than_a_person_can_type_are_too_fast_and_hold_nothing(records: Sessions, redis: Any) -> None:
    with records.held(MOUSSA) as held:
        redis.set(held.hops, HOPS_A_MINUTE)
    with pytest.raises(TooFast), records.held(MOUSSA):
        pass
    assert not redis.exists(held.held)


def test_a_line_goes_on_after_redis_refused_it_and_after_it_was_cut(records: Sessions, redis: Any) -> None:
    keep(records, {"id": "ATUid_1"})
    record = f"ussd:{{{MOUSSA}}}"
    redis.delete(f"{record}:hops")
    redis.lpush(f"{record}:hops", "not a count")
    with pytest.raises(RedisError), records.held(MOUSSA):
        pass
    redis.delete(f"{record}:hops", f"{record}:held")
    redis.client_kill_filter(_type="normal", skipme=True)
    with records.held(MOUSSA) as held:
        assert held.session == {"id": "ATUid_1"}
