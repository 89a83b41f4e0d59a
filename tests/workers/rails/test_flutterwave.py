"""Flutterwave's wire: amounts and checksum by known vectors, what we send, what is kept of an answer, its webhooks."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from simulators.serve import serving
from tests.workers.rails.conftest import settings_for
from tests.workers.rails.pages import order_at_page
from tests.workers.rails.scripted import ScriptedOperator
from wallet.payments.rails import RAILS
from workers.rails import RailClient, RailError
from workers.rails.answers import Unreadable
from workers.rails.flutterwave.amounts import hash_payload, read_amount, write_amount
from workers.rails.open import open_rails

PAGE: Final = "https://checkout.flutterwave.com/v3/hosted/pay/5d6e7f"
CHARGE: Final[dict[str, Any]] = {
    "id": 285959875,
    "tx_ref": "K7Q2-93FD-0a1b2c3d",
    "amount": 10_000,
    "currency": "XAF",
    "charged_amount": 10_000,
    "status": "successful",
    "ip": "52.209.154.143",
    "card": {"first_6digits": "553188", "last_4digits": "2950", "token": "flw-t1nf-f9b3bf384cd30d6fca42b6df9d27bd2f"},
    "customer": {"email": "payers@mbongo.example"},
}
MADE: Final = order_at_page(handle=CHARGE["tx_ref"])
VERIFY, LIST, CREATE = "GET /verify_by_reference", "GET /transactions", "POST /payments"


def said(data: Any, **more: Any) -> dict[str, Any]:
    return {"status": "success", "message": "Transaction fetched successfully", "data": data, **more}


def listed(*rows: dict[str, Any], pages: int = 1) -> dict[str, Any]:
    return said(list(rows), meta={"page_info": {"total": len(rows), "current_page": 1, "total_pages": pages}})


@pytest.fixture
def provider() -> Iterator[ScriptedOperator]:
    scripted = ScriptedOperator({VERIFY: [(200, said(CHARGE))], LIST: [(200, listed(CHARGE))]})
    with serving(scripted.app()) as scripted.url:
        yield scripted


@pytest.fixture
def flutterwave(provider: ScriptedOperator) -> RailClient:
    return open_rails(settings_for(pages={"flutterwave": provider.url}))["flutterwave"]


def test_the_checksum_is_the_one_published() -> None:
    assert hash_payload(1000, "XAF", "a@b.cm", "MB-1", "FLWSECK_TEST-x") == (
        "8f24302e2c608ea7728eca8cdcec01f50ccce79807f3015acf520d32e987f285"
    )


@pytest.mark.parametrize(
    ("theirs", "francs"), [(5000, 5_000), ("5000", 5_000), ("5000.00", 5_000), (0, 0), (None, None), (1, 1)]
)
def test_an_amount_is_in_major_units_which_are_francs(theirs: Any, francs: int | None) -> None:
    assert read_amount(theirs, "XAF") == francs
    if francs:
        assert write_amount(francs, "XAF") == francs


@pytest.mark.parametrize(
    ("theirs", "cents"),
    [("15.25", 1_525), (15, 1_500), ("15.2", 1_520), ("15.00", 1_500), ("0.01", 1), ("15.250", 1_525)],
)
def test_an_amount_abroad_is_read_in_its_minor_units(theirs: Any, cents: int) -> None:
    for currency in {*RAILS["flutterwave"].currencies} - {"XAF"}:
        assert read_amount(theirs, currency) == cents
        assert read_amount(write_amount(cents, currency), currency) == cents


@pytest.mark.parametrize("theirs", ["15.255", "-15.25", "15,25", "15.-5", "١٥"])
def test_what_is_no_amount_abroad_is_not_read(theirs: Any) -> None:
    with pytest.raises(Unreadable):
        read_amount(theirs, "EUR")


@pytest.mark.parametrize("theirs", ["5000.5", "-1", "5e3", True, [5000]])
def test_what_is_no_amount_is_not_read(theirs: Any) -> None:
    with pytest.raises(Unreadable):
        read_amount(theirs, "XAF")


def test_a_page_is_asked_for_in_their_words(provider: ScriptedOperator, flutterwave: RailClient) -> None:
    provider.says[CREATE] = [(200, {"status": "success", "message": "Hosted Link", "data": {"link": PAGE}})]
    made = flutterwave.prepare(order_at_page())
    [asked] = provider.asked
    assert (asked.method, asked.path) == ("POST", "/v3/payments")
    assert asked.headers["Authorization"] == "Bearer FLWSECK_TEST-of-the-simulator"
    assert asked.json == {
        "tx_ref": made.handle,
        "amount": 10_000,
        "currency": "XAF",
        "redirect_url": "http://127.0.0.1/paid",
        "payment_options": "card, applepay, googlepay",
        "customer": {"email": "payers@mbongo.example", "name": "K7Q2-93FD"},
        "customizations": {"title": "Mbongo", "description": "Mbongo K7Q2-93FD"},
        "session_duration": 60,
        "max_retry_attempt": 3,
        "payload_hash": hash_payload(
            10_000, "XAF", "payers@mbongo.example", made.handle, "FLWSECK_TEST-of-the-simulator"
        ),
    }
    assert (made.redirect_url, made.base_url) == (PAGE, provider.url)
    assert flutterwave.prepare(made) == made, "never made twice"


@pytest.mark.parametrize(
    "link",
    [
        None,
        "",
        7,
        "http://checkout.flutterwave.com/v3",
        "javascript:alert(1)",
        "https://a b",
        "https://x@evil/",
        "/pay",
    ],
)
def test_only_a_page_over_tls_is_one_to_send_a_payer_to(
    provider: ScriptedOperator, flutterwave: RailClient, link: Any
) -> None:
    provider.says[CREATE] = [(200, {"status": "success", "message": "Hosted Link", "data": {"link": link}})]
    with pytest.raises(RailError) as caught:
        flutterwave.prepare(order_at_page())
    assert caught.value.ran == "no"


def test_nothing_of_a_card_is_kept(flutterwave: RailClient) -> None:
    learnt = flutterwave.ask_status(MADE)
    assert (learnt.state, learnt.amount, learnt.currency, learnt.operator_id) == (
        "succeeded", 10_000, "XAF", "285959875",
    )  # fmt: skip
    for secret in ("553188", "flw-t1nf", "52.209.154.143", "payers@"):
        assert secret not in learnt.raw


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"tx_ref": "ANOTHER-1"}, "unreadable: another payment"),
        ({"amount": 99.5}, "unreadable: an amount that is not whole units of XAF"),
        ({"id": None}, "unreadable: a transaction without a number"),
    ],
)
def test_a_charge_that_cannot_be_read_says_nothing_and_tells_no_card(
    provider: ScriptedOperator, flutterwave: RailClient, changed: dict[str, Any], why: str
) -> None:
    provider.says[VERIFY] = [(200, said(CHARGE | changed))]
    with pytest.raises(RailError) as caught:
        flutterwave.ask_status(MADE)
    assert (caught.value.ran, caught.value.why, caught.value.raw) == ("unknown", why, "")


@pytest.mark.parametrize("http", [200, 400])
def test_nobody_has_paid_where_there_is_no_transaction(
    provider: ScriptedOperator, flutterwave: RailClient, http: int
) -> None:
    none = {"status": "error", "message": "No transaction was found for this id", "data": None}
    provider.says[VERIFY] = [(http, none)]
    assert flutterwave.ask_status(MADE).state == "pending"


def test_a_list_that_never_ends_says_nothing(provider: ScriptedOperator, flutterwave: RailClient) -> None:
    provider.says[LIST] = [(200, listed(CHARGE, pages=10_000))]
    with pytest.raises(RailError) as caught:
        flutterwave.ask_status(MADE)
    assert caught.value.ran == "unknown"


def test_a_list_of_other_payments_changes_nothing(provider: ScriptedOperator, flutterwave: RailClient) -> None:
    provider.says[LIST] = [(200, listed(CHARGE | {"id": 1, "tx_ref": "ANOTHER-1"}, CHARGE))]
    assert flutterwave.ask_status(MADE).amount == 10_000


@pytest.mark.parametrize(
    ("http", "body", "ran"),
    [
        (400, {"status": "error", "message": "Insufficient balance", "data": None}, "no"),
        (401, {"status": "error", "message": "Invalid authorization key", "data": None}, "no"),
        (429, {"status": "error", "message": "Too many requests", "data": None}, "no"),
        (400, "", "unknown"),
        (400, {"message": "?"}, "unknown"),
        (500, {"status": "error", "message": "?", "data": None}, "unknown"),
        (503, {"status": "error", "message": "An error occurred. Please contact support", "data": None}, "unknown"),
        (200, {"status": "error", "message": "?", "data": None}, "unknown"),
        (200, "<html>", "unknown"),
        (302, "", "unknown"),
    ],
)
def test_an_answer_to_a_refund_tells_whether_it_ran(
    provider: ScriptedOperator, flutterwave: RailClient, http: int, body: Any, ran: str
) -> None:
    provider.says |= {"GET /refunds": [(200, listed())], "POST /285959875/refund": [(http, body)]}
    asked = order_at_page(direction="refund", reference="R1", handle="R1", collected=CHARGE["tx_ref"])
    with pytest.raises(RailError) as caught:
        flutterwave.refund(asked)
    assert caught.value.ran == ran


WEBHOOK: Final = b'{"event": "charge.completed", "data": {"tx_ref": "K7Q2-93FD-0a1b2c3d", "status": "successful"}}'


@pytest.mark.parametrize("sent", ["flutterwave-secret-hash", "another", ""])
def test_a_webhook_names_its_page_only_with_our_secret(flutterwave: RailClient, sent: str) -> None:
    named = flutterwave.read_callback(WEBHOOK, lambda expected: expected == sent)
    assert named == ("K7Q2-93FD-0a1b2c3d" if sent == "flutterwave-secret-hash" else "")
