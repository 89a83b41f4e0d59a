"""MTN's wire: what we send, and every row of what it may answer."""

import json
import re
from typing import Any

import pytest

from tests.workers.rails.conftest import MTN_TOKEN, REFERENCE, UUID, order, settings_for
from tests.workers.rails.scripted import ScriptedOperator
from workers.rails import RailError
from workers.rails.mtn.client import Mtn
from workers.rails.open import open_rails

STATUS = {
    "amount": "10000",
    "currency": "XAF",
    "externalId": REFERENCE,
    "payer": {"partyIdType": "MSISDN", "partyId": "237677000001"},
}
COLLECT, TRANSFER = "POST /collection/v1_0/requesttopay", "POST /disbursement/v1_0/transfer"
ASK_COLLECT, ASK_TRANSFER = f"GET /requesttopay/{UUID}", f"GET /transfer/{UUID}"


def test_a_collection_is_asked_for_in_mtns_words(operator: ScriptedOperator, mtn: Mtn) -> None:
    operator.says[COLLECT] = [(202, "")]
    assert mtn.submit(order("mtn")).state == "pending"
    token, asked = operator.asked
    assert token.path == "/collection/token/"
    assert token.body == b""
    assert token.headers["X-Target-Environment"] == "mtncameroon"
    assert token.headers["Ocp-Apim-Subscription-Key"] == "collection-subscription-key"
    assert asked.headers["X-Reference-Id"] == UUID
    assert asked.headers["X-Target-Environment"] == "mtncameroon"
    assert asked.headers["Authorization"] == "Bearer a-token-of-mtn"
    assert asked.headers["X-Callback-Url"] == "https://mbongo.example/rails/mtn/a-path-secret-for-tests-of-mtn"
    assert asked.headers["User-Agent"] == "Mbongo/0.1"
    assert asked.json == {
        "amount": "10000",
        "currency": "XAF",
        "externalId": REFERENCE,
        "payer": {"partyIdType": "MSISDN", "partyId": "237677000001"},
        "payerMessage": "Recharge d argent c est sur",
        "payeeNote": REFERENCE,
    }


def test_a_payout_goes_to_the_payee_with_the_other_products_keys(operator: ScriptedOperator, mtn: Mtn) -> None:
    operator.says[TRANSFER] = [(202, "")]
    assert mtn.submit(order("mtn", direction="pay", note="x" * 500)).state == "pending"
    token, asked = operator.asked
    assert token.path == "/disbursement/token/"
    assert asked.headers["Ocp-Apim-Subscription-Key"] == "disbursement-subscription-key"
    assert asked.json["payee"]["partyId"] == "237677000001"
    assert len(asked.json["payerMessage"]) == 128


def test_the_reference_is_made_without_a_call_and_kept(operator: ScriptedOperator, mtn: Mtn) -> None:
    prepared = mtn.prepare(order("mtn", handle=""))
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", prepared.handle)
    assert prepared.base_url == operator.url
    assert mtn.prepare(prepared) == prepared
    assert operator.asked == []


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("http", "body", "told"),
    [
        (202, "", "pending"),
        (409, {"code": "RESOURCE_ALREADY_EXIST", "message": "Duplicated reference id."}, "pending"),
        (409, "", "pending"),
        (500, {"code": "RESOURCE_ALREADY_EXIST"}, "pending"),
        (400, "", "no"),
        (401, {"error": "Invalid token"}, "no"),
        (403, "FORBIDDEN IP", "no"),
        (404, "", "unknown"),
        (429, "", "unknown"),
        (500, {"code": "NOT_ALLOWED"}, "no"),
        (500, {"code": "NOT_ALLOWED_TARGET_ENVIRONMENT"}, "no"),
        (500, {"code": "INVALID_CALLBACK_URL_HOST"}, "no"),
        (500, {"code": "INVALID_CURRENCY"}, "no"),
        (500, {"code": "PAYER_NOT_FOUND"}, "unknown"),
        (500, {"code": "PAYEE_NOT_FOUND"}, "unknown"),
        (500, {"code": "NOT_ENOUGH_FUNDS"}, "unknown"),
        (500, {"code": "PAYER_LIMIT_REACHED"}, "unknown"),
        (500, {"code": "PAYEE_NOT_ALLOWED_TO_RECEIVE"}, "unknown"),
        (500, {"code": "INTERNAL_PROCESSING_ERROR"}, "unknown"),
        (500, {"code": "A_CODE_OF_TOMORROW"}, "unknown"),
        (500, "<html>", "unknown"),
        (503, {"code": "SERVICE_UNAVAILABLE"}, "unknown"),
        (302, "", "unknown"),
        (200, "", "unknown"),
    ],
)
@pytest.mark.parametrize("direction", ["collect", "pay"])
def test_an_answer_to_a_submit_tells_whether_it_ran(
    operator: ScriptedOperator, mtn: Mtn, direction: str, http: int, body: Any, told: str
) -> None:
    operator.says[COLLECT] = operator.says[TRANSFER] = [(http, body)]
    try:
        outcome = mtn.submit(order("mtn", direction=direction)).state
    except RailError as error:
        outcome = error.ran  # type: ignore[assignment]  # either word is the outcome here
    assert outcome == told


