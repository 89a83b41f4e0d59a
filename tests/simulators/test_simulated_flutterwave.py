"""Flutterwave Standard v3 as a client meets it: links, verify, refunds, webhooks, the hosted page, and every fault."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from faults.polling import wait_for
from simulators.flutterwave import FAULTS
from simulators.flutterwave.requests import payload_hash
from simulators.serve import serving
from tests.simulators.provider_clients import Listener, Payer, Provider
from tests.simulators.provider_faults import BROKEN_LINES, WEBHOOKS, outcome
from tests.simulators.tiny_service import Simulators

pytestmark = pytest.mark.campaign

KEY = "FLWSECK_TEST-x"
AWA = "awa@example.cm"
HASH = "right-hash"


class Flutterwave(Provider):
    """Its API with the right key, unless another is named."""

    name = "flutterwave"

    def call(self, method: str, path: str, body: Any = None, key: str | None = KEY) -> requests.Response:
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        return self.session.request(
            method, f"{self.url}/flutterwave/v3{path}", json=body, headers=headers, timeout=60, allow_redirects=False
        )

    def create(self, reference: str = "", **changes: Any) -> requests.Response:
        body = {
            "tx_ref": reference or str(uuid.uuid4()), "amount": 5000, "currency": "XAF",
            "redirect_url": "http://shop.example/back?order=7", "customer": {"email": AWA, "name": "Awa"}, **changes,
        }  # fmt: skip
        return self.call("POST", "/payments", {name: value for name, value in body.items() if value is not None})

    def payer(self, reference: str = "MB-1", **changes: Any) -> Payer:
        reply = self.create(reference, **changes)
        assert reply.json()["message"] == "Hosted Link", reply.text
        return Payer(reply.json()["data"]["link"])

    def verify(self, reference: str = "MB-1") -> requests.Response:
        return self.call("GET", f"/transactions/verify_by_reference?tx_ref={reference}")

    def told(self, reference: str = "MB-1") -> dict[str, Any]:
        data: dict[str, Any] = self.verify(reference).json()["data"]
        return data

    def paid(self, reference: str = "MB-1", **changes: Any) -> str:
        """Pay by card; answers the transaction's id."""
        returned = self.payer(reference, **changes).press("pay:card").returned
        assert returned is not None
        return returned["transaction_id"]


@pytest.fixture
def flutterwave(outside: Simulators) -> Flutterwave:
    return Flutterwave(outside.url)


@pytest.fixture
def listener(flutterwave: Flutterwave) -> Iterator[Listener]:
    heard = Listener()
    with serving(heard.app()) as url:
        flutterwave.settings(
            webhook_url=f"{url}/rails/flutterwave", secret_hash=HASH, webhook_pauses_seconds=[0.05] * 3
        )
        yield heard


def test_a_card_pays_comes_back_is_verified_and_told(flutterwave: Flutterwave, listener: Listener) -> None:
    payer = flutterwave.payer(meta={"quote": 15.25}, customizations={"title": "Boutique Brice"})
    assert "Boutique Brice" in payer.open().text
    assert flutterwave.verify().json() == {
        "status": "error", "message": "No transaction was found for this id", "data": None,
    }  # fmt: skip
    returned = payer.press("pay:card").returned
    transaction_id = flutterwave.told()["id"]
    assert returned == {"order": "7", "status": "successful", "tx_ref": "MB-1", "transaction_id": str(transaction_id)}
    told = flutterwave.call("GET", f"/transactions/{transaction_id}/verify").json()
    assert (told["status"], told["message"]) == ("success", "Transaction fetched successfully")
    facts = ("status", "tx_ref", "amount", "charged_amount", "currency", "app_fee", "amount_settled", "payment_type")
    assert [told["data"][name] for name in facts] == ["successful", "MB-1", 5000, 5000, "XAF", 175, 4825, "card"]
    assert told["data"]["meta"] == {"quote": 15.25}
    assert told["data"]["customer"]["email"] == AWA
    (entry,) = flutterwave.journal()
    assert (entry["operator"], entry["id"], entry["reference"]) == ("flutterwave", str(transaction_id), "MB-1")
    assert (entry["amount"], entry["fee"], entry["currency"], entry["phone"]) == (5000, 175, "XAF", AWA)
    (webhook,) = listener.wait()
    assert (webhook.method, webhook.headers["verif-hash"]) == ("POST", HASH)
    assert webhook.body["event"] == "charge.completed"
    assert webhook.body["event.type"] == "CARD_TRANSACTION"
    assert webhook.body["data"] == told["data"]


