"""The rails against the simulators over real HTTP: what each end does is written by other hands than the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import requests

from faults.polling import wait_for
from simulators import create_app
from simulators.serve import serving
from simulators.wire import Wire
from tests.workers.rails.conftest import open_operators, order, settings_for
from wallet.payments.orders import Confirmation, Order
from wallet.payments.party import at_phone
from workers.rails import RailClient, RailError
from workers.rails.open import open_rails

pytestmark = pytest.mark.campaign

NOWHERE = "http://127.0.0.1:9"
RAILS = pytest.mark.parametrize("name", ["mtn", "orange"])
BOTH_WAYS = pytest.mark.parametrize("direction", ["collect", "pay"])


@dataclass
class SimulatedRails:
    """The simulators, and our rails to them."""

    url: str
    rails: dict[str, RailClient]

    def put(self, path: str, wanted: Any) -> None:
        requests.put(f"{self.url}/{path}", json=wanted, timeout=60).raise_for_status()

    def fault(self, rail: str, name: str, **fields: Any) -> None:
        """Let the next such call go wrong so; of a silence our rails tire after two seconds, of nothing else."""
        if "hangs" in name:
            self.rails.update(open_operators(self.url, mtn_read_seconds=2, orange_read_seconds=2))
        self.put("faults", {rail: {name: {"next": 1, **fields}}})

    def executed(self) -> int:
        return len(requests.get(f"{self.url}/journal", timeout=60).json())


@pytest.fixture
def outside() -> Iterator[SimulatedRails]:
    with serving(create_app(Wire(NOWHERE, NOWHERE), seed=7)) as url:
        outside = SimulatedRails(url, open_operators(url))
        outside.put("customers", {"everybody": {"approve": 1, "delay_seconds": 0}})
        yield outside


def test_mtn_s_new_platform_gives_us_tokens(outside: SimulatedRails) -> None:
    outside.put("faults", {"mtn": {"environment_on_token": {"chance": 1.0}}})
    assert outside.rails["mtn"].submit(prepared(outside, "mtn")).state == "pending"
    assert outside.rails["mtn"].submit(prepared(outside, "mtn", direction="pay")).state == "pending"


def prepared(outside: SimulatedRails, name: str, **more: Any) -> Order:
    return outside.rails[name].prepare(order(name, handle="", **more))


def in_the_end(ask: Callable[[], Confirmation]) -> Confirmation:
    """The first answer that is final."""
    return wait_for(lambda: (learnt := ask()).state != "pending" and learnt, "an answer that is final")


def submitted(rail: RailClient, asked: Order) -> str:
    try:
        return rail.submit(asked).state
    except RailError as error:
        return error.ran


@RAILS
@BOTH_WAYS
def test_a_payment_is_done_once_and_told_whole(outside: SimulatedRails, name: str, direction: str) -> None:
    rail, asked = outside.rails[name], prepared(outside, name, direction=direction)
    assert outside.executed() == 0
    assert rail.submit(asked).state == "pending"
    learnt = in_the_end(lambda: rail.ask_status(asked))
    assert (learnt.state, learnt.amount, learnt.party) == ("succeeded", asked.amount, asked.party.phone)
    assert learnt.currency == ("XAF" if name == "mtn" else None)
    assert learnt.operator_id
    assert "a-path-secret-for-tests" not in learnt.raw
    assert outside.executed() == 1


@RAILS
def test_a_customer_who_refuses_fails_it(outside: SimulatedRails, name: str) -> None:
    outside.put("customers", {"everybody": "refuse"})
    rail, asked = outside.rails[name], prepared(outside, name)
    rail.submit(asked)
    learnt = in_the_end(lambda: rail.ask_status(asked))
    assert (learnt.state, learnt.reason) == ("failed", {"mtn": "APPROVAL_REJECTED", "orange": "60021"}[name])


@RAILS
def test_a_prompt_nobody_answers_expires(outside: SimulatedRails, name: str) -> None:
    outside.put("customers", {"everybody": "ignore"})
    outside.put(f"operators/{name}", {"expiry_seconds": 0.3})
    rail, asked = outside.rails[name], prepared(outside, name)
    rail.submit(asked)
    assert in_the_end(lambda: rail.ask_status(asked)).state == "expired"
    assert outside.executed() == 0


@RAILS
def test_a_customer_without_money_is_refused_for_it(outside: SimulatedRails, name: str) -> None:
    outside.put(f"operators/{name}", {"opening_balance": 0})
    rail, asked = outside.rails[name], prepared(outside, name)
    submitted(rail, asked)
    learnt = in_the_end(lambda: rail.ask_status(asked))
    assert (learnt.state, learnt.reason) == ("failed", {"mtn": "NOT_ENOUGH_FUNDS", "orange": "60019"}[name])


@RAILS
@BOTH_WAYS
def test_what_was_never_submitted_never_ran(outside: SimulatedRails, name: str, direction: str) -> None:
    assert outside.rails[name].ask_status(prepared(outside, name, direction=direction)).state == "never_ran"


@RAILS
@BOTH_WAYS
@pytest.mark.parametrize(
    "fault",
    [
        ("executed_then_dropped", None),
        ("executed_then_reset", None),
        ("executed_then_hangs", 4),
        ("executed_then_error", 500),
        ("executed_then_error", 503),
        ("executed_then_html", 200),
        ("executed_then_html", 502),
        ("executed_then_fault", 200),
        ("executed_then_empty", 200),
        ("executed_then_empty", 500),
    ],
    ids=lambda fault: f"{fault[0]}-{fault[1]}",
)
def test_what_ran_is_never_said_not_to_have(
    outside: SimulatedRails, name: str, direction: str, fault: tuple[str, float | None]
) -> None:
    asked, patient = prepared(outside, name, direction=direction), outside.rails[name]
    call = {"collect": "collection", "pay": "payout"}[direction]
    outside.fault(name, fault[0], call=call, **({} if fault[1] is None else {"value": fault[1]}))
    assert submitted(outside.rails[name], asked) in {"unknown", "pending"}
    assert in_the_end(lambda: patient.ask_status(asked)).state == "succeeded"
    assert outside.executed() == 1


@RAILS
@pytest.mark.parametrize("fault", ["dropped", "refused_error", "refused_html"])
def test_what_did_not_run_is_asked_about_and_found_never_to_have(
    outside: SimulatedRails, name: str, fault: str
) -> None:
    rail, asked = outside.rails[name], prepared(outside, name)
    outside.fault(name, fault, call="collection")
    assert submitted(rail, asked) == "unknown"
    assert rail.ask_status(asked).state == "never_ran"


@RAILS
def test_tokens_that_end_are_renewed_on_the_way(outside: SimulatedRails, name: str) -> None:
    rail, asked = outside.rails[name], prepared(outside, name)
    outside.fault(name, "token_expired", call="collection")
    assert rail.submit(asked).state == "pending"
    outside.fault(name, "token_expired", call="status")
    assert in_the_end(lambda: rail.ask_status(asked)).state == "succeeded"
    assert outside.executed() == 1


@RAILS
def test_a_word_nobody_knows_is_not_final(outside: SimulatedRails, name: str) -> None:
    rail, asked = outside.rails[name], prepared(outside, name)
    rail.submit(asked)
    in_the_end(lambda: rail.ask_status(asked))
    outside.fault(name, "status_unknown")
    learnt = rail.ask_status(asked)
    assert (learnt.state, learnt.reason) == ("pending", "ONGOING")


def test_the_same_reference_twice_is_one_payment_at_mtn(outside: SimulatedRails) -> None:
    mtn, asked = outside.rails["mtn"], prepared(outside, "mtn", direction="pay")
    assert [mtn.submit(asked).state, mtn.submit(asked).reason] == ["pending", "RESOURCE_ALREADY_EXIST"]
    assert in_the_end(lambda: mtn.ask_status(asked)).state == "succeeded"
    assert outside.executed() == 1


def test_a_paytoken_paid_twice_says_nothing_against_the_first(outside: SimulatedRails) -> None:
    orange, asked = outside.rails["orange"], prepared(outside, "orange", direction="pay")
    assert [submitted(orange, asked), submitted(orange, asked)] == ["pending", "unknown"]
    assert in_the_end(lambda: orange.ask_status(asked)).state == "succeeded"


@pytest.mark.parametrize(
    ("last_digits", "state", "reason"),
    [
        ("450", "failed", "INTERNAL_PROCESSING_ERROR"),
        ("451", "failed", "APPROVAL_REJECTED"),
        ("452", "expired", "EXPIRED"),
        ("455", "failed", "PAYER_NOT_FOUND"),
        ("456", "failed", "PAYEE_NOT_ALLOWED_TO_RECEIVE"),
        ("463", "expired", "COULD_NOT_PERFORM_TRANSACTION"),
        ("999", "succeeded", ""),
    ],
)
def test_mtns_sandbox_numbers_end_as_documented(
    outside: SimulatedRails, last_digits: str, state: str, reason: str
) -> None:
    sandbox = {"mtn_environment": "sandbox", "mtn_currency": "EUR"}
    mtn = open_rails(settings_for(mtn=f"{outside.url}/mtn", **sandbox))["mtn"]
    asked = mtn.prepare(order("mtn", handle="", party=at_phone(f"+46733123{last_digits}")))
    submitted(mtn, asked)
    if state == "succeeded":
        outside.put("operators/mtn", {"customers": {asked.party.phone: 20_000}})
        asked = replace(asked, handle=mtn.prepare(replace(asked, handle="")).handle)
        mtn.submit(asked)
    learnt = in_the_end(lambda: mtn.ask_status(asked))
    assert (learnt.state, learnt.reason) == (state, reason)


def test_mtn_tells_our_float(outside: SimulatedRails) -> None:
    outside.put("operators/mtn", {"float": 123_456})
    assert outside.rails["mtn"].read_balance() == 123_456


@RAILS
def test_a_collection_is_given_back_to_its_payer(outside: SimulatedRails, name: str) -> None:
    rail, asked = outside.rails[name], prepared(outside, name)
    rail.submit(asked)
    assert in_the_end(lambda: rail.ask_status(asked)).state == "succeeded"
    part = prepared(outside, name, direction="refund", amount=4_000, collected=asked.handle)
    rail.refund(part)
    learnt = in_the_end(lambda: rail.ask_status(part))
    assert (learnt.state, learnt.amount, learnt.party) == ("succeeded", 4_000, asked.party.phone)
    entries = requests.get(f"{outside.url}/journal", timeout=60).json()
    assert [(entry["amount"], entry["phone"]) for entry in entries] == [
        (10_000, asked.party.phone),
        (4_000, asked.party.phone),
    ]


def test_mtn_gives_back_no_more_than_it_collected(outside: SimulatedRails) -> None:
    mtn, asked = outside.rails["mtn"], prepared(outside, "mtn")
    mtn.submit(asked)
    in_the_end(lambda: mtn.ask_status(asked))
    too_much = prepared(outside, "mtn", direction="refund", amount=10_001, collected=asked.handle)
    mtn.refund(too_much)
    assert in_the_end(lambda: mtn.ask_status(too_much)).state == "failed"
    assert outside.executed() == 1
