"""The same POST under one key is done once and answered the same, whole."""

import json
import threading
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Connection, text

from tests.world.program import Program
from tests.world.world import World
from wallet.business import idempotency
from wallet.core.database import LOCK_TIMEOUT_MS
from web.api import routes

BODY = {"url": "https://shop.example/hook"}


def test_the_same_again_is_answered_the_same(program: Program, world: World) -> None:
    first = program.call("POST", "/endpoints", BODY, Idempotency_Key="one")
    again = program.call("POST", "/endpoints", BODY, Idempotency_Key="one")
    said = first.get_json()
    assert said.pop("secret").startswith("whsec_")
    assert (first.status_code, again.status_code, again.get_json()) == (201, 201, said)
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
    assert world.one("SELECT count(*) FROM endpoint") == 1


def test_a_refusal_is_answered_the_same_too(program: Program) -> None:
    first, again = (program.call("POST", "/endpoints/end_x/turn-secret", None, Idempotency_Key="one") for _ in range(2))
    assert first.status_code == 404
    assert first.data == again.data


def test_what_could_not_be_read_takes_up_no_key(program: Program) -> None:
    typo = program.trouble("POST", "/endpoints", {"url": "http://shop.example/hook"}, Idempotency_Key="one")
    assert typo[:2] == (400, "invalid_request")
    assert program.post("/endpoints", BODY, Idempotency_Key="one")["url"] == BODY["url"]


@pytest.mark.parametrize(
    ("path", "body"), [("/endpoints", BODY | {"events": ["checkout.paid"]}), ("/endpoints/end_x/turn-secret", None)]
)
def test_another_request_under_the_same_key_is_refused(program: Program, path: str, body: object) -> None:
    program.post("/endpoints", BODY, Idempotency_Key="one")
    said = program.trouble("POST", path, body, Idempotency_Key="one")
    assert said == (422, "idempotency_conflict", "Idempotency-Key")


@pytest.mark.parametrize("key", ["", "a" * 256, "é", "a b"])
def test_what_is_no_key(program: Program, key: str) -> None:
    assert program.trouble("POST", "/endpoints", BODY, Idempotency_Key=key)[0] == 400


def test_keys_of_two_businesses_are_two(program: Program, other: Program) -> None:
    one = program.post("/endpoints", BODY, Idempotency_Key="one")
    assert other.post("/endpoints", BODY, Idempotency_Key="one")["id"] != one["id"]