def test_the_checksum_of_a_payload_is_as_in_its_papers(flutterwave: Flutterwave) -> None:
    asked = {"amount": 1000, "currency": "XAF", "customer": {"email": "a@b.cm"}, "tx_ref": "MB-1"}
    expected = "8f24302e2c608ea7728eca8cdcec01f50ccce79807f3015acf520d32e987f285"
    assert payload_hash(asked, KEY) == expected
    right = flutterwave.create("MB-1", amount=1000, customer={"email": "a@b.cm"}, payload_hash=expected)
    wrong = flutterwave.create("MB-1", amount=1001, customer={"email": "a@b.cm"}, payload_hash=expected)
    assert (right.status_code, wrong.status_code) == (200, 400)


@pytest.mark.parametrize("key", [None, "", "FLWPUBK_TEST-x", "Flwseck"])
def test_only_a_secret_key_opens(flutterwave: Flutterwave, key: str | None) -> None:
    reply = flutterwave.call("GET", "/transactions/1/verify", key=key)
    assert (reply.status_code, reply.json()["status"], reply.json()["data"]) == (401, "error", None)
    assert flutterwave.call("GET", "/transactions/1/verify").status_code == 400


def test_once_a_key_is_set_no_other_opens(flutterwave: Flutterwave) -> None:
    flutterwave.settings(secret_key="FLWSECK-live")
    assert flutterwave.create().status_code == 401
    assert flutterwave.call("GET", "/transactions/1/verify", key="FLWSECK-live").status_code == 400


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"tx_ref": None}, "tx_ref is required"),
        ({"amount": None}, "amount is required"),
        ({"redirect_url": None}, "redirect_url is required"),
        ({"customer": {"name": "Awa"}}, "customer.email is required"),
        ({"customer": "awa"}, "customer.email is required"),
        ({"amount": 100.5}, "amount has too many decimals for XAF"),
        ({"amount": "100.50"}, "amount has too many decimals for XAF"),
        ({"amount": 15.255, "currency": "EUR"}, "amount has too many decimals for EUR"),
        ({"amount": -5}, "amount is invalid"),
        ({"amount": "1 000"}, "amount is invalid"),
        ({"amount": True}, "amount is invalid"),
        ({"currency": "BTC"}, "currency BTC is not supported"),
        ({"redirect_url": "javascript:alert(1)"}, "tx_ref or redirect_url is invalid"),
        ({"session_duration": 1441}, "session_duration is between 1 and 1440"),
    ],
)
def test_what_it_does_not_take_is_refused_in_its_form(flutterwave: Flutterwave, changes: Any, said: str) -> None:
    reply = flutterwave.create(**{"reference": "", **changes})
    assert (reply.status_code, reply.json()) == (400, {"status": "error", "message": said, "data": None})


@pytest.mark.parametrize(
    ("currency", "amount", "minor", "told"),
    [("XAF", 5000, 5000, 5000), ("XAF", "5000", 5000, 5000), ("EUR", 15.25, 1525, 15.25), ("USD", "0.77", 77, 0.77)],
)
def test_amounts_are_major_units_as_json_numbers(
    flutterwave: Flutterwave, currency: str, amount: Any, minor: int, told: Any
) -> None:
    flutterwave.paid(amount=amount, currency=currency)
    assert flutterwave.told()["amount"] == told
    assert flutterwave.amounts() == [("collection", minor, currency)]


