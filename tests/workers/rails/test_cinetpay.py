"""CinetPay's wire: what we send, every code of a check, and the form of its notifications with their signature."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

import pytest

from simulators.serve import serving
from tests.workers.rails.conftest import settings_for
from tests.workers.rails.pages import order_at_page
from tests.workers.rails.scripted import ScriptedOperator
from workers.rails import RailClient, RailError
from workers.rails.answers import Unreadable
from workers.rails.cinetpay.amounts import read_amount, write_amount
from workers.rails.cinetpay.notifications import read_form, sign
from workers.rails.open import open_rails

COUNTER: Final = "https://checkout.cinetpay.com/payment/3f2a"
MADE: Final = order_at_page(handle="K7Q2-93FD-0a1b2c3d")
CREATE, CHECK = "POST /v2/payment", "POST /v2/payment/check"
FORM: Final = {
    "cpm_site_id": "445160",
    "cpm_trans_id": "MB-1",
    "cpm_trans_date": "2026-01-02 10:11:12",
    "cpm_amount": "1000",
    "cpm_currency": "XAF",
    "signature": "tok",
    "payment_method": "VISAM",
    "cel_phone_num": "",
    "cpm_phone_prefixe": "237",
    "cpm_language": "fr",
    "cpm_version": "V4",
    "cpm_payment_config": "SINGLE",
    "cpm_page_action": "PAYMENT",
    "cpm_custom": "",
    "cpm_designation": "Recharge",
    "cpm_error_message": "SUCCES",
}
TOKEN: Final = "5f7ffad71e21ef603ff31bdb86e1a77024fb14b651f4f8553c7dbb8ebc858644"


@pytest.fixture
def provider() -> Iterator[ScriptedOperator]:
    scripted = ScriptedOperator()
    with serving(scripted.app()) as scripted.url:
        yield scripted


@pytest.fixture
def cinetpay(provider: ScriptedOperator) -> RailClient:
    return open_rails(settings_for(pages={"cinetpay": provider.url}))["cinetpay"]


@pytest.mark.parametrize(("francs", "taken"), [(5, True), (10_000, True), (10_003, False), (1, False), (99, False)])
def test_an_amount_is_francs_in_steps_of_five(francs: int, taken: bool) -> None:
    if taken:
        assert write_amount(francs) == read_amount(str(francs)) == francs
    else:
        with pytest.raises(RailError) as caught:
            write_amount(francs)
        assert caught.value.ran == "no"


def test_part_of_a_franc_is_not_read() -> None:
    with pytest.raises(Unreadable):
        read_amount("100.5")


def test_a_payment_is_asked_for_in_their_words(provider: ScriptedOperator, cinetpay: RailClient) -> None:
    data = {"payment_token": "3f2a", "payment_url": COUNTER}
    provider.says[CREATE] = [(201, {"code": "201", "message": "CREATED", "data": data})]
    made = cinetpay.prepare(order_at_page(note="Recharge d'été #1"))
    [asked] = provider.asked
    assert asked.json == {
        "apikey": "a-key-of-ours",
        "site_id": "445160",
        "transaction_id": made.handle,
        "amount": 10_000,
        "currency": "XAF",
        "channels": "CREDIT_CARD",
        "lang": "fr",
        "description": "Recharge d ete 1",
        "return_url": "http://127.0.0.1/paid",
        "notify_url": "https://mbongo.example/rails/cinetpay/a-path-secret-for-tests-of-cinetpay",
        "customer_name": "Mbongo",
        "customer_surname": "K7Q2-93FD",
        "customer_email": "payers@mbongo.example",
        "customer_phone_number": "+237222123456",
        "customer_address": "Rue Joss",
        "customer_city": "Douala",
        "customer_country": "CM",
        "customer_state": "CM",
        "customer_zip_code": "00000",
    }
    assert (made.redirect_url, made.base_url) == (COUNTER, provider.url)
    assert asked.headers["User-Agent"] == "Mbongo/0.1"
    assert cinetpay.prepare(made) == made, "never made twice"


@pytest.mark.parametrize("amount", [10_003, 1])
def test_an_amount_between_two_steps_reaches_nobody(
    provider: ScriptedOperator, cinetpay: RailClient, amount: int
) -> None:
    with pytest.raises(RailError) as caught:
        cinetpay.prepare(order_at_page(amount=amount))
    assert (caught.value.ran, provider.asked) == ("no", [])


@pytest.mark.parametrize(
    ("code", "status", "state"),
    [
        ("00", "ACCEPTED", "succeeded"),
        ("00", "REFUSED", "unknown"),
        ("00", "", "succeeded"),
        ("600", "REFUSED", "expired"),
        ("602", "REFUSED", "expired"),
        ("625", "REFUSED", "expired"),
        ("627", "REFUSED", "expired"),
        ("607", "WAITING_FOR_CUSTOMER", "pending"),
        ("623", "WAITING_FOR_CUSTOMER", "pending"),
        ("662", "WAITING_FOR_CUSTOMER", "pending"),
        ("663", "WAITING_FOR_CUSTOMER", "pending"),
        ("609", "", "unknown"),
        ("620", "", "unknown"),
        ("624", "", "unknown"),
        ("642", "", "unknown"),
        ("999", "REFUSED", "unknown"),
        ("", "ACCEPTED", "unknown"),
    ],
)
def test_a_code_becomes_ours_and_one_nobody_knows_is_never_a_failure(
    provider: ScriptedOperator, cinetpay: RailClient, code: str, status: str, state: str
) -> None:
    data = {"amount": "10000", "currency": "XAF", "status": status, "operator_id": "MP1"}
    provider.says[CHECK] = [(200, {"code": code, "message": "?", "data": data})]
    try:
        outcome: str = cinetpay.ask_status(MADE).state
    except RailError as error:
        outcome = error.ran
    assert outcome == state
    assert provider.asked[0].json == {
        "apikey": "a-key-of-ours", "site_id": "445160", "transaction_id": MADE.handle,
    }  # fmt: skip


@pytest.mark.parametrize("http", [201, 400, 404, 500, 503])
def test_a_success_comes_with_200_alone(provider: ScriptedOperator, cinetpay: RailClient, http: int) -> None:
    provider.says[CHECK] = [(http, {"code": "00", "data": {"amount": "10000", "status": "ACCEPTED"}})]
    with pytest.raises(RailError) as caught:
        cinetpay.ask_status(MADE)
    assert caught.value.ran == "unknown"


def test_the_signature_is_the_one_published() -> None:
    assert sign("s3cret", FORM) == TOKEN
    assert sign("s3cret", {name: value for name, value in FORM.items() if value}) == TOKEN, "what is missing is nothing"


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({}, "MB-1"),
        ({"cpm_site_id": "1"}, ""),
        ({"cpm_trans_id": "../payment"}, ""),
        ({"cpm_trans_id": ""}, ""),
    ],
)
def test_a_signed_notification_of_our_site_names_its_payment(
    cinetpay: RailClient, changed: dict[str, str], named: str
) -> None:
    form = FORM | changed
    body, token = urlencode(form).encode(), sign("cinetpay-secret-key", form)
    assert cinetpay.read_callback(body, lambda expected: expected == token) == named
    assert cinetpay.read_callback(body, lambda expected: expected == TOKEN) == ""


@pytest.mark.parametrize("body", [b"", b"\xff", b"%ff=%ff", b"&" * 4_000, b"a=1&" * 4_000, b'{"cpm_trans_id": "MB-1"}'])
def test_what_is_no_form_has_no_fields_of_theirs(body: bytes) -> None:
    assert "cpm_trans_id" not in read_form(body)
