"""PayPal's wire: amounts by known vectors, what we send, what is kept of an answer, what a refusal says, its hints."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest

from simulators.serve import serving
from tests.workers.rails.conftest import settings_for
from tests.workers.rails.pages import order_at_page
from tests.workers.rails.scripted import ScriptedOperator
from workers.rails import RailClient, RailError
from workers.rails.answers import Unreadable
from workers.rails.open import open_rails
from workers.rails.paypal.amounts import read_amount, write_amount

ID, CAPTURE_ID = "5O190127TN364715T", "3C679366HH908993F"
PAGE: Final = f"https://www.paypal.com/checkoutnow?token={ID}"
CREATE, READ, CAPTURE = "POST /v2/checkout/orders", f"GET /{ID}", f"POST /{ID}/capture"
REFUND: Final = f"POST /{CAPTURE_ID}/refund"
TOKEN: Final = {"access_token": "a-token-of-paypal", "token_type": "Bearer", "expires_in": 32400}
MADE: Final = order_at_page(amount=1525, currency="EUR", handle=ID)


def capture(status: str = "COMPLETED", value: str = "15.25", **more: Any) -> dict[str, Any]:
    said = {"id": CAPTURE_ID, "status": status, "custom_id": "K7Q2-93FD", "invoice_id": "K7Q2-93FD"}
    return {**said, "amount": {"currency_code": "EUR", "value": value}, **more}


def told(status: str = "COMPLETED", *captures: Any, **more: Any) -> dict[str, Any]:
    unit = {"custom_id": "K7Q2-93FD", "payments": {"captures": [*captures]}, **more.pop("unit", {})}
    return {"id": ID, "status": status, "purchase_units": [unit], "payer": {"email_address": "a@payer.example"}, **more}


def problem(issue: str, name: str = "UNPROCESSABLE_ENTITY") -> dict[str, Any]:
    return {"name": name, "message": "?", "debug_id": "90957fca61718", "details": [{"issue": issue}]}


@pytest.fixture
def provider() -> Iterator[ScriptedOperator]:
    scripted = ScriptedOperator({"POST /oauth2/token": [(200, TOKEN)]})
    with serving(scripted.app()) as scripted.url:
        yield scripted


@pytest.fixture
def paypal(provider: ScriptedOperator) -> RailClient:
    return open_rails(settings_for(pages={"paypal": provider.url}))["paypal"]


@pytest.mark.parametrize(
    ("minor", "currency", "value"),
    [
        (1525, "EUR", "15.25"),
        (153, "EUR", "1.53"),
        (77, "EUR", "0.77"),
        (5, "USD", "0.05"),
        (1000, "PLN", "10.00"),
        (100, "JPY", "100"),
    ],
)
def test_an_amount_is_a_decimal_text_of_its_currency(minor: int, currency: str, value: str) -> None:
    assert write_amount(minor, currency) == {"currency_code": currency, "value": value}
    assert read_amount({"currency_code": currency, "value": value}) == (minor, currency)


@pytest.mark.parametrize("value", ["15.255", "-1", "1e3", "15,25", "x", "."])
def test_what_is_no_amount_is_not_read(value: str) -> None:
    with pytest.raises(Unreadable):
        read_amount({"currency_code": "EUR", "value": value})


def test_half_a_yen_and_an_amount_of_no_currency_are_not_read_and_none_is_none() -> None:
    for wrong in ({"currency_code": "JPY", "value": "0.5"}, {"value": "15.25"}):
        with pytest.raises(Unreadable):
            read_amount(wrong)
    assert read_amount({}) == (None, None)


def test_an_order_is_asked_for_in_their_words_and_made_once(provider: ScriptedOperator, paypal: RailClient) -> None:
    links = [{"rel": "self", "href": "https://x"}, {"rel": "payer-action", "href": PAGE}]
    provider.says[CREATE] = [(200, {"id": ID, "status": "PAYER_ACTION_REQUIRED", "links": links})]
    made = paypal.prepare(order_at_page(amount=1525, currency="EUR"))
    [token, asked] = provider.asked
    assert token.headers["Authorization"].startswith("Basic ")
    assert token.body == b"grant_type=client_credentials"
    assert asked.headers["Authorization"] == "Bearer a-token-of-paypal"
    assert asked.headers["Paypal-Request-Id"] == "create-11111111-1111-1111-1111-111111111111"
    [unit] = asked.json["purchase_units"]
    assert unit == {
        "custom_id": "K7Q2-93FD",
        "invoice_id": "K7Q2-93FD",
        "description": "Mbongo K7Q2-93FD",
        "amount": {"currency_code": "EUR", "value": "15.25"},
    }
    met = asked.json["payment_source"]["paypal"]["experience_context"]
    assert (met["return_url"], met["user_action"]) == ("http://127.0.0.1/paid", "PAY_NOW")
    assert (made.handle, made.redirect_url, made.base_url) == (ID, PAGE, provider.url)
    assert paypal.prepare(made) == made, "never made twice"


@pytest.mark.parametrize(
    "said",
    [
        {"id": ID, "links": []},
        {"id": ID, "links": "?"},
        {"id": ID, "links": [{"rel": "payer-action", "href": "http://www.paypal.com/x"}]},
        {"id": "../../v1", "links": [{"rel": "approve", "href": PAGE}]},
        {"links": [{"rel": "approve", "href": PAGE}]},
    ],
)
def test_an_order_without_a_page_or_a_number_is_none(
    provider: ScriptedOperator, paypal: RailClient, said: dict[str, Any]
) -> None:
    provider.says[CREATE] = [(200, said)]
    with pytest.raises(RailError) as caught:
        paypal.prepare(order_at_page(amount=1525, currency="EUR"))
    assert caught.value.ran == "no"


@pytest.mark.parametrize("word", ["CREATED", "SAVED", "PAYER_ACTION_REQUIRED", "SOMETHING_NEW"])
def test_an_order_nobody_approved_is_pending_and_not_captured(
    provider: ScriptedOperator, paypal: RailClient, word: str
) -> None:
    provider.says[READ] = [(200, told(word))]
    assert paypal.ask_status(MADE).state == "pending"
    assert provider.to("/capture") == []


def test_what_is_approved_is_captured_and_nothing_of_its_payer_is_kept(
    provider: ScriptedOperator, paypal: RailClient
) -> None:
    provider.says |= {READ: [(200, told("APPROVED"))], CAPTURE: [(201, told("COMPLETED", capture()))]}
    said = paypal.ask_status(MADE)
    assert (said.state, said.amount, said.currency, said.operator_id) == ("succeeded", 1525, "EUR", CAPTURE_ID)
    assert "payer.example" not in said.raw
    assert json.loads(said.raw)["status"] == "COMPLETED"


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("COMPLETED", "succeeded"),
        ("PARTIALLY_REFUNDED", "succeeded"),
        ("REFUNDED", "succeeded"),
        ("PENDING", "pending"),
        ("SOMETHING_NEW", "pending"),
        ("DECLINED", "failed"),
        ("FAILED", "failed"),
    ],
)
def test_a_captures_word_is_final_only_where_we_know_it(
    provider: ScriptedOperator, paypal: RailClient, word: str, state: str
) -> None:
    provider.says[READ] = [(200, told("APPROVED", capture(word)))]
    assert paypal.ask_status(MADE).state == state
    assert provider.to("/capture") == [], "what was captured, however it went, is never captured again"


def test_two_captures_are_told_whole(provider: ScriptedOperator, paypal: RailClient) -> None:
    provider.says[READ] = [(200, told("COMPLETED", capture(), capture(id="4C679366HH908993F")))]
    assert paypal.ask_status(MADE).amount == 3050


def test_an_order_that_was_voided_has_expired_and_one_not_found_proves_nothing(
    provider: ScriptedOperator, paypal: RailClient
) -> None:
    provider.says[READ] = [(200, told("VOIDED")), (404, problem("INVALID_RESOURCE_ID", "RESOURCE_NOT_FOUND"))]
    assert [paypal.ask_status(MADE).state for _ in range(2)] == ["expired", "never_ran"]


@pytest.mark.parametrize(
    ("http", "body", "said"),
    [
        (422, problem("INSTRUMENT_DECLINED"), "pending"),
        (422, problem("ORDER_NOT_APPROVED"), "pending"),
        (422, problem("ORDER_ALREADY_CAPTURED"), "pending"),
        (422, problem("SOMETHING_NEW"), "pending"),
        (429, problem("", "RATE_LIMIT_REACHED"), "pending"),
        (409, problem("", "PREVIOUS_REQUEST_IN_PROGRESS"), "unknown"),
        (500, problem("", "INTERNAL_SERVER_ERROR"), "unknown"),
        (422, {"what": "?"}, "unknown"),
        (422, "", "unknown"),
        (200, "<html>", "unknown"),
        (201, {}, "unknown"),
        (302, "", "unknown"),
    ],
)
def test_a_capture_that_is_refused_leaves_it_to_the_payer_and_one_unanswered_is_asked_about(
    provider: ScriptedOperator, paypal: RailClient, http: int, body: Any, said: str
) -> None:
    provider.says |= {READ: [(200, told("APPROVED"))], CAPTURE: [(http, body)]}
    try:
        outcome: str = paypal.ask_status(MADE).state
    except RailError as error:
        outcome = error.ran
    assert outcome == said


def test_another_approval_is_captured_under_another_id(provider: ScriptedOperator, paypal: RailClient) -> None:
    first, again = (
        told("APPROVED", update_time="2026-11-29T08:00:00Z"),
        told("APPROVED", update_time="2026-11-29T08:01:00Z"),
    )
    provider.says |= {
        READ: [(200, first), (200, first), (200, again)],
        CAPTURE: [(422, problem("INSTRUMENT_DECLINED"))],
    }
    for _ in range(3):
        assert paypal.ask_status(MADE).reason == "INSTRUMENT_DECLINED"
    ids = [one.headers["Paypal-Request-Id"] for one in provider.to("/capture")]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (told(id="5O190127TN364715X"), "another order"),
        (told(unit={"custom_id": "ANOTHER-1"}), "another payment"),
        (told("COMPLETED", capture(custom_id="ANOTHER-1")), "another payment"),
        (told("COMPLETED", capture(value="15.255")), "an amount that is not whole minor units of a currency"),
        (told("COMPLETED", capture(id="")), "money moved without a number"),
        ({"id": ID, "status": "COMPLETED"}, "an order without its purchase"),
    ],
)
def test_what_cannot_be_read_says_nothing(
    provider: ScriptedOperator, paypal: RailClient, said: dict[str, Any], why: str
) -> None:
    provider.says[READ] = [(200, said)]
    with pytest.raises(RailError) as caught:
        paypal.ask_status(MADE)
    assert (caught.value.ran, caught.value.why, caught.value.raw) == ("unknown", f"unreadable: {why}", "")


def test_a_token_that_is_refused_is_fetched_again_once(provider: ScriptedOperator, paypal: RailClient) -> None:
    provider.says[READ] = [(401, problem("", "AUTHENTICATION_FAILURE")), (200, told("CREATED"))]
    assert paypal.ask_status(MADE).state == "pending"
    assert len(provider.to("/token")) == 2


ASKED: Final = order_at_page(
    direction="refund", amount=500, currency="EUR", reference="R1", handle="R1", collected=ID, payment_id="22222222"
)


def test_a_refund_is_in_the_currency_that_was_taken_and_found_by_our_reference(
    provider: ScriptedOperator, paypal: RailClient
) -> None:
    given = {
        "id": "1JU08902781691411",
        "status": "PENDING",
        "invoice_id": "R1",
        "amount": {"currency_code": "EUR", "value": "5.00"},
    }
    provider.says |= {READ: [(200, told("COMPLETED", capture()))], REFUND: [(201, given)]}
    assert paypal.ask_status(ASKED).state == "never_ran"
    assert paypal.refund(ASKED).state == "pending"
    [asked] = provider.to("/refund")
    assert asked.headers["Paypal-Request-Id"] == "refund-22222222"
    assert asked.json == {
        "amount": {"currency_code": "EUR", "value": "5.00"}, "invoice_id": "R1", "note_to_payer": "Mbongo K7Q2-93FD",
    }  # fmt: skip
    refunds = [given | {"invoice_id": "R0"}, given | {"status": "COMPLETED"}]
    payments = {"captures": [capture("PARTIALLY_REFUNDED")], "refunds": refunds}
    provider.says[READ] = [(200, told(unit={"payments": payments}))]
    said = paypal.refund(ASKED)
    assert (said.state, said.amount, said.currency, said.operator_id) == ("succeeded", 500, "EUR", given["id"])
    assert len(provider.to("/refund")) == 1, "what was asked is not asked again"


def test_a_question_before_a_refund_that_fails_gave_nothing_back(
    provider: ScriptedOperator, paypal: RailClient
) -> None:
    provider.says[READ] = [(500, ""), (200, told("COMPLETED", capture("DECLINED")))]
    for _ in range(2):
        with pytest.raises(RailError) as caught:
            paypal.refund(ASKED)
        assert caught.value.ran == "no"
    assert provider.to("/refund") == []


@pytest.mark.parametrize(
    ("http", "body", "ran"),
    [
        (422, problem("REFUND_FAILED_INSUFFICIENT_FUNDS"), "no"),
        (403, problem("", "NOT_AUTHORIZED"), "no"),
        (503, problem("", "SERVICE_UNAVAILABLE"), "unknown"),
        (201, "<html>", "unknown"),
        (201, {"id": "1", "status": "COMPLETED", "amount": {"value": "?"}}, "unknown"),
    ],
)
def test_an_answer_to_a_refund_tells_whether_it_ran(
    provider: ScriptedOperator, paypal: RailClient, http: int, body: Any, ran: str
) -> None:
    provider.says |= {READ: [(200, told("COMPLETED", capture()))], REFUND: [(http, body)]}
    with pytest.raises(RailError) as caught:
        paypal.refund(ASKED)
    assert caught.value.ran == ran


@pytest.mark.parametrize(
    ("resource", "named"),
    [
        ({"id": ID}, ID),
        ({"id": CAPTURE_ID, "supplementary_data": {"related_ids": {"order_id": ID}}}, ID),
        ({"id": "1JU08902781691411", "invoice_id": "R7Q2-93FE"}, "R7Q2-93FE"),
        ({"id": "../x"}, ""),
        ({}, ""),
    ],
)
def test_an_event_names_its_order_or_our_reference_and_is_only_a_hint(
    paypal: RailClient, resource: dict[str, Any], named: str
) -> None:
    body = json.dumps({"event_type": "PAYMENT.CAPTURE.COMPLETED", "resource": resource}).encode()
    assert paypal.read_callback(body, lambda _: False) == named
    assert paypal.read_callback(b"<html>", lambda _: False) == ""