def test_a_currency_left_out_is_naira(flutterwave: Flutterwave) -> None:
    flutterwave.paid(currency=None)
    assert flutterwave.told()["currency"] == "NGN"


@pytest.mark.parametrize(("code", "status"), [("12345", "successful"), ("99999", "failed")])
def test_three_d_secure_approves_or_fails(flutterwave: Flutterwave, code: str, status: str) -> None:
    payer = flutterwave.payer().press("three_d_secure")
    assert flutterwave.told()["status"] == "pending auth"
    payer.press("approve", code=code)
    assert flutterwave.told()["status"] == status
    assert len(flutterwave.journal()) == (status == "successful")


def test_a_three_d_secure_step_left_open_stays_pending(flutterwave: Flutterwave) -> None:
    payer = flutterwave.payer().press("three_d_secure").press("leave")
    assert (payer.returned, flutterwave.told()["status"], flutterwave.journal()) == (None, "pending auth", [])


def test_a_decline_is_told_and_another_card_may_pay(flutterwave: Flutterwave, listener: Listener) -> None:
    payer = flutterwave.payer().press("decline")
    assert payer.page is not None
    assert "Declined" in payer.page.notice
    assert flutterwave.told()["status"] == "failed"
    listener.wait(1)  # each is sent by a thread of its own
    payer.press("pay:card")
    assert flutterwave.told()["status"] == "successful"
    assert [heard.body["data"]["status"] for heard in listener.wait(2)] == ["failed", "successful"]
    listed = flutterwave.call("GET", "/transactions?tx_ref=MB-1").json()
    assert [one["status"] for one in listed["data"]] == ["successful", "failed"]
    assert listed["meta"]["page_info"] == {"total": 2, "current_page": 1, "total_pages": 1}
    flutterwave.ask(found_first={"next": 1})
    assert flutterwave.told()["status"] == "failed"


def test_the_last_refusal_sends_the_payer_back(flutterwave: Flutterwave) -> None:
    payer = flutterwave.payer(max_retry_attempt=2).press("decline").press("decline")
    assert payer.returned is not None
    assert payer.returned["status"] == "failed"


def test_cancelling_comes_back_without_a_transaction(flutterwave: Flutterwave) -> None:
    payer = flutterwave.payer().press("cancel")
    assert payer.returned == {"order": "7", "status": "cancelled", "tx_ref": "MB-1"}
    assert flutterwave.verify().status_code == 400
    payer.press("pay:card")  # the link still pays
    assert flutterwave.told()["status"] == "successful"


def test_leaving_says_nothing_to_anybody(flutterwave: Flutterwave, listener: Listener) -> None:
    payer = flutterwave.payer().press("leave")
    assert (payer.returned, listener.heard, flutterwave.journal()) == (None, [], [])


def test_one_link_can_be_paid_twice(flutterwave: Flutterwave) -> None:
    payer = flutterwave.payer().press("pay:card")
    assert "paid already" in payer.open().notice
    payer.press("pay:card")
    assert flutterwave.amounts() == [("collection", 5000, "XAF")] * 2
    assert len({entry["id"] for entry in flutterwave.journal()}) == 2


def test_one_tx_ref_gives_two_links_unless_duplicates_are_refused(flutterwave: Flutterwave) -> None:
    for payer in (flutterwave.payer(), flutterwave.payer()):
        payer.press("pay:card")
    assert len(flutterwave.journal()) == 2
    flutterwave.ask(duplicate_refused={"next": 1})
    assert flutterwave.create("MB-1").json()["message"] == "Duplicate tx_ref"


def test_a_link_too_old_pays_only_late(flutterwave: Flutterwave) -> None:
    flutterwave.settings(session_seconds=0.2)
    payer = flutterwave.payer()
    page = wait_for(lambda: (page := payer.open()).notice and page, "the page to say how it ended")
    assert page.buttons == ["late", "leave"]
    assert "pay:card" not in page.buttons
    requests.post(payer.url, {"act": "pay:card"}, timeout=60)  # a form that was open since before
    assert flutterwave.journal() == []
    payer.press("late")
    assert flutterwave.told()["status"] == "successful"


