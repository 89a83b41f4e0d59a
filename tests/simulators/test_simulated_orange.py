"""Orange's API as public clients know it, over real HTTP, and its own books behind it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from faults.polling import wait_for
from simulators.serve import serving
from tests.simulators.operator_clients import HeardCallbacks, OrangeClient
from tests.simulators.tiny_service import Simulators
from tests.world.cast import AWA, MOUSSA

pytestmark = pytest.mark.campaign


@pytest.fixture
def orange(outside: Simulators) -> OrangeClient:
    client = OrangeClient(outside.url)
    client.habit({"approve": 1, "delay_seconds": 0})
    client.put("/operators/orange", {"payout_seconds": 0.05})
    return client


@pytest.fixture
def called() -> Iterator[tuple[HeardCallbacks, str]]:
    called = HeardCallbacks()
    with serving(called.app()) as url:
        yield called, url


def test_a_customer_who_approves_pays_once(orange: OrangeClient) -> None:
    orange.habit("ignore")
    token = orange.begin()
    assert token.startswith("MP")
    reply = orange.pay(token)
    data = reply.json()["data"]
    assert (reply.status_code, reply.json()["message"]) == (200, "Merchant payment successfully initiated")
    assert (data["status"], data["amount"], data["txnmode"], data["confirmtxnstatus"]) == (
        "PENDING", 500, "K7Q2-93FD", None
    )  # fmt: skip
    assert "pin" not in data
    orange.decide(approve=True, phone=AWA)
    told = orange.final(token)
    assert (told["status"], told["confirmtxnstatus"], told["payToken"]) == ("SUCCESSFULL", "200", token)
    entry = orange.journal()[0]
    assert (entry["operator"], entry["id"], entry["reference"], entry["direction"], entry["phone"]) == (
        "orange", told["txnid"], token, "collection", AWA
    )  # fmt: skip
    again = orange.pay(token)
    assert (again.status_code, again.json()["message"]) == (417, "PayToken already used")
    assert len(orange.journal()) == 1


def test_a_token_never_paid_is_expired_with_nulls_and_too_old_is_refused(orange: OrangeClient) -> None:
    orange.put("/operators/orange", {"pay_token_seconds": 0})
    token = orange.begin()
    data = orange.status(token)
    assert {name for name, value in data.items() if value is not None} == {"id", "createtime", "payToken", "status"}
    assert data["status"] == "EXPIRED"
    assert orange.pay(token).json()["message"] == "PayToken expired"
    assert orange.pay("MP000").json()["message"] == "PayToken invalid"
    assert orange.journal() == []


def test_what_is_registered_late_never_runs_once_its_token_is_too_old(orange: OrangeClient) -> None:
    orange.put("/faults", {"orange": {"registers_late": {"chance": 1, "value": 0.4}}})
    kept = orange.begin("cashin")
    orange.pay(kept, "cashin")
    assert orange.status(kept, "cashin")["txnid"] is None
    wait_for(lambda: [entry["reference"] for entry in orange.journal()] == [kept], "the one that was kept")
    orange.put("/faults", {"orange": {"registers_late": {"chance": 1, "value": 2.5}}})
    orange.put("/operators/orange", {"pay_token_seconds": 2.0})  # long enough for two calls on a slow machine
    late = orange.begin("cashin")
    assert orange.pay(late, "cashin").status_code == 200
    threading.Event().wait(2.8)  # past the moment it would have been registered
    assert orange.status(late, "cashin")["status"] == "EXPIRED"
    assert [entry["reference"] for entry in orange.journal()] == [kept]


def test_one_pay_token_paid_by_many_at_once_runs_once(orange: OrangeClient) -> None:
    token = orange.begin("cashin")
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: orange.pay(token, "cashin").status_code, range(16)))
    assert sorted(answers) == [200, *[417] * 15]
    wait_for(orange.journal, "the payment to be executed")
    assert len(orange.journal()) == 1


def test_a_payer_without_money_is_417(orange: OrangeClient) -> None:
    orange.put("/operators/orange", {"customers": {AWA: 499}})
    token = orange.begin()
    reply = orange.pay(token)
    assert (reply.status_code, reply.json()["message"]) == (
        417,
        "60019 :: Le solde du compte du payeur est insuffisant",
    )
    data = reply.json()["data"]
    assert (data["status"], data["inittxnstatus"], data["txnid"]) == ("FAILED", "60019", None)
    assert orange.status(token) == data
    assert orange.pay(orange.begin(), phone=MOUSSA).status_code == 417, "MTN's customer"


@pytest.mark.parametrize(
    ("habit", "faults", "word"),
    [
        ({"refuse": 1, "delay_seconds": 0}, {}, "FAILED"),
        ({"refuse": 1, "delay_seconds": 0}, {"cancelled_word": {"chance": 1}}, "CANCELLED"),
        ("ignore", {}, "EXPIRED"),
        ({"delay_seconds": 0}, {"status_word": {"chance": 1}}, "SUCCESS"),
        ({"delay_seconds": 0}, {"status_word": {"chance": 1, "value": "SUCCESSFUL"}}, "SUCCESSFUL"),
    ],
)
def test_the_words_for_an_end(orange: OrangeClient, habit: Any, faults: dict[str, Any], word: str) -> None:
    orange.habit(habit)
    orange.put("/operators/orange", {"expiry_seconds": 0.1})
    orange.put("/faults", {"orange": faults})
    token = orange.begin()
    orange.pay(token)
    assert orange.final(token)["status"] == word


def test_cash_in_draws_on_our_float(orange: OrangeClient) -> None:
    orange.put("/operators/orange", {"float": 600})
    token = orange.begin("cashin")
    assert orange.pay(token, "cashin").json()["data"]["status"] == "PENDING"
    assert orange.final(token, "cashin")["status"] == "SUCCESSFULL"
    poor = orange.pay(orange.begin("cashin"), "cashin")
    assert (poor.status_code, poor.json()["message"][:5]) == (417, "60019")
    assert orange.get("/operators/orange")["float"] == 100
    assert orange.journal()[0]["id"].startswith("CI")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"amount": 500}, 400),
        ({"amount": "0500"}, 417),
        ({"amount": "9"}, 417),
        ({"subscriberMsisdn": "237699000002"}, 417),
        ({"channelUserMsisdn": "699000002"}, 417),
        ({"pin": ""}, 400),
        ({"notifUrl": None}, 400),
        ({"orderId": "x" * 41}, 400),
    ],
)
def test_bodies_are_checked(orange: OrangeClient, changes: dict[str, Any], status: int) -> None:
    assert orange.pay(orange.begin(), **changes).status_code == status


def test_the_gateway_says_who_may_call(orange: OrangeClient) -> None:
    for headers in ({"Authorization": "Bearer no"}, {"X_AUTH_TOKEN": None}, {"X_AUTH_TOKEN": "user"}):
        reply = orange.call("POST", "/mp/init", **headers)
        assert (reply.status_code, reply.json()["fault"]["code"]) == (401, 900901)
    orange.put("/faults", {"orange": {"executed_then_fault": {"next": 1}}})
    on_200 = orange.call("POST", "/mp/init")
    assert (on_200.status_code, set(on_200.json())) == (200, {"fault"})
    assert orange.token().json()["access_token"] == orange.bearer, "the same while it lives"
    orange.put("/faults", {"orange": {"token_expired": {"next": 1, "call": "init"}}})
    assert [orange.call("POST", "/mp/init").status_code for _ in range(2)] == [401, 401]
    assert orange.token().json()["access_token"] != orange.bearer


def test_a_push_asks_the_customer_again(orange: OrangeClient) -> None:
    orange.habit("ignore")
    token = orange.begin()
    assert orange.call("GET", f"/mp/push/{token}").status_code == 417
    orange.pay(token)
    orange.habit({"approve": 1, "delay_seconds": 0})
    assert orange.call("GET", f"/mp/push/{token}").json()["message"] == "Push sent to customer"
    assert orange.final(token)["status"] == "SUCCESSFULL"


SHAPES: dict[str | None, set[str]] = {
    None: {"message", "data"},
    "flat": {"orderId", "payToken", "txnid", "status", "amount", "subscriberMsisdn"},
    "dashed": {"order-id", "pay-token", "data"},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_callbacks_come_in_every_shape(
    orange: OrangeClient, called: tuple[HeardCallbacks, str], shape: str | None
) -> None:
    heard, url = called
    if shape:
        orange.put("/faults", {"orange": {"callback_shape": {"next": 1, "value": shape}}})
    orange.pay(orange.begin(), notifUrl=f"{url}/orange/secret")
    verb, path, body = heard.wait(1)[0]
    assert (verb, path, set(body)) == ("POST", "orange/secret", SHAPES[shape])
