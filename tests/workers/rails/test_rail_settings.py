"""Which rails exist, and whose prefix is whose."""

import pytest
from pydantic import ValidationError

from tests.workers.rails.conftest import settings_for
from wallet.payments.prefixes import find_rail
from wallet.payments.rails import RAILS
from workers import settings
from workers.rails.open import open_rails

HERE = "http://127.0.0.1:9"


def test_a_rail_without_its_settings_does_not_exist() -> None:
    assert open_rails(settings_for()) == {}
    assert list(open_rails(settings_for(orange=HERE))) == ["orange"]
    pages = dict.fromkeys(("flutterwave", "cinetpay", "paypal", "btcpay"), HERE)
    assert open_rails(settings_for(mtn=HERE, orange=HERE, pages=pages)).keys() == RAILS.keys()


def test_only_where_a_name_is_one_payment_may_it_be_told_twice() -> None:
    assert [rail.title for rail in RAILS.values() if rail.resubmit_is_safe] == ["MTN MoMo", "PayPal"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"mtn_disbursement_api_key": ""},
        {"orange_pin": ""},
        {"mtn_base_url": "http://momo.example"},
        {"orange_base_url": "api-s1.orange.cm"},
        {"public_url": "http://mbongo.example"},
        {"orange_ca_bundle": "/nowhere.pem"},
        {"mtn_currency": "francs"},
        {"orange_phone": "+237691000000"},
        {"flutterwave_secret_hash": ""},
        {"flutterwave_base_url": "http://api.flutterwave.com"},
        {"flutterwave_payer_email": "nobody"},
        {"cinetpay_secret_key": ""},
        {"cinetpay_site_id": "ours"},
        {"btcpay_webhook_secret": ""},
        {"btcpay_store_id": "../ours"},
        {"paypal_client_id": ""},
        {"paypal_client_secret": ""},
    ],
)
def test_settings_that_cannot_be_meant_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        settings_for(
            mtn=HERE, orange=HERE, pages=dict.fromkeys(("flutterwave", "cinetpay", "paypal", "btcpay"), HERE), **wrong
        )


def test_a_rail_half_described_stops_the_process_naming_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in settings_for().wallet.model_dump().items():
        shown = value.get_secret_value() if hasattr(value, "get_secret_value") else value
        if shown:
            monkeypatch.setenv(f"MBONGO_{name.upper()}", str(shown))
    monkeypatch.setenv("MBONGO_ORANGE_BASE_URL", "https://api-s1.orange.cm")
    with pytest.raises(SystemExit) as stopped:
        settings.read("worker")
    assert "MBONGO_ORANGE_PIN" in str(stopped.value)
    assert "MBONGO_MTN" not in str(stopped.value)


@pytest.mark.parametrize(
    ("prefixes", "rail"),
    [
        ("670 677 679 650 654 680 683", "mtn"),
        ("690 699 640 642 655 659 686 689", "orange"),
        ("660 684 685 620", None),
    ],
)
def test_a_prefix_suggests_a_rail(prefixes: str, rail: str | None) -> None:
    assert {find_rail(f"+237{prefix}000001", "pay_to_phone") for prefix in prefixes.split()} == {rail}


@pytest.mark.parametrize("phone", ["", "677000001", "+46733123450", "+237", "x"])
def test_what_is_no_number_of_cameroon_suggests_none(phone: str) -> None:
    assert find_rail(phone, "pay_to_phone") is None
