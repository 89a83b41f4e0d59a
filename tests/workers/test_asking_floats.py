"""Our float at a rail, asked by its worker over real HTTP: what is noted of answers and silences."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from sqlalchemy.exc import OperationalError

from faults.polling import wait_for
from simulators import create_app
from simulators.serve import serving
from simulators.wire import Wire
from tests.workers.rails.conftest import open_operators
from tests.world.scripted_rail import ScriptedRail
from tests.world.world import World
from wallet.payments.floats import OurFloat, begin_asking, note_told, read_float
from workers import floats
from workers.rails import RailClient

NOWHERE = "http://127.0.0.1:9"
A_PERIOD_SECONDS = 600


@dataclass
class Asking:
    """Workers that ask the simulated operators, and what is known of our floats."""

    world: World
    url: str
    rails: dict[str, RailClient]

    def put(self, path: str, wanted: Any) -> None:
        requests.put(f"{self.url}/{path}", json=wanted, timeout=60).raise_for_status()

    def ask(self, rail: str = "mtn") -> bool:
        return floats.ask_when_due(self.world.wallet.engine, rail, self.rails[rail])

    def read(self, rail: str = "mtn") -> OurFloat:
        found: OurFloat = self.world.do(lambda db: read_float(db, rail), "office")
        return found


@pytest.fixture
def asking(world: World) -> Iterator[Asking]:
    with serving(create_app(Wire(NOWHERE, NOWHERE), seed=7)) as url:
        made = Asking(world, url, open_operators(url))
        made.put("operators/mtn", {"float": 123_456})
        yield made


def test_what_an_operator_says_is_noted(asking: Asking) -> None:
    assert asking.read().asked_at is None
    assert asking.ask()
    found = asking.read()
    assert (found.told, found.silence) == (123_456, "")
    assert found.told_at == found.asked_at is not None


def test_our_books_are_read_as_what_we_own_there_and_what_just_came_may_explain_a_difference(asking: Asking) -> None:
    world = asking.world
    assert asking.ask()
    assert (asking.read().ours, asking.read().in_between) == (0, 0)
    world.recharge(5_000)
    world.work("pending")
    assert asking.read().in_between == 1
    world.pass_time(6)
    world.work("succeeded")
    assert (asking.read().ours, asking.read().in_between) == (5_000, 1), "it came after MTN was asked"
    world.pass_time(A_PERIOD_SECONDS)
    assert asking.ask()
    assert asking.read().in_between == 0


def test_it_is_asked_once_a_period(asking: Asking) -> None:
    assert asking.ask()
    asking.put("operators/mtn", {"float": 99})
    asking.world.pass_time(A_PERIOD_SECONDS - 5)
    assert not asking.ask()
    assert asking.read().told == 123_456
    asking.world.pass_time(5)
    assert asking.ask()
    assert asking.read().told == 99


def test_an_answer_to_an_earlier_question_is_not_what_was_said_last(asking: Asking) -> None:
    earlier = asking.world.do(lambda db: begin_asking(db, "mtn"))
    asking.world.pass_time(A_PERIOD_SECONDS)
    assert asking.ask()
    asking.world.do(lambda db: note_told(db, "mtn", earlier, 5))
    assert asking.read().told == 123_456
    asking.world.check()


@pytest.mark.parametrize(
    ("faults", "why"),
    [
        ({"refused_error": {"next": 1, "value": 503}}, "HTTP 503"),
        ({"latency": {"next": 1, "value": 2, "call": "balance"}}, "no answer: "),
        ({"dropped": {"next": 9, "call": "balance"}}, "no answer: "),
    ],
)
def test_a_silence_keeps_what_was_said_before_and_opens_no_breaker(
    asking: Asking, faults: dict[str, Any], why: str
) -> None:
    asking.ask()
    first, patient = asking.read(), asking.rails
    if "latency" in faults:
        asking.rails = open_operators(asking.url, mtn_read_seconds=0.5)
    for _ in range(6):  # more than open the breaker
        asking.put("faults", {"mtn": faults})
        asking.world.pass_time(A_PERIOD_SECONDS)
        assert asking.ask()
        assert not asking.ask(), "a silence is a try too"
    found = asking.read()
    assert why in found.silence
    assert (found.told, found.told_at) == (123_456, first.told_at)
    assert found.asked_at != first.asked_at
    assert asking.world.rows("SELECT failures, down_until FROM operator WHERE rail = 'mtn'") == [(0, None)]
    asking.put("faults", {})
    asking.rails = patient
    asking.world.pass_time(A_PERIOD_SECONDS)
    asking.ask()
    assert (asking.read().silence, asking.read().told_at) == ("", asking.read().asked_at)


def test_a_rail_that_tells_no_balance_is_tried_once_a_period(asking: Asking) -> None:
    assert asking.ask("orange")
    assert not asking.ask("orange")
    found = asking.read("orange")
    assert (found.told, found.silence) == (None, "Orange Money tells no balance")


def test_nothing_is_asked_inside_a_transaction(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the operator takes its time, whoever pays may lock its row."""

    def read_balance() -> int:
        with asking.world.owner.begin() as db:
            db.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
            db.exec_driver_sql("UPDATE operator SET failures = 0")
        return 7

    rail = ScriptedRail()
    monkeypatch.setattr(rail, "read_balance", read_balance)
    assert floats.ask_when_due(asking.world.wallet.engine, "mtn", rail)
    assert asking.read().told == 7


def test_our_own_fault_is_noted_as_such(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    rail = ScriptedRail()
    monkeypatch.setattr(rail, "read_balance", lambda: int("many"))
    floats.ask_when_due(asking.world.wallet.engine, "mtn", rail)
    assert asking.read().silence == "our own fault: ValueError"


def test_of_many_workers_one_asks(asking: Asking) -> None:
    together, asked = threading.Barrier(8), list[bool]()

    def begin() -> None:
        together.wait()
        asked.append(asking.world.do(lambda db: begin_asking(db, "mtn")) is not None)

    workers = [threading.Thread(target=begin) for _ in range(8)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(asked) == [False] * 7 + [True]


def test_a_database_that_is_away_is_waited_for(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    asks, looked, over = floats.ask_when_due, list[str](), threading.Event()

    def look(*given: Any) -> bool:
        if over.is_set():
            raise SystemExit  # ends the thread, and nothing else
        looked.append("once")
        if len(looked) == 1:
            raise OperationalError("", {}, Exception("away"))
        return asks(*given)

    monkeypatch.setattr(floats, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(floats, "ask_when_due", look)
    try:
        floats.go_on_asking(asking.world.wallet.engine, "mtn", asking.rails["mtn"])
        wait_for(lambda: asking.read().told == 123_456, "our float to be noted")
    finally:
        over.set()