def test_wallets_of_phones_pay_on_the_same_page(flutterwave: Flutterwave) -> None:
    payer = flutterwave.payer(payment_options="applepay, googlepay")
    assert [act for act in payer.open().buttons if act.startswith("pay:")] == ["pay:applepay", "pay:googlepay"]
    payer.press("pay:applepay")
    assert (flutterwave.told()["auth_model"], "card" in flutterwave.told()) == ("APPLEPAY", False)


# Refunds


def test_refunds_whole_in_part_and_never_more(flutterwave: Flutterwave, listener: Listener) -> None:
    paid = flutterwave.paid()
    part = flutterwave.call("POST", f"/transactions/{paid}/refund", {"amount": 2000, "comments": "un article"}).json()
    assert part["message"] == "Transaction refund initiated"
    assert (part["data"]["amount_refunded"], part["data"]["status"], part["data"]["tx_id"]) == (
        2000,
        "completed",
        int(paid),
    )
    assert flutterwave.call("POST", f"/transactions/{paid}/refund", {"amount": 3001}).status_code == 400
    rest = flutterwave.call("POST", f"/transactions/{paid}/refund").json()
    assert rest["data"]["amount_refunded"] == 3000
    assert flutterwave.call("POST", f"/transactions/{paid}/refund").status_code == 400
    assert flutterwave.amounts() == [("collection", 5000, "XAF"), ("refund", 2000, "XAF"), ("refund", 3000, "XAF")]
    assert {entry["order"] for entry in flutterwave.journal()[1:]} == {paid}
    read = flutterwave.call("GET", f"/refunds/{rest['data']['id']}").json()
    assert (read["data"]["amount_refunded"], read["data"]["status"]) == (3000, "completed")
    listed = flutterwave.call("GET", "/refunds").json()
    assert [one["amount_refunded"] for one in listed["data"]] == [3000, 2000]
    flutterwave.quiet()
    assert len(listener.heard) == 1  # refunds are not told unless that is switched on


def test_the_webhook_of_a_refund_is_flat_and_off_by_default(flutterwave: Flutterwave, listener: Listener) -> None:
    flutterwave.settings(refund_webhooks=True)
    paid = flutterwave.paid()
    listener.wait(1)  # each is sent by a thread of its own
    flutterwave.call("POST", f"/transactions/{paid}/refund", {"amount": 2000})
    told = listener.wait(2)[1].body
    assert "event" not in told
    assert (told["AmountRefunded"], told["TransactionId"], told["status"]) == (2000, int(paid), "completed")
    assert json.loads(told["meta"])["source"] == "availablebalance"


@pytest.mark.parametrize("unpaid", ["0", "decline"])
def test_nothing_unpaid_is_refunded(flutterwave: Flutterwave, unpaid: str) -> None:
    if unpaid == "decline":
        flutterwave.payer().press("decline")
        unpaid = str(flutterwave.told()["id"])
    assert flutterwave.call("POST", f"/transactions/{unpaid}/refund").status_code == 400
    assert flutterwave.journal() == []


def test_an_empty_balance_refuses_refunds(flutterwave: Flutterwave) -> None:
    paid = flutterwave.paid()
    flutterwave.settings(balances={"XAF": 1999})
    assert flutterwave.call("GET", "/balances/XAF").json()["data"]["available_balance"] == 1999
    refused = flutterwave.call("POST", f"/transactions/{paid}/refund", {"amount": 2000})
    assert (refused.status_code, refused.json()["message"]) == (400, "Insufficient balance")
    flutterwave.settings(balances={"XAF": 2000})
    flutterwave.ask(float_exhausted={"next": 1})
    assert flutterwave.call("POST", f"/transactions/{paid}/refund", {"amount": 2000}).status_code == 400
    assert flutterwave.call("POST", f"/transactions/{paid}/refund", {"amount": 2000}).status_code == 200


