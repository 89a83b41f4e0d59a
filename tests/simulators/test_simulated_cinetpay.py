"""CinetPay checkout v2 as a client meets it: payments, checks, notifications, the counter, and every fault."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from faults.polling import wait_for
from simulators.cinetpay import FAULTS
from simulators.cinetpay.notifications import sign
from simulators.serve import serving
from tests.simulators.provider_clients import Listener, Payer, Provider, Webhook
from tests.simulators.provider_faults import BROKEN_LINES, WEBHOOKS, outcome
from tests.simulators.tiny_service import Simulators

pytestmark = pytest.mark.campaign

AWA = "awa@example.cm"
SECRET = "s3cret"
CARD = {
    "customer_name": "Awa", "customer_surname": "Ngo", "customer_phone_number": "+237699000002", "customer_email": AWA,
    "customer_address": "Akwa", "customer_city": "Douala", "customer_country": "CM", "customer_state": "CM",
    "customer_zip_code": "00237",
}  # fmt: skip
BACK = "http://shop.example/back"


class CinetPay(Provider):
    """Its API with a key and a site, unless others are named."""

    name = "cinetpay"
    notify_url = "http://127.0.0.1:9/none"

    def post(self, path: str, body: Any, **headers: str) -> requests.Response:
        return self.session.post(f"{self.url}/cinetpay/v2{path}", json=body, headers=headers, timeout=60)

    def create(self, transaction: str = "", **changes: Any) -> requests.Response:
        body = {
            "apikey": "key", "site_id": "445160", "transaction_id": transaction or uuid.uuid4().hex, "amount": 5000,
            "currency": "XAF", "description": "Cinq pagnes", "notify_url": self.notify_url, "return_url": BACK,
            "channels": "CREDIT_CARD", "metadata": "quote-7", **CARD, **changes,
        }  # fmt: skip
        return self.post("/payment", {name: value for name, value in body.items() if value is not None})

    def payer(self, transaction: str = "MB-1", **changes: Any) -> Payer:
        reply = self.create(transaction, **changes)
        assert reply.json()["code"] == "201", reply.text
        return Payer(reply.json()["data"]["payment_url"])

    def check(self, transaction: str = "MB-1", **changes: Any) -> requests.Response:
        return self.post(
            "/payment/check", {"apikey": "key", "site_id": "445160", "transaction_id": transaction, **changes}
        )

    def stands(self, transaction: str = "MB-1") -> tuple[str, str, str]:
        told = self.check(transaction).json()
        return told["code"], told["message"], told["data"]["status"]


@pytest.fixture
def cinetpay(outside: Simulators) -> CinetPay:
    client = CinetPay(outside.url)
    client.settings(secret_key=SECRET)
    return client


@pytest.fixture
def listener(cinetpay: CinetPay) -> Iterator[Listener]:
    heard = Listener()
    with serving(heard.app()) as url:
        cinetpay.notify_url = f"{url}/rails/cinetpay"
        yield heard


def posted(listener: Listener, count: int) -> list[Webhook]:
    """Return the first so many notifications, without the pings before them."""
    wait_for(lambda: len([one for one in listener.heard if one.method == "POST"]) >= count, "notifications")
    return [one for one in listener.heard if one.method == "POST"]


def test_a_card_pays_comes_back_is_checked_and_told(cinetpay: CinetPay, listener: Listener) -> None:
    made = cinetpay.create("MB-1").json()
    assert (made["code"], made["message"], made["description"]) == (
        "201", "CREATED", "Transaction created with success",
    )  # fmt: skip
    assert cinetpay.stands() == ("662", "WAITING_CUSTOMER_PAYMENT", "WAITING_FOR_CUSTOMER")
    payer = Payer(made["data"]["payment_url"])
    assert all(one in payer.open().text for one in ("Cinq pagnes", "5000 XAF", "Awa Ngo"))
    payer.press("pay:card").press("return")
    assert (payer.returned_to, payer.returned) == (
        BACK, {"transaction_id": "MB-1", "token": made["data"]["payment_token"]},
    )  # fmt: skip
    assert cinetpay.stands() == ("00", "SUCCES", "ACCEPTED")
    data = cinetpay.check().json()["data"]
    facts = ("amount", "currency", "payment_method", "description", "metadata")
    assert [data[name] for name in facts] == ["5000", "XAF", "VISAM", "Cinq pagnes", "quote-7"]
    (entry,) = cinetpay.journal()
    facts = ("operator", "reference", "amount", "fee", "currency", "phone")
    assert [entry[name] for name in facts] == ["cinetpay", "MB-1", 5000, 175, "XAF", AWA]
    (told,) = posted(listener, 1)
    assert [one.method for one in listener.heard] == ["GET", "POST"]
    assert (listener.heard[0].raw, told.headers["content-type"]) == (b"", "application/x-www-form-urlencoded")
    assert told.headers["x-token"] == sign(SECRET, told.form)
    names = ("cpm_site_id", "cpm_trans_id", "cpm_amount", "cpm_currency", "payment_method", "cpm_error_message")
    assert [told.form[name] for name in names] == ["445160", "MB-1", "5000", "XAF", "VISAM", "SUCCES"]
    token = cinetpay.check("", payment_token=made["data"]["payment_token"]).json()
    assert token["code"] == "00"


def test_the_signature_is_as_in_its_papers() -> None:
    form = {
        "cpm_site_id": "445160", "cpm_trans_id": "MB-1", "cpm_trans_date": "2026-01-02 10:11:12", "cpm_amount": "1000",
        "cpm_currency": "XAF", "signature": "tok", "payment_method": "VISAM", "cpm_phone_prefixe": "237",
        "cpm_language": "fr", "cpm_version": "V4", "cpm_payment_config": "SINGLE", "cpm_page_action": "PAYMENT",
        "cpm_designation": "Recharge", "cpm_error_message": "SUCCES",
    }  # fmt: skip
    assert sign("s3cret", form) == "5f7ffad71e21ef603ff31bdb86e1a77024fb14b651f4f8553c7dbb8ebc858644"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"apikey": None}, "609"),
        ({"apikey": "wrong"}, "609"),
        ({"site_id": "1"}, "613"),
        ({"amount": None}, "608"),
        ({"amount": 100.5}, "608"),
        ({"amount": "100.50"}, "608"),
        ({"amount": 5001}, "608"),
        ({"amount": -5}, "611"),
        ({"amount": "cinq"}, "611"),
        ({"currency": "EUR"}, "612"),
        ({"transaction_id": "MB_1"}, "608"),
        ({"description": "Cinq & pagnes"}, "608"),
        ({"channels": "CARDS"}, "608"),
        ({"customer_zip_code": None}, "608"),
        ({"return_url": "shop"}, "608"),
    ],
)
def test_what_it_does_not_take_is_refused_in_its_form(cinetpay: CinetPay, changes: Any, code: str) -> None:
    cinetpay.settings(apikey="key", site_id="445160")
    reply = cinetpay.create(**{"transaction": "MB-1", **changes})
    assert (reply.status_code, reply.json()["code"]) == (400, code)
    assert reply.json().keys() == {"code", "message", "description", "api_response_id"}
    assert cinetpay.create("MB-1").json()["code"] == "201"


def test_the_wrong_type_and_no_agent_are_refused_before_all(cinetpay: CinetPay) -> None:
    url = f"{cinetpay.url}/cinetpay/v2/payment"
    assert requests.post(url, data={"apikey": "key"}, timeout=60).json()["code"] == "403"
    assert cinetpay.post("/payment", {}, **{"User-Agent": ""}).status_code == 403
    assert cinetpay.post("/payment", []).json()["code"] == "608"


@pytest.mark.parametrize(
    ("currency", "amount", "minor", "told"),
    [("XAF", 5000, 5000, "5000"), ("XAF", "5000", 5000, "5000"), ("USD", 7, 700, "7")],
)
def test_amounts_are_whole_in_steps_of_five(
    cinetpay: CinetPay, currency: str, amount: Any, minor: int, told: str
) -> None:
    cinetpay.payer(amount=amount, currency=currency).press("pay:card")
    assert cinetpay.amounts() == [("collection", minor, currency)]
    assert cinetpay.check().json()["data"]["amount"].startswith(told)


def test_a_transaction_is_sent_once(cinetpay: CinetPay) -> None:
    assert cinetpay.create("MB-1").json()["code"] == "201"
    assert cinetpay.create("MB-1").json()["code"] == "620"
    assert cinetpay.check("MB-2").json()["code"] == "624"


@pytest.mark.parametrize(
    ("code", "stands"), [("12345", ("00", "SUCCES", "ACCEPTED")), ("9", ("600", "PAYMENT_FAILED", "REFUSED"))]
)
def test_three_d_secure_approves_or_fails(cinetpay: CinetPay, code: str, stands: tuple[str, str, str]) -> None:
    payer = cinetpay.payer().press("three_d_secure")
    assert cinetpay.stands()[0] == "663"
    payer.press("approve", code=code)
    assert cinetpay.stands() == stands


def test_a_decline_is_told_and_another_card_may_pay(cinetpay: CinetPay, listener: Listener) -> None:
    payer = cinetpay.payer().press("decline")
    assert cinetpay.stands() == ("600", "PAYMENT_FAILED", "REFUSED")
    payer.press("pay:card")
    assert cinetpay.stands()[0] == "00"
    assert [one.form["cpm_error_message"] for one in posted(listener, 2)] == ["PAYMENT_FAILED", "SUCCES"]


def test_cancelling_is_told_and_checked(cinetpay: CinetPay, listener: Listener) -> None:
    payer = cinetpay.payer().press("cancel").press("return")
    assert payer.returned is not None
    assert payer.returned["transaction_id"] == "MB-1"
    assert cinetpay.stands() == ("627", "TRANSACTION_CANCEL", "REFUSED")
    assert posted(listener, 1)[0].form["cpm_error_message"] == "TRANSACTION_CANCEL"


def test_what_is_paid_is_closed_unless_a_fault_says_otherwise(cinetpay: CinetPay) -> None:
    url = cinetpay.payer().press("pay:card").url
    again = Payer(url).press("pay:card")
    assert again.page is not None
    assert "closed" in again.page.notice
    assert len(cinetpay.journal()) == 1
    cinetpay.ask(paid_twice={"next": 1})
    Payer(url).press("pay:card")
    assert len(cinetpay.journal()) == 2


def test_a_counter_too_old_pays_only_late(cinetpay: CinetPay) -> None:
    cinetpay.settings(session_seconds=0.2)
    payer = cinetpay.payer()
    wait_for(
        lambda: cinetpay.stands() == ("625", "ABONNEMENT_OR_TRANSACTIONS_EXPIRED", "REFUSED"), "the payment to expire"
    )
    payer.press("late")
    assert cinetpay.stands()[0] == "00"


def test_all_channels_have_their_buttons(cinetpay: CinetPay) -> None:
    page = cinetpay.payer(channels="ALL").open()
    assert page.buttons[:3] == ["pay:card", "pay:mobile_money", "pay:wallet"]
    assert "three_d_secure" not in cinetpay.payer("MB-2", channels="MOBILE_MONEY").open().buttons


# Faults

STATUSES = {
    "status_pending": ({"value": 1}, ("623", "ACCEPTED")),
    "status_flipped_first": ({"value": 1}, ("600", "ACCEPTED")),
    "status_unknown": ({"value": "999"}, ("999", "ACCEPTED")),
    "status_missing": ({"value": 1}, ("662", "ACCEPTED")),
}


@pytest.mark.parametrize("fault", STATUSES)
def test_a_check_lies_once_while_the_journal_tells_the_truth(cinetpay: CinetPay, fault: str) -> None:
    fields, (code, status) = STATUSES[fault]
    cinetpay.ask(**{fault: {"next": 1, **fields}})
    cinetpay.payer().press("pay:card")
    assert cinetpay.stands()[0] == code
    assert cinetpay.stands() == ("00", "SUCCES", status)
    assert cinetpay.amounts() == [("collection", 5000, "XAF")]


@pytest.mark.parametrize(
    ("fault", "field", "lie", "truth"),
    [("status_wrong_amount", "amount", "5001", "5000"), ("status_wrong_currency", "currency", "NGN", "XAF")],
)
def test_a_check_names_another_amount_or_nothing(
    cinetpay: CinetPay, fault: str, field: str, lie: str, truth: str
) -> None:
    cinetpay.payer().press("pay:card")
    cinetpay.ask(**{fault: {"next": 1}})
    assert [cinetpay.check().json()["data"][field] for _ in range(2)] == [lie, truth]
    cinetpay.ask(check_bare={"next": 1})
    assert not {"amount", "currency", "status"} & cinetpay.check().json()["data"].keys()


def test_an_approval_waits_and_a_bank_declines(cinetpay: CinetPay) -> None:
    cinetpay.ask(charge_waits={"next": 1, "value": 0.3}, pending_word={"next": 1})
    cinetpay.payer().press("pay:card")
    assert [cinetpay.stands()[:2] for _ in range(2)] == [
        ("607", "PENDING"), ("623", "WAITING_CUSTOMER_TO_VALIDATE"),
    ]  # fmt: skip
    wait_for(lambda: cinetpay.stands()[0] == "00", "the payment to be accepted")
    cinetpay.ask(charge_declined={"next": 1})
    cinetpay.payer("MB-2").press("pay:card")
    assert cinetpay.stands("MB-2")[:2] == ("602", "INSUFFICIENT_BALANCE")
    assert len(cinetpay.journal()) == 1


@pytest.mark.parametrize("fault", BROKEN_LINES)
def test_a_broken_line_makes_one_payment_or_none(cinetpay: CinetPay, fault: str) -> None:
    answer, executed = BROKEN_LINES[fault]
    cinetpay.ask(**{fault: {"next": 1, "call": "create", "phone": AWA}})
    assert outcome(lambda: cinetpay.create("MB-1")) == answer
    assert cinetpay.check().json()["code"] == ("662" if executed else "624")
    assert cinetpay.create("MB-1").json()["code"] == ("620" if executed else "201")


@pytest.mark.parametrize("fault", WEBHOOKS)
def test_notifications_come_as_often_as_asked(cinetpay: CinetPay, listener: Listener, fault: str) -> None:
    cinetpay.ask(**{fault: {"next": 1}})
    cinetpay.payer().press("pay:card")
    cinetpay.quiet()
    told = [one for one in listener.heard if one.method == "POST"]
    assert (len(told), len(cinetpay.journal())) == (WEBHOOKS[fault], 1)
    assert all(one.headers["x-token"] == sign(SECRET, one.form) for one in told)
    if fault == "callback_reordered":
        assert told[1].form["cpm_error_message"] == "WAITING_CUSTOMER_TO_VALIDATE"
    if fault == "callback_unknown":
        assert len({one.form["cpm_trans_id"] for one in told}) == 2


def test_notifications_are_json_unsigned_or_wrong(cinetpay: CinetPay, listener: Listener) -> None:
    faults = {
        "notify_json": {},
        "callback_unsigned": {},
        "callback_badly_signed": {},
        "callback_wrong_amount": {"value": 5},
    }
    for number, (fault, fields) in enumerate(faults.items()):
        cinetpay.ask(**{fault: {"next": 1, **fields}})
        cinetpay.payer(f"MB-{number}").press("pay:card")
        posted(listener, number + 1)
    bare, unsigned, badly, wrong = posted(listener, 4)
    assert bare.body == {"cpm_trans_id": "MB-0", "cpm_site_id": "445160"}
    assert "x-token" not in bare.headers
    assert "x-token" not in unsigned.headers
    assert badly.headers["x-token"] != sign(SECRET, badly.form)
    assert (wrong.form["cpm_amount"], wrong.headers["x-token"]) == ("5005", sign(SECRET, wrong.form))


def test_a_service_that_refuses_the_ping_is_not_told(cinetpay: CinetPay, listener: Listener) -> None:
    listener.answers = [405, 200]
    cinetpay.payer().press("pay:card")
    cinetpay.quiet()
    assert [one.method for one in listener.heard] == ["GET"]
    cinetpay.settings(webhook_pauses_seconds=[0.05])
    listener.answers = [405]
    cinetpay.payer("MB-2").press("pay:card")
    posted(listener, 1)
    assert [one.method for one in listener.heard] == ["GET", "GET", "GET", "POST"]


@pytest.mark.parametrize("fault", ["return_none", "return_get"])
def test_the_payer_comes_back_otherwise(cinetpay: CinetPay, fault: str) -> None:
    cinetpay.ask(**{fault: {"next": 1}})
    returned = cinetpay.payer().press("pay:card").returned
    assert (returned and returned["transaction_id"]) == (None if fault == "return_none" else "MB-1")


def test_every_fault_is_shown_with_what_it_means(cinetpay: CinetPay) -> None:
    shown = cinetpay.get("/faults")["cinetpay"]
    assert shown.keys() == FAULTS.keys()
    assert all(fault["meaning"] for fault in shown.values())


def test_an_unknown_counter_is_no_page(cinetpay: CinetPay) -> None:
    assert requests.get(f"{cinetpay.url}/cinetpay/counter/none", timeout=60).status_code == 404
