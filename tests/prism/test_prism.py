"""MTN's own specification judges our client and our simulator: `./mbongo test tests/prism` (npm fetches Prism once)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.places import ShortLivedFolder
from local.postgres import Postgres
from simulators import create_app
from simulators.serve import serving
from simulators.wire import Wire
from tests.conftest import TEMPLATE
from tests.prism.prism import Prism, free_port, mock, proxy
from tests.rails.conftest import order, settings_for
from tests.rails.test_simulated_rails import NOWHERE, Outside, in_the_end
from tests.service import Processes, Service, processes
from tests.story import FOLDER, Telling, difference, play
from wallet.payments import Order
from wallet.rails import RailError, rails
from wallet.rails.mtn import Mtn

OF_MTN = re.compile(r"^mtn asks|^sms to .* (sur|to) MTN MoMo", re.MULTILINE)
MTN_STORIES = sorted(path.name for path in FOLDER.glob("*.txt") if OF_MTN.search(path.read_text("utf-8")))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    short = ShortLivedFolder()
    yield short.path
    short.remove()


@pytest.fixture(scope="module")
def between(folder: Path) -> Iterator[tuple[Outside, Prism]]:
    """Our MTN rail, Prism, and the simulator behind it."""
    with serving(create_app(Wire(NOWHERE, NOWHERE), seed=7)) as url, proxy(folder, f"{url}/mtn") as judge:
        yield Outside(url, rails(settings_for(mtn=judge.url))), judge


@pytest.fixture
def outside(between: tuple[Outside, Prism]) -> Outside:
    outside, _ = between
    outside.put("faults", {})
    outside.put("customers", {"everybody": {"approve": 1, "delay_seconds": 0}})
    return outside


@pytest.fixture
def mtn(outside: Outside) -> Mtn:
    rail = outside.rails["mtn"]
    assert isinstance(rail, Mtn)
    return rail


@pytest.fixture
def judge(between: tuple[Outside, Prism]) -> Prism:
    return between[1]


def asked(mtn: Mtn, direction: str = "collect") -> Order:
    """A payment that was asked for."""
    made = mtn.prepare(order("mtn", handle="", direction=direction))
    mtn.submit(made)
    return made


def test_whatever_we_ask_of_mtn_keeps_to_its_specification(outside: Outside, mtn: Mtn, judge: Prism) -> None:
    before = judge.violations()
    collected, paid = asked(mtn), asked(mtn, "pay")
    assert {in_the_end(lambda: mtn.ask_status(collected)).state, in_the_end(lambda: mtn.ask_status(paid)).state} == {
        "succeeded"
    }
    assert mtn.submit(collected).reason == "RESOURCE_ALREADY_EXIST"
    assert mtn.ask_status(mtn.prepare(order("mtn", handle=""))).state == "never_ran"
    outside.put("customers", {"everybody": "refuse"})
    refused = asked(mtn)
    assert in_the_end(lambda: mtn.ask_status(refused)).reason == "APPROVAL_REJECTED"
    back = mtn.prepare(order("mtn", handle="", direction="pay"))
    mtn.refund(back, collected.handle)
    assert in_the_end(lambda: mtn.ask_refund_status(back)).state == "succeeded"
    mtn.notify_delivery(collected, "Recharge faite", "fr")
    assert mtn.balance() > 0
    assert mtn.holder_is_active("+237677000001")
    assert mtn.holder("+237677000001").given_name
    assert judge.violations() == before
    assert judge.forwarded() >= 14


def test_a_wrong_answer_is_a_violation(outside: Outside, mtn: Mtn, judge: Prism) -> None:
    paid, before = asked(mtn, "pay"), len(judge.violations())
    assert in_the_end(lambda: mtn.ask_status(paid)).state == "succeeded"
    outside.fault("mtn", "status_word", value="SUCCESS")
    with pytest.raises(RailError, match="HTTP 500"):
        mtn.ask_status(paid)
    assert len(judge.violations()) == before + 1


def test_a_wrong_question_is_a_violation(mtn: Mtn, judge: Prism) -> None:
    before = len(judge.violations())
    with pytest.raises(RailError, match="HTTP 422"):
        mtn.ask_status(order("mtn", handle="not-a-uuid"))
    assert len(judge.violations()) == before + 1


def test_an_mtn_made_from_its_specification_answers_our_client(folder: Path) -> None:
    with mock(folder) as made:
        mtn = rails(settings_for(mtn=made.url))["mtn"]
        assert isinstance(mtn, Mtn)
        for direction in ("collect", "pay"):
            pending = asked(mtn, direction)
            said = mtn.ask_status(pending)
            assert (said.state, said.amount, said.phone, said.currency) == ("pending", 10_000, "+237677000001", "XAF")
        assert mtn.balance() == 123_456
        assert mtn.holder_is_active("+237677000001")
        assert mtn.holder("+237677000001").given_name == "Moussa"
        assert made.violations() == []


@pytest.fixture(scope="module")
def judged_processes(postgres: Postgres, folder: Path) -> Iterator[tuple[Processes, Prism]]:
    """The whole service, which reaches MTN only through Prism."""
    port = free_port()
    mtn = {"MBONGO_MTN_BASE_URL": f"http://127.0.0.1:{port}"}
    with (
        processes(postgres, TEMPLATE, folder, "mbongo_test_prism", **mtn) as running,
        proxy(folder, f"{running.running.addresses['simulator_url']}/mtn", port) as judge,
    ):
        yield running, judge


@pytest.fixture
def judged(judged_processes: tuple[Processes, Prism]) -> tuple[Service, Prism]:
    running, judge = judged_processes
    return running.fresh(), judge


@pytest.mark.parametrize("name", MTN_STORIES)
def test_an_mtn_story_keeps_to_mtns_specification(name: str, judged: tuple[Service, Prism]) -> None:
    service, judge = judged
    before, forwarded = judge.violations(), judge.forwarded()
    expected = (FOLDER / name).read_text("utf-8")
    told = play(expected, Telling(service))
    assert told == expected, difference(expected, told, name)
    assert judge.violations() == before
    assert judge.forwarded() > forwarded
