"""Orange's wire: what we send, and every form of what it may answer."""

import base64
from typing import Any

import pytest

from tests.workers.rails.conftest import ORANGE_TOKEN, PAY_TOKEN, REFERENCE, order
from tests.workers.rails.scripted import ScriptedOperator
from wallet.payments.party import at_phone
from workers.rails import RailError
from workers.rails.orange.client import Orange

INIT = {"message": "Payment request successfully initiated", "data": {"payToken": PAY_TOKEN}}
PAID: dict[str, Any] = {
    "id": 48463325,
    "createtime": "1670442691",
    "subscriberMsisdn": "699000002",
    "amount": 10_000,
    "payToken": PAY_TOKEN,
    "txnid": "MP261121.2051.B56929",
    "txnmode": REFERENCE,
    "inittxnstatus": "200",
    "confirmtxnstatus": None,
    "confirmtxnmessage": None,
    "status": "PENDING",
    "notifUrl": "https://mbongo.example/rails/orange/a-path-secret-for-tests-of-orange",
    "channelUserMsisdn": "691000000",
}
NEVER_PAID = dict.fromkeys(PAID) | {"id": 48463325, "createtime": "1670442691", "payToken": PAY_TOKEN}
REFUSED = {
    "message": "60019 :: Le solde du compte du payeur est insuffisant",
    "data": PAID | {"txnid": None, "inittxnstatus": "60019", "status": "FAILED"},
}
ASK = f"GET /omcoreapis/1.0.2/mp/paymentstatus/{PAY_TOKEN}"
PAY = "POST /omcoreapis/1.0.2/mp/pay"


def answered(**data: Any) -> dict[str, Any]:
    return {"message": "Transaction retrieved successfully", "data": PAID | data}


@pytest.mark.parametrize(("direction", "product"), [("collect", "mp"), ("pay", "cashin")])
def test_a_payment_is_initiated_then_paid_in_oranges_words(
    operator: ScriptedOperator, orange: Orange, direction: str, product: str
) -> None:
    operator.says[f"POST /{product}/init"] = [(200, INIT)]
    operator.says[f"POST /{product}/pay"] = [(200, answered())]
    prepared = orange.prepare(order("orange", direction=direction, handle=""))
    assert (prepared.handle, prepared.base_url) == (PAY_TOKEN, operator.url)
    assert orange.submit(prepared).state == "pending"
    token, init, pay = operator.asked
    assert token.headers["Authorization"] == "Basic " + base64.b64encode(b"a-consumer:a-consumer-secret").decode()
    assert token.body == b"grant_type=client_credentials"
    assert init.body == b""
    assert pay.headers["Authorization"] == "Bearer a-token-of-orange"
    assert pay.headers["X-Auth-Token"] == base64.b64encode(b"an-api-user:an-api-password").decode()
    assert pay.headers["User-Agent"] == "Mbongo/0.1"
    assert pay.json == {
        "notifUrl": "https://mbongo.example/rails/orange/a-path-secret-for-tests-of-orange",
        "channelUserMsisdn": "691000000",
        "amount": "10000",
        "subscriberMsisdn": "699000002",
        "pin": "2222",
        "orderId": REFERENCE,
        "description": "Recharge d argent c est sur",
        "payToken": PAY_TOKEN,
    }


def test_a_paytoken_is_never_got_twice(operator: ScriptedOperator, orange: Orange) -> None:
    prepared = order("orange")
    assert orange.prepare(prepared) == prepared
    assert operator.asked == []


@pytest.mark.parametrize(
    ("http", "body"),
    [
        (200, {"message": "ok", "data": None}),
        (200, {"data": {"payToken": "../../mp/pay"}}),
        (200, ""),
        (200, "<html>"),
        (200, {"fault": {"code": 101504, "message": "Runtime Error"}}),
        (417, {"message": "60000 :: ?"}),
        (500, INIT),
    ],
)
def test_an_init_that_gives_no_paytoken_moved_nothing(
    operator: ScriptedOperator, orange: Orange, http: int, body: Any
) -> None:
    operator.says["POST /mp/init"] = [(http, body)]
    with pytest.raises(RailError) as caught:
        orange.prepare(order("orange", handle=""))
    assert caught.value.ran == "no"


@pytest.mark.parametrize("phone", ["+46733123450", "+2376990000021", "699000002", "+237691000000"])
def test_a_number_orange_cannot_pay_is_refused_before_the_wire(
    operator: ScriptedOperator, orange: Orange, phone: str
) -> None:
    with pytest.raises(RailError) as caught:
        orange.submit(order("orange", party=at_phone(phone)))
    assert caught.value.ran == "no"
    assert operator.asked == []


@pytest.mark.parametrize(
    ("http", "body", "told"),
    [
        (200, answered(), "pending"),
        (200, answered(status="SUCCESSFULL"), "succeeded"),
        (417, REFUSED, "failed"),
        (417, {"message": "60019 :: Le solde est insuffisant", "data": None}, "failed"),
        (417, {"message": "Msisdn invalid"}, "unknown"),
        (200, "", "pending"),
        (200, {"message": "accepted"}, "pending"),
        (200, {"message": "?", "data": NEVER_PAID | {"status": "EXPIRED"}}, "never_ran"),
        (417, answered(status="SUCCESSFULL"), "unknown"),
        (417, {"message": "99999 :: ?"}, "unknown"),
        (401, "", "no"),
        (403, "<html>", "no"),
        (200, {"fault": {"code": 900901, "message": "Invalid Credentials"}}, "no"),
        (200, {"fault": {"code": "900800", "message": "Message throttled out"}}, "no"),
        (200, {"fault": {"code": 101504, "message": "Send timeout"}}, "unknown"),
        (500, {"fault": {"message": "?"}}, "unknown"),
        (200, {"fault": None}, "unknown"),
        (500, {"fault": {"code": 900900, "message": "Unclassified failure"}}, "unknown"),
        (400, {"message": "?"}, "unknown"),
        (404, "", "unknown"),
        (500, answered(status="FAILED"), "unknown"),
        (503, "<html>", "unknown"),
        (200, "<html>", "unknown"),
        (200, b'{"a":' * 8_000, "unknown"),
        (200, answered(payToken="MP-ANOTHER"), "unknown"),
    ],
)
def test_an_answer_to_pay_tells_whether_it_ran(
    operator: ScriptedOperator, orange: Orange, http: int, body: Any, told: str
) -> None:
    operator.says[PAY] = [(http, body)]
    try:
        outcome: str = orange.submit(order("orange")).state
    except RailError as error:
        outcome = error.ran
    assert outcome == told


