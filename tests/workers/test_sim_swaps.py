"""SIM swaps: what providers answer, what a swap keeps from happening, and what becomes of payouts that wait to hear."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import Connection

from simulators import create_app
from simulators.serve import serving
from simulators.wire import Wire as Outside
from tests.workers.rails.scripted import ScriptedOperator
from tests.world.cast import AWA, MOUSSA, STRANGER
from tests.world.world import World
from wallet.core.errors import Locked
from wallet.core.settings import Settings
from wallet.people import people, sims
from wallet.people.sims import SimAnswer
from wallet.prices import limits, sim_looks
from wallet.sending.send_money import SendMoney
from wallet.sending.send_to_stranger import SendToStranger
from workers import payments, process
from workers import sims as worker
from workers.rails import RailError
from workers.rails.answers import Unreadable
from workers.settings import ProcessSettings
from workers.sim_swaps.africas_talking import read_callback
from workers.sim_swaps.open import SimSwaps, open_sim_swaps
from workers.sim_swaps.settings import CamaraSettings

NOWHERE = "http://127.0.0.1:9/sms/nobody"
LARGE = 100_000


@pytest.fixture
def outside() -> Iterator[str]:
    with serving(create_app(Outside(NOWHERE, NOWHERE), seed=7, api_key="an-api-key-for-tests")) as url:
        yield url


def provider(settings: Settings, url: str, name: str) -> SimSwaps:
    wallet = settings.model_copy(update={"sim_swaps": name, "at_insights_url": f"{url}/insights/v1"})
    camara = {
        "base_url": f"{url}/camara/sim-swap/v2",
        "token_url": f"{url}/camara/token",
        "client_id": "mbongo",
        "client_secret": "a secret for tests",
    }
    return open_sim_swaps(ProcessSettings(wallet, camara=CamaraSettings.model_validate(camara)))


def put(url: str, path: str, wanted: Any) -> None:
    requests.put(f"{url}/{path}", json=wanted, timeout=60).raise_for_status()


# ------------------------------------------------------------------------------------------------ providers
def test_camara_tells_the_date(settings: Settings, outside: str) -> None:
    camara = provider(settings, outside, "camara")
    put(outside, "sims", {AWA: "2026-11-20T08:00:00Z", MOUSSA: "unknown"})
    assert camara.ask(AWA) == SimAnswer(datetime(2026, 11, 20, 8, tzinfo=UTC))
    assert camara.ask("+237650000009") == SimAnswer()
    assert camara.ask(MOUSSA) == SimAnswer(known=False)
    put(outside, "faults", {"sims": {"http_error": {"next": 1, "value": 503}}})
    with pytest.raises(RailError, match="503"):
        camara.ask(AWA)
    put(outside, "faults", {"sims": {"malformed": {"next": 1}}})
    with pytest.raises(RailError, match="unreadable"):
        camara.ask(AWA)


@pytest.mark.parametrize(
    "body",
    [{}, {"latestSimChange": "2026-11-20"}, {"latestSimChange": 5}, {"latestSimChange": "yesterday"}, b"[]", b"{"],
)
def test_camara_guesses_nothing(settings: Settings, body: Any) -> None:
    token = {"access_token": "abc", "expires_in": 300}
    scripted = ScriptedOperator({"POST /token": [(200, token)], "POST /retrieve-date": [(200, body)]})
    with serving(scripted.app()) as url, pytest.raises(RailError):
        provider(settings, url, "camara").ask(AWA)


def test_camara_asks_with_a_new_token_once(settings: Settings) -> None:
    token = {"access_token": "abc", "expires_in": 300}
    refused, told = (401, {"status": 401, "code": "UNAUTHENTICATED"}), (200, {"latestSimChange": None})
    scripted = ScriptedOperator({"POST /token": [(200, token)], "POST /retrieve-date": [refused, told]})
    with serving(scripted.app()) as url:
        assert provider(settings, url, "camara").ask(AWA) == SimAnswer()
    assert scripted.to("/retrieve-date")[1].json == {"phoneNumber": AWA}
    assert scripted.to("/retrieve-date")[1].headers["Authorization"] == "Bearer abc"
    assert len(scripted.to("/token")) == 2


def test_insights_promises_an_answer(settings: Settings, outside: str) -> None:
    insights = provider(settings, outside, "africastalking")
    assert str(insights.ask(AWA)).startswith("ATSwpid_")
    put(outside, "faults", {"sims": {"http_error": {"next": 1, "value": 500}}})
    with pytest.raises(RailError, match="500"):
        insights.ask(AWA)


@pytest.mark.parametrize("answer", [{}, {"status": "Failed", "requestId": "x"}, {"status": "Queued"}, b"<html>"])
def test_insights_that_queues_nothing(settings: Settings, answer: Any) -> None:
    scripted = ScriptedOperator({"POST /sim-swap": [(201, answer)]})
    with serving(scripted.app()) as url, pytest.raises(RailError):
        provider(settings, url, "africastalking").ask(AWA)


@pytest.mark.parametrize(
    ("body", "heard"),
    [
        (b'{"requestId":"r","status":"Swapped","lastSimSwapDate":"2026-11-20"}',
         SimAnswer(datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC))),
        (b'{"requestId":"r","status":"Swapped","lastSimSwapDate":"2026-11-20 08:00:00"}',
         SimAnswer(datetime(2026, 11, 20, 8, tzinfo=UTC))),
        (b'{"requestId":"r","status":"Swapped"}', SimAnswer(lately=True)),
        (b'{"requestId":"r","status":"NotSwapped"}', SimAnswer()),
        (b'{"requestId":"r","status":"Failed"}', SimAnswer(known=False)),
        (b'{"requestId":"r"}', SimAnswer(known=False)),
    ],
)  # fmt: skip
def test_insights_calls_back(body: bytes, heard: SimAnswer) -> None:
    assert read_callback(body) == ("r", heard)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"status":"Swapped"}', b'{"requestId":{}}'])
def test_what_is_no_callback(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_callback(body)


# ------------------------------------------------------------------------------------------------ payouts
class ScriptedSimSwaps:
    """Says what `says` holds, one after the other."""

    def __init__(self) -> None:
        self.says: list[Any] = []
        self.asked: list[str] = []

    def ask(self, number: str) -> SimAnswer | str:
        self.asked.append(number)
        said = self.says.pop(0) if self.says else SimAnswer()
        if isinstance(said, Exception):
            raise said
        return said  # type: ignore[no-any-return]  # what the test wrote


@pytest.fixture
def sim_swaps(world: World, monkeypatch: pytest.MonkeyPatch) -> ScriptedSimSwaps:
    made = ScriptedSimSwaps()
    monkeypatch.setattr(process, "sim_swaps", lambda: made)
    world.change("UPDATE person SET tier = 1")
    world.credit(MOUSSA, 1_000_000)
    return made


def ago(world: World, hours: float) -> datetime:
    now: datetime = world.one("SELECT wallet_now()")
    return now - timedelta(hours=hours)


def withdraw(world: World, amount: int = LARGE, key: str = "w1") -> str:
    return world.withdraw(amount, key=key).sentence


def told_operators(world: World) -> int:
    world.rails["mtn"].says = ["succeeded"]
    payments.work("mtn")
    return world.rails["mtn"].calls.count("submit")


def test_a_small_payout_waits_for_nobody(world: World, sim_swaps: ScriptedSimSwaps) -> None:
    assert withdraw(world, LARGE - 1) == "withdraw_money_asked"
    assert worker.ask_due() == 0
    assert told_operators(world) == 1


def test_a_large_one_is_told_once_the_sim_is_known(world: World, sim_swaps: ScriptedSimSwaps) -> None:
    assert withdraw(world) == "withdraw_money_asked"
    assert told_operators(world) == 0
    assert worker.ask_due() == 1
    assert told_operators(world) == 1
    assert withdraw(world, key="w2") == "withdraw_money_asked"
    assert worker.ask_due() == 0, "what was heard a minute ago still holds"
    assert sim_swaps.asked == [MOUSSA]
    world.check()


@pytest.mark.parametrize(("hours", "pays"), [(71.9, False), (72.1, True)])
def test_a_swap_gives_it_back_whole(world: World, sim_swaps: ScriptedSimSwaps, hours: float, pays: bool) -> None:
    withdraw(world)
    sim_swaps.says = [SimAnswer(ago(world, hours))]
    worker.ask_due()
    assert told_operators(world) == int(pays)
    assert (world.balance(MOUSSA) == 1_000_000) != pays
    assert withdraw(world, key="w2") == ("withdraw_money_asked" if pays else "refusal.held_after_swap")
    told = world.one("SELECT count(*) FROM notice WHERE sentence = 'sim_swapped'")
    assert told == int(not pays)
    if not pays:
        assert withdraw(world, LARGE - 1, key="w3") == "refusal.held_after_swap"
        assert withdraw(world, 10_000, key="little") == "withdraw_money_asked"
        world.pass_time(73 * 3_600)
        assert withdraw(world, key="w4") == "withdraw_money_asked"
    world.check()


def test_nobody_knows_is_an_answer_and_silence_gives_it_back(world: World, sim_swaps: ScriptedSimSwaps) -> None:
    sim_swaps.says = [SimAnswer(known=False)]
    withdraw(world)
    worker.ask_due()
    assert told_operators(world) == 1
    world.pass_time(3_600)
    before = world.balance(MOUSSA)
    withdraw(world, key="w2")
    for _ in range(12):
        sim_swaps.says = [RailError("no answer", ran="unknown")]
        worker.ask_due()
        world.pass_time(121)
    assert world.balance(MOUSSA) == before
    assert told_operators(world) == 1
    assert len(sim_swaps.asked) < 12


def test_it_is_the_day_s_sum_that_is_large_not_each(world: World, sim_swaps: ScriptedSimSwaps) -> None:
    """Three times a franc too little for a look are two looks too few."""
    assert withdraw(world, LARGE - 1) == "withdraw_money_asked"
    sim_swaps.says = [SimAnswer(ago(world, 1))]
    assert withdraw(world, 100, key="below") == "withdraw_money_asked", "it waits for the answer"
    worker.ask_due()
    assert (sim_swaps.asked, told_operators(world)) == ([MOUSSA], 1)
    assert withdraw(world, LARGE - 1, key="w3") == "refusal.held_after_swap"
    world.check()


def test_much_to_somebody_new_waits_for_the_answer_too(world: World, sim_swaps: ScriptedSimSwaps) -> None:
    """Asked while the PIN is typed; whoever was sent money before gets it at once."""
    quoted = world.quote(MOUSSA, AWA, LARGE)
    with pytest.raises(Locked, match="sim_being_checked"):
        world.conclude(MOUSSA, SendMoney(quoted), "s1")
    worker.ask_due()
    assert world.conclude(MOUSSA, SendMoney(quoted), "s1").sentence == "money_sent"
    world.pass_time(24 * 3_600)
    assert world.send(MOUSSA, AWA, LARGE, "s2").sentence == "money_sent"
    to_nobody = SendToStranger(world.quote(MOUSSA, STRANGER, 25_000))
    with pytest.raises(Locked, match="sim_being_checked"):
        world.conclude(MOUSSA, to_nobody, "n1")
    sim_swaps.says = [SimAnswer(ago(world, 1))]
    worker.ask_due()
    assert world.conclude(MOUSSA, to_nobody, "n1").sentence == "refusal.held_after_swap"


def test_an_answer_may_come_by_callback_once(world: World, sim_swaps: ScriptedSimSwaps) -> None:
    sim_swaps.says = ["promised"]
    withdraw(world)
    worker.ask_due()
    assert worker.ask_due() == 0, "it waits for the callback"

    def hear(request_id: str) -> bool:
        return world.do(lambda db: sims.hear_callback(db, request_id, SimAnswer()))

    assert not hear("another's")
    assert hear("promised")
    assert not hear("promised")
    worker.ask_due()
    assert told_operators(world) == 1


def test_before_a_cash_code_the_answer_must_be_there(world: World, sim_swaps: ScriptedSimSwaps) -> None:
    def moussa(db: Connection) -> people.Person:
        person = people.find_by_phone(db, MOUSSA)
        assert person
        return person

    def may() -> None:
        world.do(lambda db: sim_looks.refuse_unknown(db, moussa(db), limits.read_room(db, moussa(db), "out"), LARGE))

    with pytest.raises(Locked, match="sim_being_checked"):
        may()
    world.do(lambda db: sim_looks.look_ahead(db, moussa(db), LARGE))
    worker.ask_due()
    may()
