"""MTN's own specification judges our client and our simulator, through Prism, which npm fetches once.

It judges every story of MTN's as well: tests/stories/test_stories.py.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.places import ShortLivedFolder, choose_throwaway_place
from simulators import create_app
from simulators.serve import serving
from simulators.wire import Wire
from tests.workers.rails.conftest import order, settings_for
from tests.workers.rails.prism.prism import Prism, mock, proxy
from tests.workers.rails.test_simulated_rails import NOWHERE, SimulatedRails, in_the_end
from wallet.payments.orders import Order
from workers.rails import RailError
from workers.rails.mtn.client import Mtn
from workers.rails.open import open_rails


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    short = ShortLivedFolder(choose_throwaway_place())
    yield short.path
    short.remove()


@pytest.fixture(scope="module")
def between(folder: Path) -> Iterator[tuple[SimulatedRails, Prism]]:
    """Our MTN rail, Prism, and the simulator behind it."""
    with serving(create_app(Wire(NOWHERE, NOWHERE), seed=7)) as url, proxy(folder, f"{url}/mtn") as judge:
        yield SimulatedRails(url, open_rails(settings_for(mtn=judge.url))), judge


@pytest.fixture
def outside(between: tuple[SimulatedRails, Prism]) -> SimulatedRails:
    outside, _ = between
    outside.put("faults", {})
    outside.put("customers", {"everybody": {"approve": 1, "delay_seconds": 0}})
    return outside


@pytest.fixture
def mtn(outside: SimulatedRails) -> Mtn:
    rail = outside.rails["mtn"]
    assert isinstance(rail, Mtn)
    return rail


@pytest.fixture
def judge(between: tuple[SimulatedRails, Prism]) -> Prism:
    return between[1]


def asked(mtn: Mtn, direction: str = "collect") -> Order:
    """A payment that was asked for."""
    made = mtn.prepare(order("mtn", handle="", direction=direction))
    mtn.submit(made)
    return made


def test_whatever_we_ask_of_mtn_keeps_to_its_specification(outside: SimulatedRails, mtn: Mtn, judge: Prism) -> None:
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
    back = mtn.prepare(order("mtn", handle="", direction="refund", collected=collected.handle))
    mtn.refund(back)
    assert in_the_end(lambda: mtn.ask_status(back)).state == "succeeded"
    assert mtn.read_balance() > 0
    assert judge.violations() == before
    assert judge.forwarded() >= 11


def test_a_wrong_answer_is_a_violation(outside: SimulatedRails, mtn: Mtn, judge: Prism) -> None:
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
        mtn = open_rails(settings_for(mtn=made.url))["mtn"]
        assert isinstance(mtn, Mtn)
        for direction in ("collect", "pay"):
            pending = asked(mtn, direction)
            said = mtn.ask_status(pending)
            assert (said.state, said.amount, said.party, said.currency) == ("pending", 10_000, "+237677000001", "XAF")
        assert mtn.read_balance() == 123_456
        assert made.violations() == []
