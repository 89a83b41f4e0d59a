"""MTN's API as its specification and portal say it, over real HTTP, and its own books behind it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from simulators.mtn_sandbox import DELAYED, ONGOING, OUTCOMES
from simulators.serve import serving
from tests.simulators.operator_clients import BASIC, HeardCallbacks, MtnClient
from tests.simulators.tiny_service import Simulators
from tests.world.cast import AWA, MOUSSA

pytestmark = pytest.mark.campaign

COLLECT = "/collection/v1_0/requesttopay"
PAY_OUT = "/disbursement/v1_0/transfer"
UNKNOWN = "3f1c5a52-7d0e-4a56-9a55-6c0f3d0f1e11"


@pytest.fixture
def mtn(outside: Simulators) -> MtnClient:
    client = MtnClient(outside.url)
    client.habit({"approve": 1, "delay_seconds": 0})
    client.put("/operators/mtn", {"payout_seconds": 0})
    return client


@pytest.fixture
def called() -> Iterator[tuple[HeardCallbacks, str]]:
    called = HeardCallbacks()
    with serving(called.app()) as url:
        yield called, url


def test_a_customer_who_approves_pays_once(mtn: MtnClient) -> None:
    reference, reply = mtn.collect()
    assert (reply.status_code, reply.content) == (202, b"")
    told = mtn.final(reference)
    entry = mtn.journal()[0]
    assert told == {
        "amount": "500", "currency": "XAF", "externalId": "K7Q2-93FD", "payerMessage": "AddMoney",
        "payeeNote": "K7Q2-93FD", "payer": {"partyIdType": "MSISDN", "partyId": "237677000001"},
        "status": "SUCCESSFUL", "financialTransactionId": entry["id"],
    }  # fmt: skip
    assert (entry["operator"], entry["reference"], entry["direction"], entry["amount"], entry["phone"]) == (
        "mtn", reference, "collection", 500, MOUSSA
    )  # fmt: skip
    accounts = mtn.get("/operators/mtn")
    assert accounts["customers"] == {MOUSSA: accounts["opening_balance"] - 500}
    assert mtn.call("GET", "/collection/v1_0/account/balance").json() == {
        "availableBalance": str(accounts["float"]), "currency": "XAF"
    }  # fmt: skip
    again = mtn.collect(reference=reference)[1]
    assert (again.status_code, again.json()["code"]) == (409, "RESOURCE_ALREADY_EXIST")
    assert len(mtn.journal()) == 1


@pytest.mark.parametrize(
    ("habit", "accounts", "reason"),
    [
        ({"refuse": 1, "delay_seconds": 0}, {}, {"code": "APPROVAL_REJECTED", "message": "Approval rejected."}),
        ("ignore", {"expiry_seconds": 0.1}, "COULD_NOT_PERFORM_TRANSACTION"),
        ({"delay_seconds": 0}, {"customers": {MOUSSA: 499}}, "NOT_ENOUGH_FUNDS"),
        ({"delay_seconds": 0}, {"customers": {MOUSSA: None}}, "PAYER_NOT_FOUND"),
    ],
)
def test_what_nobody_paid_failed_with_http_200(
    mtn: MtnClient, habit: Any, accounts: dict[str, Any], reason: Any
) -> None:
    mtn.habit(habit)
    mtn.put("/operators/mtn", accounts)
    told = mtn.final(mtn.collect()[0])
    assert told["status"] == "FAILED"
    assert reason in (told["reason"], isinstance(told["reason"], dict) and told["reason"]["code"])
    assert "financialTransactionId" not in told
    assert mtn.journal() == []


def test_payouts_draw_on_our_float_and_refunds_on_what_was_paid(mtn: MtnClient) -> None:
    mtn.put("/operators/mtn", {"float": 1000})
    paid, poor = mtn.pay_out(amount="900")[0], mtn.pay_out(amount="900")[0]
    assert mtn.final(paid, PAY_OUT)["status"] == "SUCCESSFUL"
    assert mtn.final(poor, PAY_OUT)["reason"]["code"] == "NOT_ENOUGH_FUNDS"
    assert mtn.final(mtn.pay_out(AWA, amount="1")[0], PAY_OUT)["reason"]["code"] == "PAYEE_NOT_FOUND"
    collected = mtn.collect()[0]
    mtn.final(collected)
    answers = []
    for _ in range(2):
        reference = str(uuid.uuid4())
        body = {"amount": "300", "currency": "XAF", "externalId": "RF", "payerMessage": "", "payeeNote": "",
                "referenceIdToRefund": collected}  # fmt: skip
        assert mtn.call("POST", "/disbursement/v1_0/refund", body, X_Reference_Id=reference).status_code == 202
        answers.append(mtn.final(reference, "/disbursement/v1_0/refund")["status"])
    assert answers == ["SUCCESSFUL", "FAILED"], "300 + 300 of 500"
    assert [entry["direction"] for entry in mtn.journal()] == ["payout", "collection", "refund"]
    assert mtn.get("/operators/mtn")["float"] == 1000 - 900 + 500 - 300


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"Ocp_Apim_Subscription_Key": None}, 401),
        ({"Ocp_Apim_Subscription_Key": "disbursement-key"}, 401),
        ({"Authorization": None}, 401),
        ({"Authorization": "Bearer made-up"}, 401),
        ({"X_Target_Environment": None}, 400),
        ({"X_Target_Environment": "mtnmoon"}, 500),
        ({"User_Agent": "python-requests/2.34"}, 403),
    ],
)
def test_headers_are_checked(mtn: MtnClient, changes: dict[str, str | None], status: int) -> None:
    reply = mtn.call("GET", f"{COLLECT}/{UNKNOWN}", **changes)
    assert reply.status_code == status
    if status == 403:
        assert reply.headers["Content-Type"].startswith("text/html")
    assert mtn.call("GET", f"{COLLECT}/{UNKNOWN}").json()["code"] == "RESOURCE_NOT_FOUND"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"payerMessage": "Recharge d'argent"}, 400),
        ({"payeeNote": "é"}, 400),
        ({"payeeNote": "x" * 161}, 400),
        ({"payeeNote": None}, 400),
        ({"amount": 500}, 400),
        ({"amount": "500.50"}, 400),
        ({"amount": "0"}, 400),
        ({"currency": "EUR"}, 500),
        ({"payer": {"partyIdType": "MSISDN", "partyId": "+237677000001"}}, 400),
        ({"externalId": None}, 400),
        ({"X_Callback_Url": "ftp://away"}, 400),
        ({"X_Target_Environment": "sandbox"}, 500),
    ],
)
def test_bodies_are_checked(mtn: MtnClient, changes: dict[str, Any], status: int) -> None:
    assert mtn.collect(**changes)[1].status_code == status
    assert mtn.get("/prompts", state="any") == []


def test_a_reference_is_a_uuid_of_version_4(mtn: MtnClient) -> None:
    assert mtn.collect(reference=str(uuid.uuid1()))[1].status_code == 400
    assert mtn.status("17").status_code == 400


def test_tokens_belong_to_a_product_and_expire(mtn: MtnClient) -> None:
    assert mtn.call("POST", "/collection/token/", {"a": 1}, Authorization=BASIC).status_code == 400
    assert mtn.call("POST", "/collection/token/", Authorization="Basic nonsense").status_code == 401
    theirs = {"Authorization": f"Bearer {mtn.token('disbursement')}"}
    assert mtn.call("GET", f"{COLLECT}/{UNKNOWN}", **theirs).status_code == 401
    mtn.put("/operators/mtn", {"token_seconds": 0})
    mtn.tokens.clear()
    assert mtn.status(UNKNOWN).status_code == 401


def test_a_token_names_an_environment_only_on_the_new_platform(mtn: MtnClient) -> None:
    unnamed = {"Authorization": BASIC, "X_Target_Environment": None}
    assert mtn.call("POST", "/collection/token/", **unnamed).json()["access_token"]
    mtn.put("/faults", {"mtn": {"environment_on_token": {"chance": 1.0}}})
    refused = mtn.call("POST", "/collection/token/", **unnamed)
    assert (refused.status_code, refused.json()) == (400, {"error": "Invalid or missing X-Target-Environment header"})
    assert mtn.call("POST", "/collection/token/", Authorization=BASIC).json()["access_token"]


@pytest.mark.parametrize("version", ["v1_0", "v2_0"])
def test_a_withdrawal_at_a_merchant_is_approved_and_paid_by_the_customer(mtn: MtnClient, version: str) -> None:
    reference, reply = mtn.ask(f"/collection/{version}/requesttowithdraw", "payer", MOUSSA)
    assert reply.status_code == 202
    told = mtn.final(reference, "/collection/v1_0/requesttowithdraw")
    assert (told["status"], told["amount"]) == ("SUCCESSFUL", "500")
    assert [one["direction"] for one in mtn.journal()] == ["collection"]
    assert mtn.call("GET", f"/collection/v2_0/requesttowithdraw/{reference}").status_code in (404, 405)


@pytest.mark.parametrize(("phone", "outcome"), OUTCOMES.items())
def test_sandbox_numbers_do_what_is_documented(mtn: MtnClient, phone: str, outcome: str) -> None:
    mtn.put("/operators/mtn", {"ongoing_seconds": 0.1})
    sandbox: dict[str, Any] = {"currency": "EUR", "X_Target_Environment": "sandbox"}
    reference, reply = mtn.collect(phone, **sandbox)
    assert reply.status_code == 202
    if outcome == DELAYED:
        assert mtn.status(reference).json()["status"] == "PENDING"
        return
    told = mtn.final(reference)
    if outcome == ONGOING:
        assert told["status"] == "SUCCESSFUL"
        return
    assert outcome in (told["reason"], isinstance(told["reason"], dict) and told["reason"]["code"])
    mtn.put("/faults", {"mtn": {"sandbox_at_once": {"next": 1}}})
    at_once = mtn.collect(phone, **sandbox)[1]
    assert (at_once.status_code, at_once.json()["code"]) == (503 if outcome == "SERVICE_UNAVAILABLE" else 500, outcome)


def test_anyone_else_in_the_sandbox_pays_in_euro(mtn: MtnClient) -> None:
    reference = mtn.collect("+46733999999", currency="EUR", amount="5.50", X_Target_Environment="sandbox")[0]
    assert mtn.final(reference)["status"] == "SUCCESSFUL"


def test_account_holders(mtn: MtnClient) -> None:
    for kind in ("msisdn", "MSISDN"):
        for phone, known in ((MOUSSA, True), (AWA, False)):
            path = f"/collection/v1_0/accountholder/{kind}/{phone[1:]}"
            assert mtn.call("GET", f"{path}/active").json() == {"result": known}
            assert mtn.call("GET", f"{path}/basicuserinfo").status_code == (200 if known else 500)


def test_a_delivery_notification_is_for_what_was_paid_and_once_a_minute(mtn: MtnClient) -> None:
    mtn.habit("ignore")
    reference = mtn.collect()[0]

    def notify(note: str, header: str | None = "same") -> int:
        path = f"{COLLECT}/{reference}/deliverynotification"
        header = note if header == "same" else header
        return mtn.call("POST", path, {"notificationMessage": note}, notificationMessage=header).status_code

    assert notify("Recu") == 409
    mtn.decide(approve=True)
    assert notify("Recu", header=None) == 400
    assert notify("x" * 161) == 400
    assert [notify("Recu"), notify("Recu")] == [200, 429]
    assert mtn.get("/operators/mtn")["notes"] == [{"reference": reference, "to": MOUSSA, "text": "Recu"}]


def test_one_reference_posted_by_many_at_once_runs_once(mtn: MtnClient) -> None:
    reference = str(uuid.uuid4())
    mtn.token("disbursement")
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: mtn.pay_out(reference=reference)[1].status_code, range(16)))
    assert sorted(answers) == [202, *[409] * 15]
    assert len(mtn.journal()) == 1


def test_a_provisioned_user_has_one_key_and_one_callback_host(mtn: MtnClient) -> None:
    user = str(uuid.uuid4())
    make = {"X_Reference_Id": user, "Authorization": None}
    host = {"providerCallbackHost": "wallet.example"}
    assert [mtn.call("POST", "/v1_0/apiuser", host, **make).status_code for _ in range(2)] == [201, 409]
    key = mtn.call("POST", f"/v1_0/apiuser/{user}/apikey", Authorization=None).json()["apiKey"]
    shown = mtn.call("GET", f"/v1_0/apiuser/{user}", Authorization=None).json()
    assert shown == {**host, "targetEnvironment": "sandbox"}
    basic = requests.auth._basic_auth_str(user, key)
    mtn.tokens["collection"] = mtn.call("POST", "/collection/token/", Authorization=basic).json()["access_token"]
    assert mtn.collect(X_Callback_Url="https://wallet.example/x")[1].status_code == 202
    assert mtn.collect(X_Callback_Url="https://elsewhere.example/x")[1].json()["code"] == "INVALID_CALLBACK_URL_HOST"


CALLBACKS: dict[str, tuple[dict[str, Any], list[tuple[str, str | None, str | None]]]] = {
    "once": ({}, [("PUT", "SUCCESSFUL", "500")]),
    "post": ({"callback_other_verb": {"chance": 1}}, [("POST", "SUCCESSFUL", "500")]),
    "twice": ({"callback_twice": {"next": 1}}, [("PUT", "SUCCESSFUL", "500")] * 2),
    "reordered": ({"callback_reordered": {"next": 1}}, [("PUT", "SUCCESSFUL", "500"), ("PUT", "PENDING", "500")]),
    "early": ({"callback_early": {"next": 1}}, [("PUT", "SUCCESSFUL", "500")]),
    "late": ({"callback_late": {"next": 1, "value": 0.2}}, [("PUT", "SUCCESSFUL", "500")]),
    "wrong amount": ({"callback_wrong_amount": {"next": 1}}, [("PUT", "SUCCESSFUL", "501")]),
    "malformed": ({"callback_malformed": {"next": 1}}, [("PUT", None, None)]),
}


@pytest.mark.parametrize("shape", CALLBACKS)
def test_callbacks_come_in_every_shape(mtn: MtnClient, called: tuple[HeardCallbacks, str], shape: str) -> None:
    heard, url = called
    faults, expected = CALLBACKS[shape]
    mtn.put("/faults", {"mtn": faults})
    mtn.collect(X_Callback_Url=f"{url}/mtn/secret")
    if shape == "early":
        assert len(heard.heard) == 1, "told before the answer"
    told = [(verb, body and body["status"], body and body["amount"]) for verb, path, body in heard.wait(len(expected))]
    assert told == expected
    assert len(mtn.journal()) == 1


def test_forged_callbacks_claim_what_never_happened(mtn: MtnClient, called: tuple[HeardCallbacks, str]) -> None:
    heard, url = called
    mtn.habit("ignore")
    mtn.put("/faults", {"mtn": {"callback_forged": {"next": 1}, "callback_unknown": {"next": 1}}})
    reference = mtn.collect(X_Callback_Url=f"{url}/mtn/secret")[0]
    assert [body["status"] for _, _, body in heard.wait(2)] == ["SUCCESSFUL"] * 2
    assert mtn.status(reference).json()["status"] == "PENDING"
    assert mtn.journal() == []


def test_a_callback_not_taken_is_sent_again_when_asked(mtn: MtnClient, called: tuple[HeardCallbacks, str]) -> None:
    heard, url = called
    heard.refusals = 1
    mtn.put(
        "/faults", {"mtn": {"callback_retried": {"next": 1, "value": 3}, "callback_none": {"phone": AWA, "next": 1}}}
    )
    mtn.collect(X_Callback_Url=f"{url}/mtn/secret")
    assert len(heard.wait(2)) == 2