@pytest.mark.parametrize(
    ("direction", "status", "reason", "state", "kept"),
    [
        ("collect", "PENDING", None, "pending", ""),
        ("collect", "CREATED", None, "pending", ""),
        ("collect", "SUCCESSFUL", None, "succeeded", ""),
        ("collect", "FAILED", None, "failed", ""),
        ("collect", "FAILED", {"code": "APPROVAL_REJECTED", "message": "no"}, "failed", "APPROVAL_REJECTED"),
        ("collect", "FAILED", "NOT_ENOUGH_FUNDS", "failed", "NOT_ENOUGH_FUNDS"),
        ("collect", "FAILED", "A_CODE_OF_TOMORROW", "failed", "A_CODE_OF_TOMORROW"),
        ("collect", "FAILED", {"code": "EXPIRED"}, "expired", "EXPIRED"),
        ("collect", "FAILED", "COULD_NOT_PERFORM_TRANSACTION", "expired", "COULD_NOT_PERFORM_TRANSACTION"),
        ("pay", "FAILED", {"code": "EXPIRED"}, "failed", "EXPIRED"),
        ("pay", "FAILED", "PAYEE_NOT_FOUND", "failed", "PAYEE_NOT_FOUND"),
        ("pay", "SUCCESSFUL", None, "succeeded", ""),
        ("pay", "SUSPENDED", None, "pending", "SUSPENDED"),
        ("pay", "", None, "pending", ""),
    ],
)
def test_mtns_words_become_ours(
    operator: ScriptedOperator, mtn: Mtn, direction: str, status: str, reason: Any, state: str, kept: str
) -> None:
    said = STATUS | {"status": status, "financialTransactionId": "23503452"} | ({"reason": reason} if reason else {})
    operator.says[ASK_COLLECT] = operator.says[ASK_TRANSFER] = [(200, said)]
    learnt = mtn.ask_status(order("mtn", direction=direction))
    assert (learnt.state, learnt.reason) == (state, kept)
    assert (learnt.amount, learnt.party, learnt.currency) == (10_000, "+237677000001", "XAF")
    assert learnt.operator_id == "23503452"
    assert json.loads(learnt.raw) == said


def test_another_amount_currency_or_phone_is_told_as_it_is(operator: ScriptedOperator, mtn: Mtn) -> None:
    said = STATUS | {"status": "SUCCESSFUL", "amount": "999", "currency": "EUR", "payer": {"partyId": "237677000009"}}
    operator.says[ASK_COLLECT] = [(200, said)]
    learnt = mtn.ask_status(order("mtn"))
    assert (learnt.amount, learnt.currency, learnt.party) == (999, "EUR", "+237677000009")


def test_the_sandboxs_euros_stand_for_francs(operator: ScriptedOperator) -> None:
    sandbox = open_rails(settings_for(mtn=operator.url, mtn_environment="sandbox", mtn_currency="EUR"))["mtn"]
    operator.says[COLLECT] = [(202, "")]
    operator.says[ASK_COLLECT] = [(200, STATUS | {"status": "SUCCESSFUL", "currency": "EUR"})]
    sandbox.submit(order("mtn"))
    assert operator.to("/requesttopay")[0].json["currency"] == "EUR"
    assert operator.to("/requesttopay")[0].headers["X-Target-Environment"] == "sandbox"
    assert sandbox.ask_status(order("mtn")).currency == "XAF"


def test_a_reference_mtn_does_not_know_never_ran(operator: ScriptedOperator, mtn: Mtn) -> None:
    operator.says[ASK_COLLECT] = [(404, {"code": "RESOURCE_NOT_FOUND", "message": "Requested resource was not found."})]
    assert mtn.ask_status(order("mtn")).state == "never_ran"