@pytest.mark.parametrize(("fault", "end", "moved"), [("refund_waits", "completed", 1), ("refund_fails", "failed", 0)])
def test_a_refund_waits_or_fails(flutterwave: Flutterwave, fault: str, end: str, moved: int) -> None:
    paid = flutterwave.paid()
    flutterwave.ask(**{fault: {"next": 1}, "refund_waits": {"next": 1, "value": 0.2}})
    begun = flutterwave.call("POST", f"/transactions/{paid}/refund").json()["data"]
    assert begun["status"] == "pending"

    def status() -> str:
        word: str = flutterwave.call("GET", f"/refunds/{begun['id']}").json()["data"]["status"]
        return word

    wait_for(lambda: status() == end, "the refund to end")
    assert len(flutterwave.journal()) == 1 + moved


def test_a_chargeback_is_seen_in_the_journal_alone(flutterwave: Flutterwave, listener: Listener) -> None:
    flutterwave.settings(refund_webhooks=True)
    flutterwave.ask(charge_reversed={"next": 1, "value": 0.05})
    paid = flutterwave.paid()
    wait_for(lambda: flutterwave.amounts() == [("collection", 5000, "XAF"), ("reversal", 5000, "XAF")], "the reversal")
    flutterwave.quiet()
    assert (flutterwave.told()["status"], len(listener.heard)) == ("successful", 1)
    assert flutterwave.call("GET", "/refunds").json()["data"] == []
    assert flutterwave.call("POST", f"/transactions/{paid}/refund").status_code == 400


def test_a_refund_is_read_in_other_words_when_asked(flutterwave: Flutterwave) -> None:
    one = flutterwave.call("POST", f"/transactions/{flutterwave.paid()}/refund").json()["data"]["id"]
    flutterwave.ask(refund_pascal={"next": 1}, refund_word={"next": 1})
    told = flutterwave.call("GET", f"/refunds/{one}").json()["data"]
    assert (told["AmountRefunded"], type(told["meta"]), told["status"]) == (5000, str, "completed-mpgs")
    flutterwave.ask(refund_word={"next": 1})
    assert flutterwave.call("GET", f"/refunds/{one}").json()["data"]["status"] == "completed-mpgs"


# Faults

STATUSES = {
    "status_pending": ({"value": 1}, {"status": "pending"}),
    "status_flipped_first": ({"value": 1}, {"status": "failed"}),
    "status_unknown": ({"value": "ONGOING"}, {"status": "ONGOING"}),
    "status_wrong_amount": ({"value": -1}, {"amount": 4999}),
    "status_wrong_currency": ({}, {"currency": "NGN"}),
    "status_other_reference": ({}, {"tx_ref": "ANOTHER-1"}),
    "fee_on_top": ({}, {"amount": 5000, "charged_amount": 5175}),
}


@pytest.mark.parametrize("fault", STATUSES)
def test_a_verify_lies_once_while_the_journal_tells_the_truth(flutterwave: Flutterwave, fault: str) -> None:
    fields, expected = STATUSES[fault]
    flutterwave.ask(**{fault: {"next": 1, **fields}})
    flutterwave.paid()
    first, second = flutterwave.told(), flutterwave.told()
    assert {name: first[name] for name in expected} == expected
    assert (second["status"], second["amount"], second["charged_amount"]) == ("successful", 5000, 5000)
    assert flutterwave.amounts() == [("collection", 5000, "XAF")]


def test_a_verify_flips_after_the_truth(flutterwave: Flutterwave) -> None:
    flutterwave.ask(status_flip={"next": 1, "value": 1})
    flutterwave.paid()
    assert [flutterwave.told()["status"] for _ in range(3)] == ["successful", "failed", "successful"]


@pytest.mark.parametrize("everywhere", [False, True])
def test_a_transaction_is_not_found_for_a_while(flutterwave: Flutterwave, *, everywhere: bool) -> None:
    flutterwave.ask(status_missing={"next": 1, "value": 2}, not_found_200={"next": 2 * everywhere})
    flutterwave.paid()
    found = [flutterwave.verify().status_code for _ in range(3)]
    assert found == [200 if everywhere else 400] * 2 + [200]
    assert flutterwave.told()["status"] == "successful"


