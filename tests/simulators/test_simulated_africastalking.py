"""The real africastalking SDK against the simulator, over real HTTP, in every shape of reply."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
from africastalking.Service import AfricasTalkingException

from faults.polling import wait_for
from tests.simulators.tiny_service import HeardRequests, Simulators
from tests.world.cast import AWA, MOUSSA

pytestmark = pytest.mark.campaign

SHORT = (2.0, 0.5)


def recipients(reply: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reply["SMSMessageData"]["Recipients"]
    return found


def test_a_text_sent_by_the_sdk_lies_in_the_inbox(outside: Simulators) -> None:
    reply = outside.sdk().send("Bonjour Moussa", [MOUSSA], sender_id="MBONGO", timeout=SHORT)
    (sent,) = recipients(reply)
    assert (sent["status"], sent["statusCode"], sent["number"]) == ("Success", 101, MOUSSA)
    assert sent["messageId"].startswith("ATXid_")
    assert reply["SMSMessageData"]["Message"].startswith("Sent to 1/1 Total Cost: XAF ")
    (text,) = outside.messages(to=MOUSSA)
    assert (text["id"], text["sender"], text["text"]) == (sent["messageId"], "MBONGO", "Bonjour Moussa")
    assert outside.messages(to=AWA) == []


def test_a_list_of_recipients_has_an_entry_and_an_id_each(outside: Simulators) -> None:
    sent = recipients(outside.sdk().send("A deux", [MOUSSA, AWA], enqueue=True, timeout=SHORT))
    assert [one["statusCode"] for one in sent] == [102, 102]
    assert len({one["messageId"] for one in sent}) == 2
    assert [text["to"] for text in outside.messages()] == [MOUSSA, AWA]


@pytest.mark.parametrize(
    ("text", "parts"),
    [("a" * 160, 1), ("a" * 161, 2), ("ê" * 70, 1), ("ê" * 71, 2), ("€" * 80, 1), ("€" * 81, 2)],
)
def test_parts_are_counted_as_they_are_billed(outside: Simulators, text: str, parts: int) -> None:
    assert recipients(outside.sdk().send(text, [AWA], timeout=SHORT))[0]["messageParts"] == parts
    assert outside.messages(to=AWA)[0]["parts"] == parts


def test_messages_are_oldest_first_and_after_since(outside: Simulators) -> None:
    for word in ("un", "deux", "trois"):
        outside.sdk().send(word, [AWA], timeout=SHORT)
    everything = outside.messages(to=AWA)
    assert [text["text"] for text in everything] == ["un", "deux", "trois"]
    later = outside.messages(to=AWA, since=everything[0]["seq"], wait=5)
    assert [text["text"] for text in later] == ["deux", "trois"]
    unescaped = requests.get(f"{outside.url}/messages?to={AWA}", timeout=60).json()
    assert unescaped == everything


def test_a_wrong_key_is_401_in_plain_text(outside: Simulators) -> None:
    with pytest.raises(AfricasTalkingException, match=r"^The supplied authentication is invalid$"):
        outside.sdk("wrong-key").send("Bonjour", [AWA], timeout=SHORT)
    assert outside.messages() == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_http_error_accepts_nothing(outside: Simulators, status: int) -> None:
    outside.ask(http_error={"next": 1, "value": status})
    with pytest.raises(AfricasTalkingException, match="html"):
        outside.sdk().send("Bonjour", [AWA], timeout=SHORT)
    assert outside.messages() == []
    assert recipients(outside.sdk().send("Bonjour", [AWA], timeout=SHORT))[0]["statusCode"] == 101


def test_an_invalid_sender_is_201_without_recipients(outside: Simulators) -> None:
    outside.ask(refused_whole={"next": 1})
    reply = outside.sdk().send("Bonjour", [AWA], sender_id="NOBODY", timeout=SHORT)
    assert reply == {"SMSMessageData": {"Message": "InvalidSenderId", "Recipients": []}}
    assert outside.messages() == []


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (403, "InvalidPhoneNumber"),
        (405, "InsufficientBalance"),
        (406, "UserInBlacklist"),
        (500, "InternalServerError"),
        (501, "GatewayError"),
        (502, "RejectedByGateway"),
        (599, "Unknown"),
    ],
)
def test_a_refused_recipient_is_201_with_its_code(outside: Simulators, code: int, status: str) -> None:
    outside.ask(refused_recipient={"next": 1, "value": code, "phone": AWA})
    to_moussa, to_awa = recipients(outside.sdk().send("Bonjour", [MOUSSA, AWA], timeout=SHORT))
    assert to_moussa["statusCode"] == 101
    refusal = {"number": AWA, "status": status, "statusCode": code}
    assert to_awa == {**refusal, "cost": "0", "messageId": "None", "messageParts": 0}
    assert [text["to"] for text in outside.messages()] == [MOUSSA]


def test_a_number_no_gateway_can_reach_is_403_unasked(outside: Simulators) -> None:
    assert recipients(outside.sdk().send("Bonjour", ["+1234"], timeout=SHORT))[0]["statusCode"] == 403


def test_an_accepted_text_may_carry_no_id(outside: Simulators) -> None:
    outside.ask(no_message_id={"next": 1})
    (sent,) = recipients(outside.sdk().send("Bonjour", [AWA], timeout=SHORT))
    assert (sent["messageId"], sent["statusCode"]) == ("None", 101)
    assert len(outside.messages(to=AWA)) == 1


def test_a_charset_makes_the_sdk_answer_a_str(outside: Simulators) -> None:
    outside.ask(charset={"next": 1})
    reply = outside.sdk().send("Bonjour", [AWA], timeout=SHORT)
    assert isinstance(reply, str)
    assert recipients(json.loads(reply))[0]["statusCode"] == 101


def test_malformed_json_comes_after_the_text_was_accepted(outside: Simulators) -> None:
    outside.ask(malformed={"next": 1})
    with pytest.raises(requests.exceptions.JSONDecodeError):
        outside.sdk().send("Bonjour", [AWA], timeout=SHORT)
    assert len(outside.messages(to=AWA)) == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [("accepted_then_dropped", requests.ConnectionError), ("accepted_then_hangs", requests.ReadTimeout)],
)
def test_an_ambiguous_send_was_accepted(outside: Simulators, fault: str, error: type[Exception]) -> None:
    outside.ask(**{fault: {"next": 1}})
    with pytest.raises(error):
        outside.sdk().send("Bonjour", [AWA], timeout=SHORT)
    assert len(outside.messages(to=AWA, wait=5)) == 1


def test_latency_makes_the_client_give_up(outside: Simulators) -> None:
    outside.ask(latency={"next": 1, "value": 30})
    with pytest.raises(requests.ReadTimeout):
        outside.sdk().send("Bonjour", [AWA], timeout=SHORT)


def statuses(heard: HeardRequests) -> list[str]:
    return [report["status"] for report in heard.reports]


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        ({}, ["Sent", "Success"]),
        ({"report_buffered": {"next": 1}}, ["Sent", "Buffered", "Success"]),
        ({"report_twice": {"next": 1}}, ["Sent", "Sent", "Success", "Success"]),
        ({"report_out_of_order": {"next": 1}}, ["Success", "Sent"]),
        ({"report_failed": {"next": 1}}, ["Sent", "Failed"]),
        ({"report_failed": {"next": 1, "value": "Expired"}}, ["Sent", "Expired"]),
    ],
)
def test_delivery_reports_arrive(
    outside: Simulators, heard: HeardRequests, faults: dict[str, Any], expected: list[str]
) -> None:
    outside.ask(**faults)
    (sent,) = recipients(outside.sdk().send("Bonjour", [AWA], timeout=SHORT))
    wait_for(lambda: len(heard.reports) >= len(expected), "delivery reports")
    assert statuses(heard) == expected
    last = heard.reports[-1]
    assert (last["id"], last["phoneNumber"], last["networkCode"]) == (sent["messageId"], AWA, "62402")
    assert [("failureReason" in one) for one in heard.reports] == [one == "Failed" for one in expected]


def test_a_report_may_arrive_before_the_answer(outside: Simulators, heard: HeardRequests) -> None:
    outside.ask(report_early={"next": 1}, accepted_then_hangs={"next": 1, "value": 0})
    (sent,) = recipients(outside.sdk().send("Bonjour", [AWA], timeout=SHORT))
    assert statuses(heard) == ["Sent", "Success"]
    assert heard.reports[0]["id"] == sent["messageId"]


def test_a_report_may_write_the_id_in_capitals(outside: Simulators, heard: HeardRequests) -> None:
    outside.ask(report_other_case={"next": 1})
    (sent,) = recipients(outside.sdk().send("Bonjour", [AWA], timeout=SHORT))
    wait_for(lambda: heard.reports, "delivery reports")
    assert heard.reports[0]["id"] == sent["messageId"].upper() != sent["messageId"]


def test_no_report_where_none_is_asked_for_and_none_for_a_refused_phone(
    outside: Simulators, heard: HeardRequests
) -> None:
    outside.ask(report_none={"next": 1, "phone": MOUSSA}, refused_recipient={"next": 1, "phone": AWA})
    outside.sdk().send("Sans suite", [MOUSSA, AWA], timeout=SHORT)
    outside.sdk().send("Avec suite", [AWA], timeout=SHORT)
    wait_for(lambda: len(heard.reports) == 2, "delivery reports")
    assert {report["phoneNumber"] for report in heard.reports} == {AWA}


def test_a_dropped_answer_still_has_its_reports(outside: Simulators, heard: HeardRequests) -> None:
    outside.ask(accepted_then_dropped={"next": 1})
    with pytest.raises(requests.ConnectionError):
        outside.sdk().send("Bonjour", [AWA], timeout=SHORT)
    wait_for(lambda: statuses(heard) == ["Sent", "Success"], "delivery reports")
