"""Faults on an operator's line and in its answers: those that executed nothing, and those that executed everything."""

from __future__ import annotations

import threading
import time
import uuid
from typing import Any

import pytest
import requests

from faults.polling import stretch, wait_for
from tests.simulators.operator_clients import MtnClient, OrangeClient
from tests.simulators.tiny_service import Simulators
from tests.world.cast import AWA

pytestmark = pytest.mark.campaign

PAY_OUT = "/disbursement/v1_0/transfer"
BEFORE: dict[str, Any] = {
    "dropped": requests.ConnectionError, "refused_empty": 400, "refused_error": 503, "refused_html": 502,
    "token_expired": 401, "refused_code": 500,
}  # fmt: skip
AFTER: dict[str, Any] = {
    "executed_then_dropped": requests.ConnectionError, "executed_then_reset": requests.ConnectionError,
    "executed_then_empty": 200, "executed_then_error": 500, "executed_then_html": 200, "executed_then_fault": 200,
}  # fmt: skip


@pytest.fixture
def mtn(outside: Simulators) -> MtnClient:
    client = MtnClient(outside.url)
    client.habit({"delay_seconds": 0})
    client.put("/operators/mtn", {"payout_seconds": 0})
    return client


def outcome(act: Any) -> Any:
    """The HTTP status, or the class of what broke."""
    try:
        return act()[1].status_code
    except requests.ConnectionError:
        return requests.ConnectionError


@pytest.mark.parametrize("name", BEFORE)
def test_what_was_refused_never_ran(mtn: MtnClient, name: str) -> None:
    mtn.token("disbursement")
    mtn.put("/faults", {"mtn": {name: {"next": 1, "call": "payout"}}})
    reference = str(uuid.uuid4())
    assert outcome(lambda: mtn.pay_out(reference=reference)) == BEFORE[name]
    mtn.tokens.clear()
    assert mtn.status(reference, PAY_OUT).status_code == 404
    assert mtn.journal() == []
    assert mtn.pay_out(reference=reference)[1].status_code == 202
    assert len(mtn.journal()) == 1


@pytest.mark.parametrize("name", AFTER)
def test_what_only_the_answer_lost_ran_once(mtn: MtnClient, name: str) -> None:
    mtn.token("disbursement")
    mtn.put("/faults", {"mtn": {name: {"next": 1, "call": "payout"}}})
    reference = str(uuid.uuid4())
    assert outcome(lambda: mtn.pay_out(reference=reference)) == AFTER[name]
    assert mtn.final(reference, PAY_OUT)["status"] == "SUCCESSFUL"
    assert outcome(lambda: mtn.pay_out(reference=reference)) == 409
    assert [entry["reference"] for entry in mtn.journal()] == [reference]


def test_an_answer_cut_in_the_middle_is_no_json(mtn: MtnClient) -> None:
    reference = mtn.pay_out()[0]
    mtn.put("/faults", {"mtn": {"executed_then_reset": {"next": 1}}})
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        mtn.status(reference, PAY_OUT)
    mtn.put("/faults", {"mtn": {"malformed": {"next": 1}}})
    with pytest.raises(requests.exceptions.JSONDecodeError):
        mtn.status(reference, PAY_OUT).json()


@pytest.mark.parametrize("again", [False, True])
def test_an_operation_registered_late_is_unknown_meanwhile_and_runs_once(mtn: MtnClient, *, again: bool) -> None:
    mtn.put("/faults", {"mtn": {"registers_late": {"next": 1, "value": 0.4}}})
    reference = mtn.pay_out()[0]
    assert mtn.status(reference, PAY_OUT).status_code == 404
    if again:
        assert mtn.pay_out(reference=reference)[1].status_code == 202
    wait_for(lambda: mtn.status(reference, PAY_OUT).status_code == 200, "the payout to be registered")
    threading.Event().wait(0.5)  # past the moment the first one would have been registered
    assert len(mtn.journal()) == 1


