"""PayPal's Orders v2 as a client meets it: tokens, orders, captures, refunds, webhooks, hosted page, every fault."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from faults.polling import wait_for
from simulators.paypal import FAULTS
from simulators.paypal.words import make_id
from simulators.serve import serving
from tests.simulators.provider_clients import Listener, Payer, Provider, Webhook
from tests.simulators.provider_faults import BROKEN_LINES, WEBHOOKS, outcome
from tests.simulators.tiny_service import Simulators

pytestmark = pytest.mark.campaign

WHOLE = {"Prefer": "return=representation"}


class PayPal(Provider):
    """Its API with a token, whole answers, and a request id where one is named."""

    name = "paypal"
    bearer = ""

    def call(self, method: str, path: str, body: Any = None, request_id: str = "", **headers: str) -> requests.Response:
        self.bearer = self.bearer or self.token().json()["access_token"]
        sent = {"Authorization": f"Bearer {self.bearer}", "Content-Type": "application/json", **WHOLE, **headers}
        if request_id:
            sent["PayPal-Request-Id"] = request_id
        data = body if isinstance(body, bytes | None) else json.dumps(body)
        return self.session.request(method, f"{self.url}/paypal{path}", data=data, headers=sent, timeout=60)

    def token(
        self, client: str = "client", secret: str = "secret", grant: str = "client_credentials"
    ) -> requests.Response:
        basic = base64.b64encode(f"{client}:{secret}".encode()).decode()
        return self.session.post(
            f"{self.url}/paypal/v1/oauth2/token", data={"grant_type": grant},
            headers={"Authorization": f"Basic {basic}"}, timeout=60,
        )  # fmt: skip

    def create(self, value: Any = "15.25", currency: str = "EUR", **changes: Any) -> requests.Response:
        unit = {"custom_id": "MB-1", "amount": {"currency_code": currency, "value": value}, **changes}
        context = {"return_url": "http://shop.example/back?order=7", "cancel_url": "http://shop.example/cancelled"}
        source = {"paypal": {"experience_context": {**context, "brand_name": "Boutique Brice"}}}
        body = {"intent": "CAPTURE", "purchase_units": [unit], "payment_source": source}
        return self.call("POST", "/v2/checkout/orders", body, request_id=f"create-{unit['custom_id']}")

    def payer(self, **changes: Any) -> Payer:
        reply = self.create(**changes)
        assert reply.ok, reply.text
        (link,) = [one["href"] for one in reply.json()["links"] if one["rel"] == "payer-action"]
        return Payer(link)

    def approved(self, act: str = "approve", **changes: Any) -> str:
        """Make an order and have it approved; answers its id."""
        payer = self.payer(**changes).press(act)
        assert payer.returned is not None
        return payer.returned["token"]

    def capture(self, order: str, request_id: str = "") -> requests.Response:
        return self.call("POST", f"/v2/checkout/orders/{order}/capture", request_id=request_id)

    def captured(self, **changes: Any) -> dict[str, Any]:
        """Make, approve and capture an order; answers its capture."""
        return capture_of(self.capture(self.approved(**changes)))

    def order(self, order: str) -> dict[str, Any]:
        told: dict[str, Any] = self.call("GET", f"/v2/checkout/orders/{order}").json()
        return told

    def refund(self, capture: str, body: Any = None, request_id: str = "") -> requests.Response:
        return self.call("POST", f"/v2/payments/captures/{capture}/refund", body or {}, request_id=request_id)

    def believes(self, webhook: Webhook, raw: bytes | None = None, **changes: str) -> str:
        """Ask PayPal whether it signed this webhook, its event put in as it came."""
        asked = {
            "auth_algo": webhook.headers["paypal-auth-algo"], "cert_url": webhook.headers["paypal-cert-url"],
            "transmission_id": webhook.headers["paypal-transmission-id"],
            "transmission_sig": webhook.headers.get("paypal-transmission-sig", "none"),
            "transmission_time": webhook.headers["paypal-transmission-time"],
            "webhook_id": "1JE4291016473214C", **changes,
        }  # fmt: skip
        body = json.dumps(asked).encode()[:-1] + b', "webhook_event": ' + (raw or webhook.raw) + b"}"
        told = self.call("POST", "/v1/notifications/verify-webhook-signature", body).json()
        status: str = told["verification_status"]
        return status


def capture_of(reply: requests.Response) -> dict[str, Any]:
    found: dict[str, Any] = reply.json()["purchase_units"][0]["payments"]["captures"][0]
    return found


def issue_of(reply: requests.Response) -> tuple[int, str]:
    return reply.status_code, reply.json()["details"][0]["issue"]


@pytest.fixture
def paypal(outside: Simulators) -> PayPal:
    return PayPal(outside.url)


@pytest.fixture
def listener(paypal: PayPal) -> Iterator[Listener]:
    heard = Listener()
    with serving(heard.app()) as url:
        paypal.settings(webhook_url=f"{url}/rails/paypal", webhook_pauses_seconds=[0.05] * 3)
        yield heard


def test_an_order_is_approved_captured_and_told(paypal: PayPal, listener: Listener) -> None:
    made = paypal.create(invoice_id="INV-1", description="Cinq pagnes").json()
    assert made["status"] == "PAYER_ACTION_REQUIRED"
    payer = Payer(next(one["href"] for one in made["links"] if one["rel"] == "payer-action"))
    shown = payer.open().text
    assert all(one in shown for one in ("Boutique Brice", "Cinq pagnes", "15.25 EUR"))
    payer.press("approve")
    assert payer.returned == {"order": "7", "token": made["id"], "PayerID": "QYR5Z8XDVJNXQ"}
    assert (paypal.order(made["id"])["status"], paypal.journal()) == ("APPROVED", [])
    done = paypal.capture(made["id"])
    assert (done.status_code, done.json()["status"]) == (201, "COMPLETED")
    capture = capture_of(done)
    assert (capture["status"], capture["custom_id"], capture["invoice_id"]) == ("COMPLETED", "MB-1", "INV-1")
    assert capture["seller_receivable_breakdown"] == {
        "gross_amount": {"currency_code": "EUR", "value": "15.25"},
        "paypal_fee": {"currency_code": "EUR", "value": "0.53"},
        "net_amount": {"currency_code": "EUR", "value": "14.72"},
    }
    (entry,) = paypal.journal()
    facts = ("operator", "id", "reference", "amount", "fee", "currency", "direction")
    assert [entry[name] for name in facts] == ["paypal", capture["id"], "MB-1", 1525, 53, "EUR", "collection"]
    told = sorted(listener.wait(2), key=lambda one: str(one.body["event_type"]))
    assert [one.body["event_type"] for one in told] == ["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED"]
    assert told[1].body["resource"]["supplementary_data"]["related_ids"]["order_id"] == made["id"]
    assert [paypal.believes(one) for one in told] == ["SUCCESS", "SUCCESS"]


def test_ids_are_seventeen_capitals_and_never_the_same() -> None:
    made = {make_id(number) for number in range(1_764_000_000_000, 1_764_000_002_000)}
    assert len(made) == 2000
    assert all(len(one) == 17 and one.isalnum() and one.upper() == one for one in made)


@pytest.mark.parametrize(
    ("client", "grant", "status"), [("wrong", "client_credentials", 401), ("client", "password", 400)]
)
def test_tokens_are_for_the_right_client(paypal: PayPal, client: str, grant: str, status: int) -> None:
    paypal.settings(client_id="client", client_secret="secret")
    assert paypal.token(client, grant=grant).status_code == status
    told = paypal.token().json()
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 32400)
    assert paypal.token().json()["access_token"] == told["access_token"]


def test_a_token_is_needed_and_expires(paypal: PayPal) -> None:
    paypal.settings(token_seconds=0.2)
    assert paypal.create().ok
    wait_for(lambda: paypal.call("GET", "/v2/checkout/orders/1").status_code == 401, "the token to expire")
    assert paypal.call("GET", "/v2/checkout/orders/1").json()["name"] == "AUTHENTICATION_FAILURE"


@pytest.mark.parametrize(
    ("changes", "status", "issue"),
    [
        ({"currency": "XAF", "value": "10000"}, 422, "CURRENCY_NOT_SUPPORTED"),
        ({"currency": "eur"}, 400, "INVALID_PARAMETER_SYNTAX"),
        ({"value": "15.255"}, 422, "DECIMAL_PRECISION"),
        ({"value": "1525.50", "currency": "JPY"}, 422, "DECIMALS_NOT_SUPPORTED"),
        ({"value": 15.25}, 400, "INVALID_PARAMETER_SYNTAX"),
        ({"value": "15,25"}, 400, "INVALID_PARAMETER_SYNTAX"),
        ({"value": "0.00"}, 422, "CANNOT_BE_ZERO_OR_NEGATIVE"),
        ({"value": "-1.00"}, 422, "CANNOT_BE_ZERO_OR_NEGATIVE"),
        ({"invoice_id": "x" * 128}, 400, "INVALID_STRING_LENGTH"),
        ({"amount": None}, 400, "MISSING_REQUIRED_PARAMETER"),
    ],
)
def test_what_it_does_not_take_is_refused_in_its_form(paypal: PayPal, changes: Any, status: int, issue: str) -> None:
    reply = paypal.create(**changes)
    assert issue_of(reply) == (status, issue)
    assert reply.json()["name"] == ("INVALID_REQUEST" if status == 400 else "UNPROCESSABLE_ENTITY")
    assert reply.json()["debug_id"]


@pytest.mark.parametrize(
    ("currency", "value", "minor", "told"),
    [
        ("EUR", "15.25", 1525, "15.25"),
        ("USD", "7", 700, "7.00"),
        ("EUR", ".77", 77, "0.77"),
        ("JPY", "1525", 1525, "1525"),
    ],
)
def test_amounts_are_decimal_texts(paypal: PayPal, currency: str, value: str, minor: int, told: str) -> None:
    capture = paypal.captured(currency=currency, value=value)
    assert capture["amount"] == {"currency_code": currency, "value": told}
    assert paypal.amounts() == [("collection", minor, currency)]


def test_a_source_needs_a_request_id_and_a_body_needs_its_type(paypal: PayPal) -> None:
    unit = {"amount": {"currency_code": "EUR", "value": "15.25"}}
    body = {"intent": "CAPTURE", "purchase_units": [unit], "payment_source": {"paypal": {}}}
    assert issue_of(paypal.call("POST", "/v2/checkout/orders", body)) == (400, "PAYPAL_REQUEST_ID_REQUIRED")
    assert paypal.call("POST", "/v2/checkout/orders", body, **{"Content-Type": "text/plain"}).status_code == 415
    assert issue_of(paypal.call("POST", "/v2/checkout/orders", b"{")) == (400, "MALFORMED_REQUEST_JSON")
    assert issue_of(paypal.call("POST", "/v2/checkout/orders", {**body, "intent": "AUTHORIZE"}))[0] == 400
    plain = paypal.call("POST", "/v2/checkout/orders", {**body, "payment_source": None})
    assert (plain.status_code, plain.json()["status"]) == (201, "CREATED")
    assert [one["rel"] for one in plain.json()["links"]] == ["self", "approve"]


def test_an_answer_nobody_preferred_whole_is_small(paypal: PayPal) -> None:
    order = paypal.approved()
    told = paypal.call("POST", f"/v2/checkout/orders/{order}/capture", Prefer="return=minimal").json()
    assert told.keys() == {"id", "status", "links"}


def test_the_same_request_id_is_answered_again_and_does_nothing(paypal: PayPal) -> None:
    first, again = paypal.create(), paypal.create()
    assert (again.status_code, again.json()) == (200, first.json())
    order = paypal.approved()
    one, two = paypal.capture(order, "capture-1"), paypal.capture(order, "capture-1")
    assert (one.status_code, two.status_code, two.json()) == (201, 200, one.json())
    assert issue_of(paypal.capture(order, "capture-2")) == (422, "ORDER_ALREADY_CAPTURED")
    capture = capture_of(one)["id"]
    refund = [
        paypal.refund(capture, {"amount": {"currency_code": "EUR", "value": "1.00"}}, "refund-1") for _ in range(3)
    ]
    assert len({one.json()["id"] for one in refund}) == 1
    assert paypal.amounts() == [("collection", 1525, "EUR"), ("refund", 100, "EUR")]
    paypal.settings(request_id_seconds=0)
    assert issue_of(paypal.capture(order, "capture-1")) == (422, "ORDER_ALREADY_CAPTURED")


def test_an_order_is_captured_once_however_many_ask_at_once(paypal: PayPal) -> None:
    order, statuses = paypal.approved(), []
    asking = [threading.Thread(target=lambda: statuses.append(paypal.capture(order).status_code)) for _ in range(8)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert sorted(statuses) == [201] + [422] * 7
    assert len(paypal.journal()) == 1


def test_only_an_approved_order_is_captured(paypal: PayPal) -> None:
    order = paypal.create().json()["id"]
    assert issue_of(paypal.capture(order)) == (422, "ORDER_NOT_APPROVED")
    assert issue_of(paypal.capture("NONE")) == (404, "INVALID_RESOURCE_ID")
    assert issue_of(paypal.call("GET", "/v2/payments/captures/NONE")) == (404, "INVALID_RESOURCE_ID")


def test_an_invoice_is_paid_once(paypal: PayPal) -> None:
    paypal.captured(custom_id="MB-1", invoice_id="INV-1")
    assert issue_of(paypal.capture(paypal.approved(custom_id="MB-2", invoice_id="INV-1")))[1] == "DUPLICATE_INVOICE_ID"


def test_a_declined_instrument_lets_the_payer_choose_another(paypal: PayPal) -> None:
    payer = paypal.payer().press("approve_declined")
    assert payer.returned is not None
    order = payer.returned["token"]
    refused = paypal.capture(order)
    assert issue_of(refused) == (422, "INSTRUMENT_DECLINED")
    assert refused.json()["links"][-1]["rel"] == "redirect"
    assert paypal.order(order)["status"] == "PAYER_ACTION_REQUIRED"
    payer.press("approve")
    assert capture_of(paypal.capture(order))["status"] == "COMPLETED"


@pytest.mark.parametrize(
    ("act", "end", "moved"), [("approve_echeck", "COMPLETED", 1), ("approve_denied", "DECLINED", 0)]
)
def test_an_echeck_is_pending_until_it_clears_or_bounces(
    paypal: PayPal, listener: Listener, act: str, end: str, moved: int
) -> None:
    paypal.settings(echeck_seconds=1.0)
    order = paypal.approved(act)
    capture = capture_of(paypal.capture(order))
    assert (capture["status"], capture["status_details"]) == ("PENDING", {"reason": "ECHECK"})
    assert "seller_receivable_breakdown" not in capture
    assert paypal.order(order)["status"] == "COMPLETED"  # the order is, the money is not there
    path = f"/v2/payments/captures/{capture['id']}"
    wait_for(lambda: paypal.call("GET", path).json()["status"] == end, "it to end")
    assert len(paypal.journal()) == moved
    told = {one.body["event_type"].rpartition(".")[2] for one in listener.wait(3)}
    assert told == {"APPROVED", "PENDING", "COMPLETED" if moved else "DENIED"}


def test_cancelling_goes_to_the_other_address_without_a_payer(paypal: PayPal) -> None:
    payer = paypal.payer().press("cancel")
    assert payer.returned is not None
    assert payer.returned.keys() == {"token"}
    assert paypal.order(payer.returned["token"])["status"] == "PAYER_ACTION_REQUIRED"


def test_leaving_and_approving_twice_do_nothing_more(paypal: PayPal) -> None:
    payer = paypal.payer().press("leave")
    assert payer.returned is None
    payer.press("approve")
    assert payer.open().buttons == ["return", "leave"]
    payer.press("return")
    assert paypal.journal() == []


def test_an_order_too_old_is_approved_only_late(paypal: PayPal) -> None:
    paypal.settings(approval_seconds=0.2)
    payer = paypal.payer()
    page = wait_for(lambda: (page := payer.open()).notice and page, "the page to say how it ended")
    assert page.buttons == ["late", "leave"]
    order = payer.url.partition("token=")[2]
    paypal.ask(expired_gone={"next": 1})
    assert paypal.call("GET", f"/v2/checkout/orders/{order}").status_code == 404
    payer.press("late")
    assert capture_of(paypal.capture(order))["status"] == "COMPLETED"


# Refunds


def test_refunds_whole_in_part_in_the_right_currency_and_never_more(paypal: PayPal, listener: Listener) -> None:
    capture = paypal.captured()["id"]
    path = f"/v2/payments/captures/{capture}"
    part = paypal.refund(capture, {"amount": {"currency_code": "EUR", "value": "5.25"}, "note_to_payer": "un article"})
    assert (part.status_code, part.json()["status"]) == (201, "COMPLETED")
    assert part.json()["seller_payable_breakdown"]["total_refunded_amount"]["value"] == "5.25"
    assert paypal.call("GET", path).json()["status"] == "PARTIALLY_REFUNDED"
    for amount, issue in {
        ("EUR", "10.01"): "REFUND_AMOUNT_EXCEEDED", ("USD", "1.00"): "REFUND_CAPTURE_CURRENCY_MISMATCH",
        ("EUR", "1.001"): "DECIMAL_PRECISION",
    }.items():  # fmt: skip
        wrong = {"amount": {"currency_code": amount[0], "value": amount[1]}}
        assert issue_of(paypal.refund(capture, wrong)) == (422, issue)
    rest = paypal.refund(capture).json()
    assert rest["amount"]["value"] == "10.00"
    assert paypal.call("GET", path).json()["status"] == "REFUNDED"
    assert issue_of(paypal.refund(capture)) == (422, "CAPTURE_FULLY_REFUNDED")
    assert paypal.amounts() == [("collection", 1525, "EUR"), ("refund", 525, "EUR"), ("refund", 1000, "EUR")]
    assert paypal.call("GET", f"/v2/payments/refunds/{rest['id']}").json()["status"] == "COMPLETED"
    told = [one for one in listener.wait(4) if one.body["event_type"] == "PAYMENT.CAPTURE.REFUNDED"]
    assert {one.body["resource"]["amount"]["value"] for one in told} == {"5.25", "10.00"}


@pytest.mark.parametrize(("fault", "end", "moved"), [("refund_waits", "COMPLETED", 1), ("refund_fails", "FAILED", 0)])
def test_a_refund_waits_or_fails(paypal: PayPal, fault: str, end: str, moved: int) -> None:
    capture = paypal.captured()["id"]
    paypal.ask(**{fault: {"next": 1}, "refund_waits": {"next": 1, "value": 0.2}})
    begun = paypal.refund(capture).json()
    assert begun["status"] == "PENDING"
    path = f"/v2/payments/refunds/{begun['id']}"
    wait_for(lambda: paypal.call("GET", path).json()["status"] == end, "it to end")
    assert len(paypal.journal()) == 1 + moved
    if not moved:
        paypal.ask(refund_word={"next": 1})
        assert paypal.call("GET", path).json()["status"] == "CANCELLED"
        assert paypal.refund(capture).status_code == 201  # a failed one leaves all to be refunded


def test_refunds_end_with_the_balance_and_with_time(paypal: PayPal) -> None:
    capture = paypal.captured()["id"]
    paypal.settings(balances={"EUR": 1524})
    assert issue_of(paypal.refund(capture)) == (422, "REFUND_FAILED_INSUFFICIENT_FUNDS")
    paypal.settings(balances={"EUR": 9000}, refund_days=0.0)
    assert issue_of(paypal.refund(capture)) == (422, "REFUND_TIME_LIMIT_EXCEEDED")


def test_a_chargeback_takes_the_money_back(paypal: PayPal, listener: Listener) -> None:
    paypal.ask(charge_reversed={"next": 1, "value": 0.1})
    capture = paypal.captured()["id"]
    assert "PAYMENT.CAPTURE.REVERSED" in {one.body["event_type"] for one in listener.wait(3)}
    assert paypal.amounts() == [("collection", 1525, "EUR"), ("reversal", 1525, "EUR")]
    assert paypal.call("GET", f"/v2/payments/captures/{capture}").json()["status"] == "REFUNDED"


# Faults

STATUSES = {
    "status_pending": ({"value": 1}, {"status": "PENDING"}),
    "status_flipped_first": ({"value": 1}, {"status": "DECLINED"}),
    "status_unknown": ({"value": "ONGOING"}, {"status": "ONGOING"}),
    "status_wrong_amount": ({"value": -1}, {"amount": {"currency_code": "EUR", "value": "15.24"}}),
    "status_wrong_currency": ({}, {"amount": {"currency_code": "NGN", "value": "15.25"}}),
    "status_other_reference": ({}, {"custom_id": "ANOTHER-1"}),
}


@pytest.mark.parametrize("fault", STATUSES)
def test_a_status_lies_once_while_the_journal_tells_the_truth(paypal: PayPal, fault: str) -> None:
    fields, expected = STATUSES[fault]
    paypal.ask(**{fault: {"next": 1, **fields}})
    path = f"/v2/payments/captures/{paypal.captured()['id']}"
    first, second = paypal.call("GET", path).json(), paypal.call("GET", path).json()
    assert {name: first[name] for name in expected} == expected
    assert (second["status"], second["amount"]["value"], second["custom_id"]) == ("COMPLETED", "15.25", "MB-1")
    assert paypal.amounts() == [("collection", 1525, "EUR")]


def test_a_capture_is_not_found_for_a_while_or_flips(paypal: PayPal) -> None:
    paypal.ask(status_missing={"next": 1, "value": 1})
    path = f"/v2/payments/captures/{paypal.captured()['id']}"
    assert [paypal.call("GET", path).status_code for _ in range(2)] == [404, 200]
    paypal.ask(status_flip={"next": 1, "value": 1})
    path = f"/v2/payments/captures/{paypal.captured(custom_id='MB-2')['id']}"
    assert [paypal.call("GET", path).json()["status"] for _ in range(3)] == ["COMPLETED", "DECLINED", "COMPLETED"]


def test_a_capture_waits_for_a_review_or_is_declined(paypal: PayPal) -> None:
    paypal.ask(charge_waits={"next": 1, "value": 0.2})
    capture = paypal.captured()
    assert (capture["status"], capture["status_details"]["reason"]) == ("PENDING", "PENDING_REVIEW")
    wait_for(paypal.journal, "the payment to be executed")
    paypal.ask(charge_declined={"next": 1})
    order = paypal.approved(custom_id="MB-2")
    assert capture_of(paypal.capture(order))["status"] == "DECLINED"
    assert paypal.order(order)["status"] == "APPROVED"
    assert len(paypal.journal()) == 1


@pytest.mark.parametrize("fault", BROKEN_LINES)
def test_a_broken_line_captures_once_or_never(paypal: PayPal, fault: str) -> None:
    order, (answer, executed) = paypal.approved(), BROKEN_LINES[fault]
    paypal.ask(**{fault: {"next": 1, "call": "capture", "phone": "MB-1"}})
    assert outcome(lambda: paypal.capture(order, "capture-1")) == answer
    assert len(paypal.journal()) == executed
    paypal.bearer = ""
    again = paypal.capture(order, "capture-1")
    assert (again.status_code, capture_of(again)["status"]) == (200 if executed else 201, "COMPLETED")
    assert len(paypal.journal()) == 1


@pytest.mark.parametrize("fault", WEBHOOKS)
def test_webhooks_come_as_often_as_asked(paypal: PayPal, listener: Listener, fault: str) -> None:
    paypal.ask(**{fault: {"next": 1, "call": "collection"}})
    capture = paypal.captured()["id"]
    paypal.quiet()
    heard = [one for one in listener.heard if one.body["event_type"] != "CHECKOUT.ORDER.APPROVED"]
    assert (len(heard), len(paypal.journal())) == (WEBHOOKS[fault], 1)
    kinds = {one.body["event_type"].rpartition(".")[2] for one in heard}
    if fault == "callback_reordered":
        assert kinds == {"COMPLETED", "PENDING"}
    if fault in ("callback_forged", "callback_unknown"):
        assert kinds == {"COMPLETED"}
        assert len({one.body["resource"]["id"] for one in heard} - {capture}) == 1
        assert ({one.body["resource"]["custom_id"] for one in heard} == {"MB-1"}) == (fault == "callback_forged")


def test_a_webhook_is_believed_only_as_it_was_sent(paypal: PayPal, listener: Listener) -> None:
    paypal.captured()
    [webhook] = [one for one in listener.wait(2) if one.body["event_type"] == "PAYMENT.CAPTURE.COMPLETED"]
    anew = json.dumps(webhook.body).encode()
    assert paypal.believes(webhook) == "SUCCESS"
    assert paypal.believes(webhook, webhook.raw.replace(b"15.25", b"99.25")) == "FAILURE"
    assert paypal.believes(webhook, anew) == "FAILURE"
    for name in ("auth_algo", "cert_url", "transmission_id", "transmission_time", "transmission_sig", "webhook_id"):
        assert paypal.believes(webhook, **{name: "another"}) == "FAILURE"
    paypal.ask(verify_lenient={"next": 1})
    assert paypal.believes(webhook, anew) == "SUCCESS"
    paypal.ask(verify_fails={"next": 1})
    assert paypal.believes(webhook) == "FAILURE"
    lacking = paypal.call("POST", "/v1/notifications/verify-webhook-signature", {"auth_algo": "x"})
    assert issue_of(lacking) == (400, "MISSING_REQUIRED_PARAMETER")


@pytest.mark.parametrize("fault", ["callback_unsigned", "callback_badly_signed", "cert_elsewhere"])
def test_a_webhook_is_not_believed(paypal: PayPal, listener: Listener, fault: str) -> None:
    paypal.ask(**{fault: {"next": 1, "call": "collection"}})
    if fault == "cert_elsewhere":
        paypal.ask(cert_elsewhere={"next": 1})
    paypal.captured()
    assert "FAILURE" in [paypal.believes(one) for one in listener.wait(2)]


def test_a_webhook_not_taken_comes_again_the_same(paypal: PayPal, listener: Listener) -> None:
    listener.answers = [500, 302, 503]
    paypal.payer().press("approve")
    assert len({(one.raw, one.headers["paypal-transmission-id"]) for one in listener.wait(4)}) == 1


@pytest.mark.parametrize("fault", ["return_none", "return_forged"])
def test_the_payer_comes_back_otherwise(paypal: PayPal, fault: str) -> None:
    paypal.ask(**{fault: {"next": 1}})
    payer = paypal.payer().press("cancel")
    returned = payer.returned
    assert (returned is None) if fault == "return_none" else (returned is not None and "PayerID" in returned)
    assert paypal.journal() == []


def test_every_fault_is_shown_with_what_it_means(paypal: PayPal) -> None:
    shown = paypal.get("/faults")["paypal"]
    assert shown.keys() == FAULTS.keys()
    assert all(fault["meaning"] for fault in shown.values())


def test_an_unknown_order_is_no_page(paypal: PayPal) -> None:
    assert requests.get(f"{paypal.url}/paypal/checkoutnow?token=none", timeout=60).status_code == 404
