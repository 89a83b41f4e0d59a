"""Keys: good or not, restricted, from where, until when, how often; never in clear anywhere."""

from datetime import timedelta

import pytest

from tests.world.program import Program, give_key
from tests.world.world import World
from wallet.business import api_keys
from wallet.core.secrets import Secrets
from web.api import limits

SHOWN = "/endpoints"


@pytest.mark.parametrize(
    "said",
    [
        "", "Bearer", "Bearer sk_test_", "Basic c2s6", "Bearer sk_test_" + "a" * 44, "Bearer sk_test_" + "é" * 44,
        "Bearer sk_test_" + "a" * 5_000, "bearer \x7f", "Bearer sk_test_' OR 1=1 --",
    ],
)  # fmt: skip
def test_what_is_no_key(program: Program, said: str) -> None:
    assert program.trouble("GET", SHOWN, Authorization=said)[:2] == (401, "authentication_failed")


def end_key(world: World, merchant: str, hint: str, overlap: timedelta) -> bool:
    with world.owner.begin() as db:
        return api_keys.end(db, merchant, hint, overlap)


def test_a_key_ends_after_its_overlap(program: Program, world: World) -> None:
    merchant, hint = program.shop.merchant.id, api_keys.name_of(program.key)
    newer = program.with_key(give_key(world, merchant))
    assert end_key(world, merchant, hint, timedelta(hours=24))
    assert program.get(SHOWN) == newer.get(SHOWN)
    world.pass_time(hours=24, seconds=1)
    assert program.trouble("GET", SHOWN)[0] == 401
    newer.get(SHOWN)
    assert not end_key(world, merchant, hint, timedelta())


def test_a_key_of_the_live_service_is_none_of_the_sandbox(program: Program, world: World) -> None:
    live = program.with_key(give_key(world, program.shop.merchant.id, live=True))
    assert live.trouble("GET", SHOWN)[:2] == (401, "authentication_failed")


def test_a_restricted_key_may_what_it_may(program: Program, world: World) -> None:
    reader = program.with_key(give_key(world, program.shop.merchant.id, permissions=("endpoints:read",)))
    reader.get(SHOWN)
    assert reader.trouble("POST", SHOWN, {"url": "https://shop.example/hook"})[:2] == (403, "permission_denied")
    assert reader.trouble("GET", "/events")[:2] == (403, "permission_denied")


def test_a_key_may_come_from_its_addresses_alone(program: Program, world: World) -> None:
    merchant = program.shop.merchant.id
    program.with_key(give_key(world, merchant, addresses=("127.0.0.0/8", "2001:db8::/32"))).get(SHOWN)
    far = program.with_key(give_key(world, merchant, addresses=("196.1.2.3/32",)))
    assert far.trouble("GET", SHOWN)[:2] == (403, "permission_denied")


def test_a_key_stands_nowhere_and_its_use_is_seen(program: Program, world: World) -> None:
    assert world.one("SELECT used_at FROM api_key") is None
    program.get(SHOWN)
    assert world.one("SELECT used_at IS NOT NULL FROM api_key")
    rows = str(world.do_as_owner(lambda db: db.exec_driver_sql("SELECT k::text FROM api_key k").all()))
    assert program.key not in rows
    assert program.key[15:] not in rows


def test_a_key_outlives_the_turn_of_a_pepper(world: World, program: Program) -> None:
    turned = Secrets((("2", b"another pepper, long enough"), *world.wallet.secrets.peppers))
    found = world.do(lambda db: api_keys.find(db, turned, program.key), "web")
    assert found
    assert world.one("SELECT pepper FROM api_key") == "2"
    alone = Secrets(turned.peppers[:1])
    assert world.do(lambda db: api_keys.find(db, alone, program.key), "web") == found


def test_a_key_asks_so_often_a_minute(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 3)
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000_000.0)
    answers = [program.call("GET", SHOWN) for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert [one.headers.get("RateLimit-Remaining") for one in answers] == ["2", "1", "0", "0"]
    assert answers[0].headers["RateLimit-Limit"] == "3"
    assert answers[3].headers["Retry-After"] == answers[0].headers["RateLimit-Reset"] == "20"


def test_whoever_guesses_is_slowed_down(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000_000.0)
    wrong = program.with_key("sk_test_" + "a" * 44)
    statuses = {wrong.call("GET", SHOWN).status_code for _ in range(limits.WRONG_A_MINUTE + 1)}
    assert statuses == {401, 429}
    program.get(SHOWN)


def test_a_closed_shop_has_no_key(program: Program, world: World) -> None:
    world.change("UPDATE merchant SET until = wallet_now()")
    assert program.trouble("GET", SHOWN)[0] == 401


def test_the_version_is_the_keys_unless_a_known_one_is_asked_for(program: Program) -> None:
    assert program.call("GET", SHOWN).headers["Mbongo-Version"] == "2026-11-01"
    program.get(SHOWN, Mbongo_Version="2026-11-01")
    for unknown in ("2026-11-02", "latest", "2026-1-1", " "):
        assert program.trouble("GET", SHOWN, Mbongo_Version=unknown) == (400, "invalid_request", "Mbongo-Version")