def test_an_approval_waits_and_a_bank_declines(flutterwave: Flutterwave, listener: Listener) -> None:
    flutterwave.ask(charge_waits={"next": 1, "value": 0.3})
    assert flutterwave.payer().press("pay:card").returned["status"] == "pending"  # type: ignore[index]
    assert flutterwave.told()["status"] == "pending"
    assert listener.wait(1)[0].body["data"]["status"] == "successful"
    assert flutterwave.told()["status"] == "successful"
    flutterwave.ask(charge_declined={"next": 1})
    flutterwave.payer("MB-2").press("pay:card")
    assert flutterwave.told("MB-2")["processor_response"] == "Insufficient Funds"
    assert len(flutterwave.journal()) == 1


@pytest.mark.parametrize("more", [500, -500])
def test_another_amount_is_really_taken_and_told(flutterwave: Flutterwave, more: int) -> None:
    flutterwave.ask(charge_other_amount={"next": 1, "value": more})
    flutterwave.payer().press("pay:card")
    assert flutterwave.told()["amount"] == flutterwave.journal()[0]["amount"] == 5_000 + more


@pytest.mark.parametrize("fault", BROKEN_LINES)
def test_a_broken_line_refunds_once_or_never(flutterwave: Flutterwave, fault: str) -> None:
    paid = flutterwave.paid()
    flutterwave.ask(**{fault: {"next": 1, "call": "refund", "phone": AWA}})
    answer, executed = BROKEN_LINES[fault]
    assert outcome(lambda: flutterwave.call("POST", f"/transactions/{paid}/refund")) == answer
    assert len(flutterwave.journal()) == 1 + executed


@pytest.mark.parametrize("fault", ["refused_error", "executed_then_error"])
def test_a_time_out_is_said_as_in_its_papers(flutterwave: Flutterwave, fault: str) -> None:
    flutterwave.ask(**{fault: {"next": 1, "call": "create", "value": 503}})
    reply = flutterwave.create("MB-1")
    assert (reply.status_code, reply.json()["message"]) == (503, "An error occurred. Please contact support")


def test_the_same_seed_strikes_alike_whatever_the_references(flutterwave: Flutterwave) -> None:
    def struck() -> list[int]:
        flutterwave.ask(refused_empty={"chance": 0.5, "call": "create"})
        return [flutterwave.create().status_code for _ in range(12)]

    assert struck() == struck()
    assert set(struck()) == {200, 400}


def test_a_fault_may_be_asked_for_one_tx_ref(flutterwave: Flutterwave) -> None:
    flutterwave.ask(refused_error={"next": 9, "phone": "MB-2"})
    assert [flutterwave.create(one).status_code for one in ("MB-1", "MB-2", "MB-3")] == [200, 503, 200]


def test_a_slow_line_and_a_full_one(flutterwave: Flutterwave) -> None:
    flutterwave.ask(latency={"next": 1, "value": 0.3}, refused_error={"next": 1, "value": 429})
    reply = flutterwave.create()
    assert reply.elapsed.total_seconds() >= 0.3
    assert (reply.status_code, reply.json()["message"]) == (429, "Too many requests")


@pytest.mark.parametrize("fault", WEBHOOKS)
def test_webhooks_come_as_often_as_asked(flutterwave: Flutterwave, listener: Listener, fault: str) -> None:
    flutterwave.ask(**{fault: {"next": 1}})
    paid = flutterwave.paid()
    heard = [one.body["data"] for one in listener.wait(WEBHOOKS[fault])]
    flutterwave.quiet()
    assert (len(listener.heard), len(flutterwave.journal())) == (WEBHOOKS[fault], 1)
    if fault == "callback_reordered":
        assert [one["status"] for one in heard] == ["successful", "pending"]
    if fault in ("callback_forged", "callback_unknown"):
        forged = heard[0]
        assert (forged["status"], str(forged["id"]) != paid) == ("successful", True)
        assert (forged["tx_ref"] == "MB-1") == (fault == "callback_forged")


