"""BTCPay's Greenfield API as a client meets it: invoices, payments of every size, refunds, webhooks, pages, faults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from faults.polling import wait_for
from simulators.btcpay import FAULTS
from simulators.btcpay.webhooks import sign
from simulators.serve import serving
from tests.simulators.provider_clients import Listener, Payer, Provider
from tests.simulators.provider_faults import BROKEN_LINES, WEBHOOKS, outcome
from tests.simulators.tiny_service import Simulators

pytestmark = pytest.mark.campaign

STORE = "/stores/9CiNzKoANXxmk5ayZngSXrHTiVvvgCrwrpFQd4m2K776"
SECRET = "s3cret"
LIGHTNING = "pay:BTC-LN"
CHAIN = "pay:BTC-CHAIN"


class BtcPay(Provider):
    """Its API with a key, unless another is named."""

    name = "btcpay"

    def call(self, method: str, path: str, body: Any = None, authorization: str = "token key") -> requests.Response:
        headers = {"Authorization": authorization} if authorization else {}
        url = f"{self.url}/btcpay/api/v1{path}"
        return self.session.request(method, url, json=body, headers=headers, timeout=60)

    def create(self, amount: Any = "15.25", order: str = "MB-1", **checkout: Any) -> requests.Response:
        options = {"redirectURL": "http://shop.example/back?order={OrderId}&invoice={InvoiceId}", **checkout}
        body = {"amount": amount, "currency": "EUR", "metadata": {"orderId": order}, "checkout": options}
        return self.call("POST", f"{STORE}/invoices", body)

    def payer(self, **changes: Any) -> Payer:
        reply = self.create(**changes)
        assert reply.ok, reply.text
        return Payer(reply.json()["checkoutLink"])

    def invoice(self, payer: Payer) -> dict[str, Any]:
        told: dict[str, Any] = self.call("GET", f"/invoices/{payer.url.rpartition('/')[2]}").json()
        return told

    def stands(self, payer: Payer) -> tuple[str, str, str]:
        told = self.invoice(payer)
        return told["status"], told["additionalStatus"], told["paidAmount"]

    def paid(self, amount: str = "15.25", **changes: Any) -> str:
        """Make an invoice and pay it by lightning; answers its id."""
        payer = self.payer(**changes).press(LIGHTNING, amount=amount)
        return payer.url.rpartition("/")[2]

    def refund(self, invoice: str, **asked: Any) -> requests.Response:
        return self.call("POST", f"{STORE}/invoices/{invoice}/refund", {"refundVariant": "Fiat", **asked})


@pytest.fixture
def btcpay(outside: Simulators) -> BtcPay:
    client = BtcPay(outside.url)
    client.settings(confirmation_seconds=0.2, payout_seconds=0.05)
    return client


@pytest.fixture
def listener(btcpay: BtcPay) -> Iterator[Listener]:
    heard = Listener()
    with serving(heard.app()) as url:
        body = {"url": f"{url}/rails/btcpay", "secret": SECRET, "authorizedEvents": {"everything": True}}
        made = btcpay.call("POST", f"{STORE}/webhooks", body).json()
        assert (made["secret"], made["enabled"]) == (SECRET, True)
        btcpay.settings(webhook_pauses_seconds=[0.05] * 8)
        yield heard


def types(listener: Listener, count: int) -> list[str]:
    """Return the types of the first so many events; those sent at the same time in any order."""
    return sorted(one.body["type"] for one in listener.wait(count))


def test_an_invoice_is_paid_by_lightning_settles_and_is_told(btcpay: BtcPay, listener: Listener) -> None:
    made = btcpay.create().json()
    assert (made["status"], made["amount"], made["paidAmount"], made["currency"]) == ("New", "15.25", "0.00", "EUR")
    assert made["expirationTime"] - made["createdTime"] in (899, 900, 901)
    payer = Payer(made["checkoutLink"]).press(LIGHTNING)
    assert btcpay.stands(payer) == ("Settled", "None", "15.25")
    (entry,) = btcpay.journal()
    facts = ("operator", "reference", "order", "amount", "fee", "currency")
    assert [entry[name] for name in facts] == ["btcpay", "MB-1", made["id"], 1525, 0, "EUR"]
    assert types(listener, 5) == [
        "InvoiceCreated", "InvoicePaymentSettled", "InvoiceProcessing", "InvoiceReceivedPayment", "InvoiceSettled",
    ]  # fmt: skip
    for one in listener.heard:
        assert one.headers["btcpay-sig"] == sign(SECRET, one.raw)
        assert (one.body["invoiceId"], one.body["metadata"]) == (made["id"], {"orderId": "MB-1"})
        assert (one.body["isRedelivery"], one.body["originalDeliveryId"]) == (False, one.body["deliveryId"])
    settled = next(one.body for one in listener.heard if one.body["type"] == "InvoiceSettled")
    assert (settled["overPaid"], settled["manuallyMarked"]) == (False, False)
    payer.press("return")
    assert payer.returned == {"order": "MB-1", "invoice": made["id"]}


def test_the_signature_is_as_in_its_papers() -> None:
    expected = "sha256=cbc28e1a3773f6782014a2cf70048bdc58e9ad40d882c420297ad70dcb190762"
    assert sign("s3cret", b'{"type":"InvoiceSettled","invoiceId":"abc"}') == expected


@pytest.mark.parametrize("authorization", ["", "Bearer key", "token", "token other"])
def test_only_the_key_opens(btcpay: BtcPay, authorization: str) -> None:
    btcpay.settings(api_key="key")
    reply = btcpay.call("GET", "/invoices/none", authorization=authorization)
    assert (reply.status_code, reply.json()["code"]) == (401, "unauthenticated")
    assert btcpay.call("GET", "/invoices/none").json()["code"] == "invoice-not-found"
    assert btcpay.call("GET", "/stores/other/invoices").json()["code"] == "store-not-found"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"amount": "15.255", "currency": "EUR"}, "amount"),
        ({"amount": "100.5", "currency": "XAF"}, "amount"),
        ({"amount": "-1", "currency": "EUR"}, "amount"),
        ({"amount": "quinze", "currency": "EUR"}, "amount"),
        ({"amount": "1", "currency": "ABC"}, "currency"),
        ({"amount": "1", "checkout": {"expirationMinutes": 0}}, "checkout.expirationMinutes"),
        ({"amount": "1", "checkout": {"paymentTolerance": 101}}, "checkout.paymentTolerance"),
        ({"amount": "1", "checkout": {"speedPolicy": "Fast"}}, "checkout.speedPolicy"),
        ({"amount": "1", "checkout": {"paymentMethods": ["DOGE"]}}, "checkout.paymentMethods"),
        ({"amount": "1", "checkout": {"redirectURL": "shop"}}, "checkout.redirectURL"),
    ],
)
def test_wrong_fields_are_a_list_of_paths(btcpay: BtcPay, body: Any, path: str) -> None:
    reply = btcpay.call("POST", f"{STORE}/invoices", body)
    assert (reply.status_code, [one["path"] for one in reply.json()]) == (422, [path])
    btcpay.ask(validation_400={"next": 1})
    assert btcpay.call("POST", f"{STORE}/invoices", body).status_code == 400


def test_an_amount_is_rounded_when_asked(btcpay: BtcPay) -> None:
    btcpay.ask(rounds_amounts={"next": 1})
    assert btcpay.create("15.255").json()["amount"] == "15.26"


@pytest.mark.parametrize(
    ("currency", "amount", "minor"), [("XAF", "10000", 10000), ("EUR", 15.25, 1525), ("USD", "7", 700)]
)
def test_amounts_are_in_the_currency_of_the_invoice(btcpay: BtcPay, currency: str, amount: Any, minor: int) -> None:
    made = btcpay.call("POST", f"{STORE}/invoices", {"amount": amount, "currency": currency}).json()
    Payer(made["checkoutLink"]).press(LIGHTNING)
    assert btcpay.amounts() == [("collection", minor, currency)]


def test_what_is_due_in_bitcoin_is_told_by_method(btcpay: BtcPay) -> None:
    payer = btcpay.payer().press(LIGHTNING, amount="5.25")
    told = btcpay.call("GET", f"/invoices/{payer.url.rpartition('/')[2]}/payment-methods").json()
    chain, lightning = told
    assert (chain["paymentMethodId"], chain["rate"], chain["due"], chain["payments"]) == (
        "BTC-CHAIN", "60000", "0.00016667", [],
    )  # fmt: skip
    assert lightning["payments"][0]["value"] == lightning["paymentMethodPaid"] == "0.00008750"
    assert lightning["payments"][0]["status"] == "Settled"


SIZES = {
    ("15.24",): ("New", "PaidPartial", "15.24"),
    ("10.00", "5.25"): ("Settled", "None", "15.25"),
    ("15.25", "15.25"): ("Settled", "PaidOver", "30.50"),
    ("15.26",): ("Settled", "PaidOver", "15.26"),
}


@pytest.mark.parametrize("amounts", SIZES)
def test_too_little_too_much_twice(btcpay: BtcPay, amounts: tuple[str, ...]) -> None:
    payer = btcpay.payer()
    for amount in amounts:
        payer.press(LIGHTNING, amount=amount)
    assert btcpay.stands(payer) == SIZES[amounts]
    assert sum(entry["amount"] for entry in btcpay.journal()) == int(SIZES[amounts][2].replace(".", ""))


def test_a_little_may_be_missing_within_the_tolerance(btcpay: BtcPay) -> None:
    payer = btcpay.payer(paymentTolerance=1.5).press(LIGHTNING, amount="15.03")
    assert btcpay.stands(payer) == ("Settled", "None", "15.03")


def test_an_invoice_without_an_amount_takes_any(btcpay: BtcPay) -> None:
    payer = btcpay.payer(amount=None).press(LIGHTNING, amount="3.00")
    told = btcpay.invoice(payer)
    assert (told["type"], told["status"], told["amount"]) == ("TopUp", "Settled", "3.00")


def test_a_payment_on_the_chain_is_processing_until_it_confirms(btcpay: BtcPay, listener: Listener) -> None:
    payer = btcpay.payer().press(CHAIN)
    assert (btcpay.stands(payer)[0], btcpay.journal()) == ("Processing", [])
    wait_for(lambda: btcpay.stands(payer)[0] == "Settled", "the invoice to settle")
    assert len(btcpay.journal()) == 1
    assert "InvoiceSettled" in types(listener, 5)
    at_once = btcpay.payer(order="MB-2", speedPolicy="HighSpeed").press(CHAIN)
    assert btcpay.stands(at_once)[0] == "Settled"


def test_a_payment_that_never_confirms_makes_it_invalid(btcpay: BtcPay, listener: Listener) -> None:
    payer = btcpay.payer().press("unconfirmed")
    wait_for(lambda: btcpay.stands(payer)[0] == "Invalid", "the invoice to be invalid")
    assert "InvoiceInvalid" in types(listener, 4)
    assert btcpay.journal() == []


@pytest.mark.parametrize(("amount", "additional", "partly"), [("", "None", False), ("5.00", "PaidPartial", True)])
def test_an_invoice_expires(btcpay: BtcPay, listener: Listener, amount: str, additional: str, *, partly: bool) -> None:
    btcpay.settings(minute_seconds=0.1)  # a second and a half to pay in
    payer = btcpay.payer()
    if amount:
        payer.press(LIGHTNING, amount=amount)
    wait_for(lambda: btcpay.stands(payer)[:2] == ("Expired", additional), "the invoice to expire")
    expired = wait_for(
        lambda: [one.body for one in listener.heard if one.body["type"] == "InvoiceExpired"], "the webhook"
    )
    assert expired[0]["partiallyPaid"] == partly


@pytest.mark.parametrize(("chance", "status"), [(0, "Expired"), (1, "Settled")])
def test_money_after_the_expiry_is_kept_and_said_to_be_late(
    btcpay: BtcPay, listener: Listener, chance: int, status: str
) -> None:
    btcpay.settings(minute_seconds=0.01)
    btcpay.ask(late_settles={"chance": chance})
    payer = btcpay.payer()
    wait_for(lambda: btcpay.stands(payer)[0] == "Expired", "the invoice to expire")
    payer.press(LIGHTNING)
    assert btcpay.stands(payer) == (status, "PaidLate", "15.25")
    late = wait_for(
        lambda: [one.body for one in listener.heard if one.body["type"] == "InvoiceReceivedPayment"], "the webhook"
    )
    assert late[0]["afterExpiration"] is True
    assert btcpay.amounts() == [("collection", 1525, "EUR")]


def test_the_same_order_twice_makes_two_invoices_found_by_their_order(btcpay: BtcPay) -> None:
    ids = [btcpay.create().json()["id"] for _ in range(2)]
    btcpay.create(order="MB-2")
    found = btcpay.call("GET", f"{STORE}/invoices?orderId=MB-1").json()
    assert [one["id"] for one in found] == ids[::-1]
    assert len(btcpay.call("GET", f"{STORE}/invoices?status=New&take=2").json()) == 2
    assert btcpay.call("GET", f"{STORE}/invoices?status=Settled").json() == []


def test_an_invoice_is_marked_by_hand_and_no_money_moves(btcpay: BtcPay) -> None:
    invoice = btcpay.create().json()["id"]
    told = btcpay.call("POST", f"{STORE}/invoices/{invoice}/status", {"status": "Settled"}).json()
    assert (told["status"], told["additionalStatus"], told["paidAmount"]) == ("Settled", "Marked", "0.00")
    assert btcpay.journal() == []
    assert btcpay.refund(invoice).json()["code"] == "non-refundable"


def test_a_payer_leaves_or_comes_back_by_itself(btcpay: BtcPay) -> None:
    assert btcpay.payer().press("leave").returned is None
    returned = btcpay.payer(redirectAutomatically=True, paymentMethods=["BTC-LN"]).press(LIGHTNING).returned
    assert returned is not None
    btcpay.ask(return_none={"next": 1})
    assert btcpay.payer().press("return").returned is None


# Refunds


@pytest.mark.parametrize(
    ("asked", "amount", "currency", "minor"),
    [
        ({}, "15.25", "EUR", 1525),
        ({"refundVariant": "Custom", "customAmount": "5.00", "customCurrency": "EUR"}, "5.00", "EUR", 500),
        ({"subtractPercentage": "10"}, "13.73", "EUR", 1373),
        ({"refundVariant": "RateThen"}, "0.00025417", "BTC", 1525),
    ],
)
def test_a_refund_is_claimed_on_a_page_and_paid_out(
    btcpay: BtcPay, asked: Any, amount: str, currency: str, minor: int
) -> None:
    made = btcpay.refund(btcpay.paid(), **asked).json()
    assert (made["amount"], made["currency"]) == (amount, currency)
    assert len(btcpay.journal()) == 1  # nothing moves until it is claimed
    payer = Payer(made["viewLink"]).press("claim", destination="bcrt1qawa")
    assert payer.open().buttons == []
    payouts = f"/pull-payments/{made['id']}/payouts"
    wait_for(lambda: btcpay.call("GET", payouts).json()[0]["state"] == "Completed", "the payout")
    assert btcpay.call("GET", payouts).json()[0]["destination"] == "bcrt1qawa"
    assert btcpay.amounts()[1] == ("refund", minor, "EUR")


def test_what_was_paid_too_much_is_refunded(btcpay: BtcPay) -> None:
    made = btcpay.refund(btcpay.paid("20.00"), refundVariant="OverpaidAmount").json()
    assert (made["amount"], made["currency"]) == ("0.00007917", "BTC")
    refused = btcpay.refund(btcpay.paid(order="MB-2"), refundVariant="OverpaidAmount")
    assert [one["path"] for one in refused.json()] == ["refundVariant"]


def test_two_refunds_of_one_invoice_can_both_be_claimed(btcpay: BtcPay) -> None:
    invoice = btcpay.paid()
    for _ in range(2):
        Payer(btcpay.refund(invoice).json()["viewLink"]).press("claim")
    wait_for(lambda: len(btcpay.journal()) == 3, "the refund")


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"refundVariant": "All"}, "refundVariant"),
        ({"refundVariant": "Custom", "customAmount": "5.00", "customCurrency": "USD"}, "customCurrency"),
        ({"refundVariant": "Custom", "customAmount": "0", "customCurrency": "EUR"}, "amount"),
        ({"subtractPercentage": "101"}, "subtractPercentage"),
    ],
)
def test_a_wrong_refund_is_refused_by_its_field(btcpay: BtcPay, asked: Any, path: str) -> None:
    reply = btcpay.refund(btcpay.paid(), **asked)
    assert (reply.status_code, [one["path"] for one in reply.json()]) == (422, [path])


def test_nothing_unpaid_is_refunded(btcpay: BtcPay) -> None:
    assert btcpay.refund(btcpay.create().json()["id"]).json()["code"] == "non-refundable"
    assert btcpay.refund("none").status_code == 404
    assert btcpay.call("GET", "/pull-payments/none").status_code == 404


@pytest.mark.parametrize("fault", ["refund_fails", "float_exhausted"])
def test_a_payout_cancelled_can_be_claimed_again(btcpay: BtcPay, listener: Listener, fault: str) -> None:
    made = btcpay.refund(btcpay.paid()).json()
    payer = Payer(made["viewLink"])
    btcpay.ask(**{fault: {"next": 1}})
    payer.press("claim")
    states = f"/pull-payments/{made['id']}/payouts"
    wait_for(lambda: btcpay.call("GET", states).json()[0]["state"] == "Cancelled", "the payout to be cancelled")
    payer.press("claim")
    wait_for(lambda: len(btcpay.journal()) == 2, "the refund")
    told = [one.body for one in listener.heard if one.body["type"] == "PayoutUpdated"]
    assert told[0]["payoutState"] == "Cancelled"


def test_a_claim_waits_for_its_approval(btcpay: BtcPay) -> None:
    btcpay.settings(payouts_approved=False)
    made = btcpay.refund(btcpay.paid()).json()
    Payer(made["viewLink"]).press("claim")
    payouts = f"/pull-payments/{made['id']}/payouts"
    (waiting,) = btcpay.call("GET", payouts).json()
    assert waiting["state"] == "AwaitingApproval"
    assert btcpay.call("POST", f"{STORE}/payouts/{waiting['id']}", {"revision": 0}).json()["state"] == "AwaitingPayment"
    wait_for(lambda: len(btcpay.journal()) == 2, "the refund")
    assert btcpay.call("DELETE", f"{STORE}/payouts/{waiting['id']}").json()["state"] == "Completed"


# Faults

STATUSES = {
    "status_pending": ({"value": 1}, {"status": "Processing"}),
    "status_flipped_first": ({"value": 1}, {"status": "Invalid"}),
    "status_unknown": ({"value": "Odd"}, {"status": "Odd"}),
    "status_wrong_amount": ({"value": -1}, {"paidAmount": "15.24"}),
    "status_wrong_currency": ({}, {"currency": "NGN"}),
    "status_other_reference": ({}, {"metadata": {"orderId": "ANOTHER-1"}}),
}


@pytest.mark.parametrize("fault", STATUSES)
def test_a_read_lies_once_while_the_journal_tells_the_truth(btcpay: BtcPay, fault: str) -> None:
    fields, expected = STATUSES[fault]
    payer = btcpay.payer()
    if "value" in fields and fault in ("status_pending", "status_flipped_first"):
        btcpay.ask(**{fault: {"next": 1, **fields}})
        payer = btcpay.payer()
    payer.press(LIGHTNING)
    if fault not in ("status_pending", "status_flipped_first"):
        btcpay.ask(**{fault: {"next": 1, **fields}})
    first, second = btcpay.invoice(payer), btcpay.invoice(payer)
    assert {name: first[name] for name in expected} == expected
    assert (second["status"], second["paidAmount"], second["currency"]) == ("Settled", "15.25", "EUR")
    assert btcpay.amounts() == [("collection", 1525, "EUR")]


def test_an_invoice_is_not_found_for_a_while(btcpay: BtcPay) -> None:
    btcpay.ask(status_missing={"next": 1, "value": 2})
    payer = btcpay.payer().press(LIGHTNING)
    path = f"/invoices/{payer.url.rpartition('/')[2]}"
    assert [btcpay.call("GET", path).status_code for _ in range(3)] == [404, 404, 200]


@pytest.mark.parametrize("fault", BROKEN_LINES)
def test_a_broken_line_makes_one_refund_or_none(btcpay: BtcPay, fault: str) -> None:
    invoice = btcpay.paid()
    answer, executed = BROKEN_LINES[fault]
    btcpay.ask(**{fault: {"next": 1, "call": "create"}})
    assert outcome(btcpay.create) == answer
    assert len(btcpay.call("GET", f"{STORE}/invoices").json()) == 1 + executed
    assert btcpay.call("GET", f"/invoices/{invoice}").ok


@pytest.mark.parametrize("fault", WEBHOOKS)
def test_webhooks_come_as_often_as_asked(btcpay: BtcPay, listener: Listener, fault: str) -> None:
    btcpay.settings(webhook_events=["InvoiceSettled"])
    btcpay.ask(**{fault: {"next": 1}})
    btcpay.paid()
    btcpay.quiet()
    told = [one.body for one in listener.heard if one.body["type"] in ("InvoiceSettled", "InvoiceProcessing")]
    assert (len(told), len(btcpay.journal())) == (WEBHOOKS[fault], 1)
    if fault == "callback_reordered":
        assert {one["type"] for one in told} == {"InvoiceSettled", "InvoiceProcessing"}
    if fault == "callback_unknown":
        assert len({one["invoiceId"] for one in told}) == 2


def test_webhooks_are_unsigned_badly_signed_or_lack_a_field(btcpay: BtcPay, listener: Listener) -> None:
    btcpay.settings(webhook_events=["InvoiceSettled"])
    for number, fault in enumerate(("callback_unsigned", "callback_badly_signed", "overpaid_unsaid")):
        btcpay.ask(**{fault: {"next": 1, "call": "checkout"}})
        btcpay.paid(order=f"MB-{number}")
        listener.wait(number + 1)  # each is sent by a thread of its own
    unsigned, badly, lacking = listener.wait(3)
    assert "btcpay-sig" not in unsigned.headers
    assert badly.headers["btcpay-sig"] != sign(SECRET, badly.raw)
    assert "overPaid" not in lacking.body


def test_a_redelivery_says_so_and_is_signed_anew(btcpay: BtcPay, listener: Listener) -> None:
    listener.answers = [500, 302]
    btcpay.create()
    first, second, third = listener.wait(3)
    assert (first.body["isRedelivery"], second.body["isRedelivery"], third.body["isRedelivery"]) == (False, True, True)
    assert len({one.body["deliveryId"] for one in (first, second, third)}) == 3
    assert {one.body["originalDeliveryId"] for one in (first, second, third)} == {first.body["deliveryId"]}
    assert all(one.headers["btcpay-sig"] == sign(SECRET, one.raw) for one in (first, second, third))


def test_only_the_events_asked_for_are_sent(btcpay: BtcPay, listener: Listener) -> None:
    events = {"everything": False, "specificEvents": ["InvoiceExpired"]}
    url = btcpay.settings()["webhook_url"]
    btcpay.call("POST", f"{STORE}/webhooks", {"url": url, "authorizedEvents": events, "automaticRedelivery": False})
    assert btcpay.settings()["webhook_pauses_seconds"] == []
    btcpay.paid()
    btcpay.quiet()
    assert listener.heard == []


def test_every_fault_is_shown_with_what_it_means(btcpay: BtcPay) -> None:
    shown = btcpay.get("/faults")["btcpay"]
    assert shown.keys() == FAULTS.keys()
    assert all(fault["meaning"] for fault in shown.values())


def test_unknown_pages_are_no_pages(btcpay: BtcPay) -> None:
    assert requests.get(f"{btcpay.url}/btcpay/i/none", timeout=60).status_code == 404
    assert requests.get(f"{btcpay.url}/btcpay/pull-payments/none", timeout=60).status_code == 404