SCRIPTS = {
    "status_pending": ({"value": 2}, ["PENDING", "PENDING", "SUCCESSFUL"]),
    "status_flip": ({"value": 1}, ["SUCCESSFUL", "FAILED", "SUCCESSFUL"]),
    "status_flipped_first": ({"value": 2}, ["FAILED", "FAILED", "SUCCESSFUL"]),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_statuses_follow_a_script_while_the_journal_tells_the_truth(mtn: MtnClient, name: str) -> None:
    fields, expected = SCRIPTS[name]
    mtn.put("/faults", {"mtn": {name: {"next": 1, **fields}}})
    reference = mtn.pay_out()[0]
    assert [mtn.status(reference, PAY_OUT).json()["status"] for _ in expected] == expected
    assert len(mtn.journal()) == 1


def test_words_and_reasons_nobody_knows(mtn: MtnClient) -> None:
    reference = mtn.pay_out()[0]
    failed = mtn.pay_out(AWA)[0]
    mtn.put("/faults", {"mtn": {"status_unknown": {"next": 1}, "reason_text": {"next": 1}}})
    assert mtn.status(reference, PAY_OUT).json()["status"] == "ONGOING"
    assert mtn.status(failed, PAY_OUT).json()["reason"] == "PAYEE_NOT_FOUND"
    assert mtn.status(failed, PAY_OUT).json()["reason"]["code"] == "PAYEE_NOT_FOUND"


def test_a_payout_waits_is_refused_or_finds_the_float_empty(mtn: MtnClient) -> None:
    mtn.put("/faults", {"mtn": {"payout_waits": {"next": 1, "value": 0.3}}})
    reference = mtn.pay_out()[0]
    assert mtn.status(reference, PAY_OUT).json()["status"] == "PENDING"
    assert mtn.final(reference, PAY_OUT)["status"] == "SUCCESSFUL"
    mtn.put("/faults", {"mtn": {"float_exhausted": {"next": 1}}})
    assert mtn.final(mtn.pay_out()[0], PAY_OUT)["reason"]["code"] == "NOT_ENOUGH_FUNDS"
    mtn.put("/faults", {"mtn": {"payout_refused": {"next": 1}}})
    assert mtn.final(mtn.pay_out()[0], PAY_OUT)["reason"]["code"] == "PAYEE_NOT_ALLOWED_TO_RECEIVE"


def test_an_approval_after_the_end_still_counts_when_the_operator_says_so(mtn: MtnClient) -> None:
    mtn.habit("ignore")
    mtn.put("/operators/mtn", {"expiry_seconds": 0.1})
    reference = mtn.collect()[0]
    prompt_id = mtn.get("/prompts", state="any")[0]["id"]
    assert mtn.final(reference)["status"] == "FAILED"
    late = f"{mtn.url}/prompts/{prompt_id}"
    assert mtn.session.post(late, json={"approve": True}, timeout=60).status_code == 409
    assert mtn.session.post(late, json={"approve": True, "late": True}, timeout=60).status_code == 200
    assert mtn.status(reference).json()["status"] == "SUCCESSFUL"
    assert len(mtn.journal()) == 1


def test_two_hundred_slow_answers_do_not_make_the_others_slow(mtn: MtnClient, outside: Simulators) -> None:
    reference = mtn.pay_out()[0]
    orange = OrangeClient(outside.url)
    orange.begin()
    mtn.put("/faults", {"mtn": {"executed_then_hangs": {"chance": 1, "value": 25.0, "call": "status"}}})
    headers = {
        "Authorization": f"Bearer {mtn.token('disbursement')}", "Ocp-Apim-Subscription-Key": "disbursement-key",
        "X-Target-Environment": "mtncameroon", "User-Agent": "mbongo-test",
    }  # fmt: skip

    def wait_long() -> None:
        with pytest.raises(requests.ReadTimeout):
            requests.get(f"{outside.url}/mtn{PAY_OUT}/{reference}", headers=headers, timeout=(10, 3))

    slow = [threading.Thread(target=wait_long) for _ in range(200)]
    for thread in slow:
        thread.start()
    started = time.monotonic()
    for _ in range(20):
        orange.begin()
    assert time.monotonic() - started < stretch(3)
    for thread in slow:
        thread.join()


def test_the_same_seed_strikes_the_same_phone_alike_whoever_else_calls(mtn: MtnClient) -> None:
    def struck(*, others: bool) -> list[int]:
        mtn.put("/faults", {"mtn": {"refused_empty": {"chance": 0.5, "call": "payout"}}})
        answers = []
        for number in range(12):
            answers.append(mtn.pay_out()[1].status_code)
            if others:
                mtn.pay_out(f"+23767700010{number % 10}")
        return answers

    assert struck(others=False) == struck(others=True)
    assert {202, 400} == set(struck(others=False))
