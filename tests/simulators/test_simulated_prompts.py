"""Customers and their prompts: habits drawn from the seed, phones in somebody's hand, answers that come too late."""

from __future__ import annotations

import pytest
import requests

from faults.polling import wait_for
from simulators.customers import BadHabit, Customers
from tests.simulators.operator_clients import MtnClient
from tests.simulators.tiny_service import Simulators
from tests.world.cast import MOUSSA

pytestmark = pytest.mark.campaign

MIX = {"approve": 0.5, "refuse": 0.3, "ignore": 0.2, "delay_seconds": [0.1, 2]}


def test_the_same_seed_makes_each_customer_do_the_same() -> None:
    one, same, other = Customers(1), Customers(1), Customers(2)
    for customers in (one, same, other):
        customers.change({"everybody": MIX})
    for number in range(50):
        same.decide(f"+23769900{number:04d}")  # other phones, in between
    drawn = [[customers.decide(MOUSSA) for _ in range(40)] for customers in (one, same, other)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert {answer for answer, _ in drawn[0]} == {"approve", "refuse", "ignore"}
    assert all(0.1 <= seconds <= 2 for _, seconds in drawn[0])


@pytest.mark.parametrize(
    "wanted",
    [[], {"somebody": "approve"}, {"everybody": "maybe"}, {"everybody": {"approve": -1}}, {"everybody": {"approve": 0}},
     {"everybody": {"delay_seconds": [1, 2, 3]}}, {"phones": []}, {"phones": {MOUSSA: {"refuse": True}}}],
)  # fmt: skip
def test_a_habit_nobody_has_is_refused(wanted: object) -> None:
    with pytest.raises(BadHabit):
        Customers(1).change(wanted)


def test_a_prompt_says_who_asks_for_how_much(outside: Simulators) -> None:
    mtn = MtnClient(outside.url)
    mtn.habit("ignore")
    reference = mtn.collect(amount="5000")[0]
    prompt = mtn.prompt()
    assert (prompt["text"], prompt["reference"], prompt["state"]) == (
        "MTN MoMo: approuver 5 000 FCFA pour MBONGO?", reference, "open"
    )  # fmt: skip
    assert mtn.decide(approve=False).json()["state"] == "refused"
    url = f"{outside.url}/prompts/{prompt['id']}"
    assert requests.post(url, json={"approve": True}, timeout=60).status_code == 409
    assert requests.post(url, json={"approve": "yes"}, timeout=60).status_code == 400
    assert requests.post(f"{outside.url}/prompts/999", json={"approve": True}, timeout=60).status_code == 404
    assert mtn.journal() == []


def test_a_phone_in_somebodys_hand_waits_for_them(outside: Simulators, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulators.prompts.HELD_SECONDS", 0.5)
    mtn = MtnClient(outside.url)
    mtn.habit({"delay_seconds": 0})
    mtn.get("/prompts", to=MOUSSA, held=1)
    reference = mtn.collect()[0]
    assert mtn.prompt()["state"] == "open"
    assert mtn.status(reference).json()["status"] == "PENDING"
    wait_for(mtn.journal, "the payment to be executed")  # put down again: the habit goes on


def test_one_phone_may_have_its_own_habit(outside: Simulators) -> None:
    mtn = MtnClient(outside.url)
    mtn.put("/customers", {"everybody": "ignore", "phones": {MOUSSA: {"refuse": 1, "delay_seconds": 0}}})
    assert mtn.final(mtn.collect()[0])["reason"]["code"] == "APPROVAL_REJECTED"
    assert mtn.status(mtn.collect("+237677000009")[0]).json()["status"] == "PENDING"
    assert mtn.get("/customers")["phones"][MOUSSA]["refuse"] == 1


def test_what_the_outside_will_do_in_a_moment_is_told_until_it_is_done(outside: Simulators) -> None:
    mtn = MtnClient(outside.url)
    mtn.habit({"approve": 1, "delay_seconds": 1.0})
    assert mtn.get("/pending") == {"timers": 0, "callbacks": 0}
    mtn.collect()
    assert mtn.get("/pending")["timers"] == 1  # they will approve; that the prompt ends is minutes away
    assert mtn.get("/pending", within=0.01)["timers"] == 0
    wait_for(lambda: mtn.journal() and not any(mtn.get("/pending").values()), "the payment to be executed and told")
    mtn.habit({"approve": 1, "delay_seconds": 1.0})
    mtn.collect()
    mtn.session.delete(f"{outside.url}/pending")
    assert mtn.get("/pending", within=1000) == {"timers": 0, "callbacks": 0}