def test_fifty_at_once_are_done_once(program: Program, world: World) -> None:
    """Each is answered as the one that was done, or told to ask again; asked again, all are answered the same."""
    answers: list[tuple[int, bytes]] = []

    def post() -> None:
        answer = program.call("POST", "/endpoints", BODY, Idempotency_Key="one")
        answers.append((answer.status_code, answer.data))

    threads = [threading.Thread(target=post) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = Counter(status for status, _ in answers)
    assert set(statuses) <= {201, 409}
    assert statuses[201] >= 1
    assert len({json.loads(body)["id"] for status, body in answers if status == 201}) == 1
    assert world.one("SELECT count(*) FROM endpoint") == 1
    post()
    assert answers[-1][0] == 201


def test_what_broke_is_done_again_under_its_key(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    [route] = [one for one in routes.ROUTES if one.name == "create_endpoint"]
    broken = iter([True, False])
    real = route.do

    def break_once(*given: object) -> object:
        if next(broken):
            raise RuntimeError("broken")
        return real(*given)

    object.__setattr__(route, "do", break_once)
    try:
        assert program.trouble("POST", "/endpoints", BODY, Idempotency_Key="one")[:2] == (500, "internal")
        program.post("/endpoints", BODY, Idempotency_Key="one")
    finally:
        object.__setattr__(route, "do", real)


def test_who_asks_while_it_is_done_is_told_to_ask_again(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, str, str]] = []
    real = idempotency.keep

    def ask_meanwhile(*given: Any) -> None:
        told.append(program.trouble("POST", "/endpoints", BODY, Idempotency_Key="one"))
        real(*given)

    monkeypatch.setattr(idempotency, "keep", ask_meanwhile)
    made = program.post("/endpoints", BODY, Idempotency_Key="one")
    assert told == [(409, "idempotency_in_progress", "Idempotency-Key")]
    assert program.post("/endpoints", BODY, Idempotency_Key="one")["id"] == made["id"]


@pytest.mark.parametrize("table", ["idempotent_answer", "api_key", "endpoint"])
def test_while_migrate_holds_a_table_nothing_is_done_and_the_same_may_be_sent_again(
    program: Program, world: World, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    """Nobody does the request meanwhile: the answer was that somebody did."""
    real, soon = idempotency.claim, text("SET LOCAL lock_timeout = '20ms'")

    def claim_impatiently(db: Connection, *given: Any) -> Any:
        db.execute(soon)
        claimed = real(db, *given)
        db.execute(soon)
        return claimed

    monkeypatch.setattr(idempotency, "claim", claim_impatiently)
    with world.owner.begin() as db:
        db.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
        answer = program.call("POST", "/endpoints", BODY, Idempotency_Key="one")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert program.call("POST", "/endpoints", BODY, Idempotency_Key="one").status_code == 201
    assert world.one("SELECT count(*) FROM endpoint") == 1


def test_a_key_that_another_has_in_hand_is_being_done(program: Program, world: World) -> None:
    make = text(
        "INSERT INTO idempotent_answer (merchant_id, key, request_hash, at) VALUES (:id, 'one', '', wallet_now())"
    )
    with world.owner.begin() as db:
        db.execute(make, {"id": program.shop.merchant.id})
        said = program.trouble("POST", "/endpoints", BODY, Idempotency_Key="one")
        assert said == (409, "idempotency_in_progress", "Idempotency-Key")


def test_what_is_done_by_a_key_waits_no_shorter_than_usual(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the key itself is waited for so shortly."""
    waits: list[str] = []
    real = idempotency.keep

    def look(db: Connection, *given: Any) -> None:
        waits.append(db.execute(text("SHOW lock_timeout")).scalar_one())
        real(db, *given)

    monkeypatch.setattr(idempotency, "keep", look)
    program.post("/endpoints", BODY)
    assert waits == [f"{LOCK_TIMEOUT_MS // 1_000}s"]


def test_what_was_begun_and_never_ended_is_done_again_after_a_minute(program: Program, world: World) -> None:
    program.post("/endpoints", BODY, Idempotency_Key="one")
    world.change("UPDATE idempotent_answer SET status = NULL, body = NULL")
    said = program.trouble("POST", "/endpoints", BODY, Idempotency_Key="one")
    assert said == (409, "idempotency_in_progress", "Idempotency-Key")
    world.pass_time(61)
    program.post("/endpoints", BODY, Idempotency_Key="one")


def test_answers_are_kept_for_thirty_days(program: Program, world: World) -> None:
    program.post("/endpoints", BODY, Idempotency_Key="one")
    for days, left in ((29, 1), (2, 0)):
        world.pass_time(days=days)
        world.do(lambda db: db.exec_driver_sql("SELECT forget_old(100)"))
        assert world.one("SELECT count(*) FROM idempotent_answer") == left


def test_the_secret_of_an_endpoint_is_kept_in_no_answer(program: Program, world: World) -> None:
    made = program.post("/endpoints", BODY)
    turned = program.post(f"/endpoints/{made['id']}/turn-secret")
    with world.owner.begin() as db:
        kept = db.execute(text("SELECT body FROM idempotent_answer")).scalars().all()
    assert len(kept) == 2
    assert all(said["secret"].startswith("whsec_") for said in (made, turned))
    assert not [body for body in kept if "whsec_" in body]