def test_webhooks_lie_are_unsigned_or_broken(flutterwave: Flutterwave, listener: Listener) -> None:
    flutterwave.ask(callback_wrong_amount={"next": 1, "value": 7}, callback_unsigned={"next": 1})
    flutterwave.paid("MB-1")
    listener.wait(1)
    flutterwave.ask(callback_badly_signed={"next": 1}, callback_malformed={"next": 1})
    flutterwave.paid("MB-2")
    wrong, broken = listener.wait(2)
    assert (wrong.body["data"]["amount"], "verif-hash" in wrong.headers) == (5007, False)
    assert (broken.body, broken.headers["verif-hash"] != HASH) == (None, True)


def test_a_webhook_is_early_or_late(flutterwave: Flutterwave, listener: Listener) -> None:
    flutterwave.ask(callback_early={"next": 1})
    flutterwave.paid("MB-1")
    assert len(listener.heard) == 1  # before the payer was back
    flutterwave.ask(callback_late={"next": 1, "value": 0.3})
    flutterwave.paid("MB-2")
    assert len(listener.heard) == 1
    assert listener.wait(2)[1].body["data"]["tx_ref"] == "MB-2"


def test_a_webhook_not_taken_comes_again_three_times(flutterwave: Flutterwave, listener: Listener) -> None:
    listener.answers = [500, 302, 503]  # a redirect is a failure too
    flutterwave.paid()
    assert len({one.raw for one in listener.wait(4)}) == 1
    flutterwave.quiet()
    assert len(listener.heard) == 4


RETURNS: dict[str, Any] = {
    "return_none": None, "return_word": {"status": "completed"}, "return_json": {"status": "successful"},
}  # fmt: skip


@pytest.mark.parametrize("fault", RETURNS)
def test_the_payer_comes_back_otherwise(flutterwave: Flutterwave, fault: str) -> None:
    flutterwave.ask(**{fault: {"next": 1}})
    returned = flutterwave.payer().press("pay:card").returned
    if returned is not None and "response" in returned:
        returned = json.loads(returned["response"])
    assert (returned and {"status": returned["status"]}) == RETURNS[fault]
    assert len(flutterwave.journal()) == 1


def test_a_forged_return_claims_what_was_cancelled(flutterwave: Flutterwave) -> None:
    flutterwave.ask(return_forged={"next": 1})
    returned = flutterwave.payer().press("cancel").returned
    assert returned is not None
    assert returned["status"] == "successful"
    assert flutterwave.call("GET", f"/transactions/{returned['transaction_id']}/verify").status_code == 400
    assert flutterwave.journal() == []


def test_every_fault_is_shown_with_what_it_means(flutterwave: Flutterwave) -> None:
    shown = flutterwave.get("/faults")["flutterwave"]
    assert shown.keys() == FAULTS.keys()
    assert all(fault["meaning"] for fault in shown.values())


@pytest.mark.parametrize("wanted", [{"webhook": "x"}, {"fee_permille": "3"}, {"balances": {"XAF": 1.5}}, []])
def test_a_dashboard_refuses_what_it_does_not_know(flutterwave: Flutterwave, wanted: Any) -> None:
    reply = flutterwave.session.put(f"{flutterwave.url}/providers/flutterwave", json=wanted, timeout=60)
    assert reply.status_code == 400
    assert flutterwave.session.put(f"{flutterwave.url}/providers/nobody", json={}, timeout=60).status_code == 404


def test_an_unknown_link_is_no_page(flutterwave: Flutterwave) -> None:
    reply = requests.get(f"{flutterwave.url}/flutterwave/v3/hosted/pay/none", timeout=60)
    assert (reply.status_code, reply.headers["Content-Security-Policy"].startswith("default-src 'none'")) == (404, True)