@pytest.mark.parametrize(
    ("direction", "said", "state", "reason"),
    [
        ("collect", answered(), "pending", ""),
        ("collect", answered(status="INITIATED"), "pending", ""),
        ("collect", answered(status="SUCCESSFULL", confirmtxnstatus="200"), "succeeded", ""),
        ("collect", answered(status="SUCCESSFUL"), "succeeded", ""),
        ("collect", answered(status="SUCCESS"), "succeeded", ""),
        ("collect", REFUSED, "failed", "60019"),
        ("collect", answered(status="FAILED", txnid=None, inittxnstatus="60019"), "failed", "60019"),
        ("collect", answered(status="FAILED", confirmtxnstatus="60021"), "failed", "60021"),
        ("collect", answered(status="CANCELLED"), "failed", "CANCELLED"),
        ("collect", answered(status="CANCELED"), "failed", "CANCELED"),
        ("collect", answered(status="EXPIRED"), "expired", "EXPIRED"),
        ("collect", {"data": NEVER_PAID | {"status": "EXPIRED"}}, "never_ran", "EXPIRED"),
        ("pay", {"data": NEVER_PAID | {"status": "EXPIRED"}}, "never_ran", "EXPIRED"),
        ("pay", answered(status="EXPIRED"), "pending", "EXPIRED"),
        ("pay", answered(status="ON HOLD"), "pending", "ON HOLD"),
        ("pay", {"message": "Try later", "data": None}, "pending", "Try later"),
        ("pay", "", "pending", "no status"),
    ],
)
def test_oranges_words_become_ours(
    operator: ScriptedOperator, orange: Orange, direction: str, said: Any, state: str, reason: str
) -> None:
    operator.says[ASK] = operator.says[ASK.replace("/mp/", "/cashin/")] = [(200, said)]
    learnt = orange.ask_status(order("orange", direction=direction))
    assert (learnt.state, learnt.reason) == (state, reason)


def test_what_orange_says_was_paid_is_told_as_it_is(operator: ScriptedOperator, orange: Orange) -> None:
    operator.says[ASK] = [(200, answered(status="SUCCESSFULL", amount=999, subscriberMsisdn="699000009"))]
    learnt = orange.ask_status(order("orange"))
    assert (learnt.amount, learnt.party, learnt.currency) == (999, "+237699000009", None)
    assert learnt.operator_id == "MP261121.2051.B56929"
    assert "MP261121.2051.B56929" in learnt.raw


@pytest.mark.parametrize(
    ("http", "body"),
    [
        (200, {"fault": {"code": 900901, "message": "Invalid Credentials"}}),
        (200, "<html>"),
        (200, answered(status="SUCCESSFULL", amount="999.5")),
        (200, answered(status="SUCCESSFULL", payToken="MP-ANOTHER")),
        (401, ""),
        (404, {"message": "?"}),
        (500, ""),
    ],
)
def test_what_says_nothing_of_the_payment_leaves_it_unknown(
    operator: ScriptedOperator, orange: Orange, http: int, body: Any
) -> None:
    operator.says[ASK] = [(http, body)]
    with pytest.raises(RailError) as caught:
        orange.ask_status(order("orange"))
    assert caught.value.ran == "unknown"


@pytest.mark.parametrize("refusal", [(401, ""), (200, {"fault": {"code": 900903, "message": "Access Token Expired"}})])
def test_a_token_refused_is_renewed_and_the_same_paytoken_paid(
    operator: ScriptedOperator, orange: Orange, refusal: tuple[int, Any]
) -> None:
    operator.says["POST /token"] = [(200, ORANGE_TOKEN), (200, ORANGE_TOKEN | {"access_token": "another"})]
    operator.says[PAY] = [refusal, (200, answered())]
    assert orange.submit(order("orange")).state == "pending"
    assert [one.headers["Authorization"] for one in operator.to("/mp/pay")] == [
        "Bearer a-token-of-orange",
        "Bearer another",
    ]


def test_a_refund_is_a_payout_to_the_payer(operator: ScriptedOperator, orange: Orange) -> None:
    operator.says["POST /cashin/init"] = [(200, {"data": {"payToken": "CI1"}})]
    operator.says["POST /cashin/pay"] = [(200, answered(payToken="CI1"))]
    operator.says["GET /cashin/paymentstatus/CI1"] = [(200, answered(payToken="CI1", status="SUCCESSFULL"))]
    giving_back = orange.prepare(order("orange", direction="refund", handle="", collected=PAY_TOKEN))
    assert giving_back.handle == "CI1"
    orange.refund(giving_back)
    assert operator.to("/cashin/pay")[0].json["subscriberMsisdn"] == "699000002"
    assert orange.ask_status(giving_back).state == "succeeded"


def test_orange_tells_no_balance(orange: Orange) -> None:
    with pytest.raises(RailError):
        orange.read_balance()