@pytest.mark.parametrize(
    ("http", "body"),
    [
        (404, ""),  # a wrong address says 404 too
        (404, {"statusCode": 404, "message": "Resource not found"}),
        (400, ""),
        (401, {"error": "no"}),
        (403, ""),
        (500, {"code": "NOT_ALLOWED_TARGET_ENVIRONMENT"}),
        (503, ""),
        (200, "<html>Maintenance</html>"),
        (200, b"[" * 8_000 + b"]" * 8_000),
        (200, b'{"amount": NaN, "status": "SUCCESSFUL"}'),
        (200, b'{"amount": ' + b"9" * 5_000 + b', "status": "SUCCESSFUL"}'),
        (200, b'{"amount": "10000.5", "status": "SUCCESSFUL"}'),
        (200, b'{"amount": -10000, "status": "SUCCESSFUL"}'),
        (200, b'{"amount": true, "status": "SUCCESSFUL"}'),
        (200, b'["SUCCESSFUL"]'),
        (200, b"\xff\xfe\x00"),
        (200, b'{"status": "SUCCESSFUL"' + b" " * 70_000 + b"}"),
        (200, STATUS | {"status": "SUCCESSFUL", "externalId": "ANOTHER-1"}),
    ],
)
def test_what_says_nothing_of_the_payment_leaves_it_unknown(
    operator: ScriptedOperator, mtn: Mtn, http: int, body: Any
) -> None:
    operator.says[ASK_COLLECT] = [(http, body)]
    with pytest.raises(RailError) as caught:
        mtn.ask_status(order("mtn"))
    assert caught.value.ran == "unknown"


def test_what_is_kept_goes_into_a_database(operator: ScriptedOperator, mtn: Mtn) -> None:
    said = rb'{"status": "FAILED", "reason": "a\u0000b\ud800", "financialTransactionId": "' + b"7" * 500 + b'"}'
    operator.says[ASK_COLLECT] = [(200, said + b"\0\xff")]
    with pytest.raises(RailError) as caught:
        mtn.ask_status(order("mtn"))
    assert "\0" not in caught.value.raw
    operator.says[ASK_COLLECT] = [(200, said)]
    learnt = mtn.ask_status(order("mtn"))
    assert learnt.reason == "ab?"
    assert len(learnt.operator_id) == 80


def test_a_token_refused_once_is_renewed_and_the_same_reference_asked_again(
    operator: ScriptedOperator, mtn: Mtn
) -> None:
    operator.says["POST /collection/token/"] = [(200, MTN_TOKEN), (200, MTN_TOKEN | {"access_token": "another"})]
    operator.says = {"POST /collection/token/": operator.says.pop("POST /collection/token/")} | operator.says
    operator.says[COLLECT] = [(401, {"error": "expired"}), (202, "")]
    assert mtn.submit(order("mtn")).state == "pending"
    first, again = operator.to("/requesttopay")
    assert first.headers["X-Reference-Id"] == again.headers["X-Reference-Id"]
    assert first.body == again.body
    assert again.headers["Authorization"] == "Bearer another"


def test_without_a_token_nothing_ran_but_a_status_stays_unknown(operator: ScriptedOperator, mtn: Mtn) -> None:
    operator.says["POST /token/"] = [(401, {"error": "invalid_client"})]
    with pytest.raises(RailError) as submitting:
        mtn.submit(order("mtn"))
    assert (submitting.value.ran, submitting.value.why) == ("no", "configuration: HTTP 401 (token)")
    with pytest.raises(RailError) as asking:
        mtn.ask_status(order("mtn"))
    assert asking.value.ran == "unknown"


def test_a_status_is_asked_where_the_payment_was_made(operator: ScriptedOperator, mtn: Mtn) -> None:
    operator.says[ASK_COLLECT] = [(200, STATUS | {"status": "PENDING"})]
    mtn.ask_status(order("mtn", base_url=f"{operator.url}/old"))
    assert [one.path for one in operator.asked] == [
        "/old/collection/token/",
        f"/old/collection/v1_0/requesttopay/{UUID}",
    ]


def test_a_refund_names_the_collection_it_gives_back(operator: ScriptedOperator, mtn: Mtn) -> None:
    operator.says["POST /disbursement/v1_0/refund"] = [(202, "")]
    operator.says[f"GET /disbursement/v1_0/refund/{UUID}"] = [(200, STATUS | {"status": "SUCCESSFUL"})]
    giving_back = order("mtn", direction="refund", collected="a-collection")
    assert mtn.refund(giving_back).state == "pending"
    asked = operator.to("/refund")[0]
    assert asked.json == {
        "amount": "10000",
        "currency": "XAF",
        "externalId": REFERENCE,
        "referenceIdToRefund": "a-collection",
        "payerMessage": "Recharge d argent c est sur",
        "payeeNote": REFERENCE,
    }
    assert asked.headers["X-Reference-Id"] == UUID
    assert mtn.ask_status(giving_back).state == "succeeded"


def test_our_float_there_is_read_in_our_currency(operator: ScriptedOperator, mtn: Mtn) -> None:
    operator.says["GET /disbursement/v1_0/account/balance"] = [
        (200, {"availableBalance": "1500.75", "currency": "XAF"}),
        (200, {"availableBalance": "1500", "currency": "EUR"}),
    ]
    assert mtn.read_balance() == 1500
    with pytest.raises(RailError):
        mtn.read_balance()
