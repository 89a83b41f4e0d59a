"""The handset on the gateway's wire, against a tiny service that echoes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulators.handset import Handset, NoCall, NotTaken
from simulators.wire import network_code
from tests.simulators.tiny_service import HeardRequests
from tests.world.cast import AWA, MOUSSA


def texts(heard: HeardRequests) -> list[str]:
    return [hop["text"] for hop in heard.ussd]


def test_answers_grow_one_text_in_one_session(moussa: Handset, heard: HeardRequests) -> None:
    screen = moussa.dial("*384*237#")
    assert (screen.text, screen.open) == ("You said |\nAnd now?", True)
    moussa.answer("1")
    moussa.answer("1")
    assert moussa.answer("Aïcha").text.startswith("You said 1*1*Aïcha|")
    assert texts(heard) == ["", "1", "1*1", "1*1*Aïcha"]
    assert len({hop["sessionId"] for hop in heard.ussd}) == 1
    hop = heard.ussd[0]
    assert hop["sessionId"].startswith("ATUid_")
    assert len(hop["sessionId"]) == len("ATUid_") + 32
    assert (hop["phoneNumber"], hop["networkCode"], hop["serviceCode"]) == (MOUSSA, "62401", "*384*237#")


def test_end_closes_and_tells_success(moussa: Handset, heard: HeardRequests) -> None:
    heard.echo = lambda text: ("END Bye" if text else "CON Menu", 200)
    moussa.dial("*384*237#")
    assert heard.events == []
    screen = moussa.answer("2")
    assert (screen.text, screen.open) == ("Bye", False)
    (event,) = heard.events
    assert event["status"] == "Success"
    assert (event["hopsCount"], event["input"], event["lastAppResponse"]) == ("2", "2", "Bye")
    assert event.keys() == {
        "date", "sessionId", "serviceCode", "networkCode", "phoneNumber", "status", "cost",
        "durationInMillis", "hopsCount", "input", "lastAppResponse",
    }  # fmt: skip
    with pytest.raises(NoCall):
        moussa.answer("1")


def test_the_red_key_tells_incomplete_once(moussa: Handset, heard: HeardRequests) -> None:
    moussa.dial("*384*237#")
    moussa.hang_up()
    moussa.hang_up()
    assert [event["status"] for event in heard.events] == ["Incomplete"]
    assert not moussa.screen.open


def test_a_dropped_call_tells_nobody_and_a_redial_is_a_new_session(moussa: Handset, heard: HeardRequests) -> None:
    moussa.dial("*384*237#")
    moussa.answer("1")
    moussa.drop()
    moussa.dial("*384*237#")
    assert heard.events == []
    assert texts(heard) == ["", "1", ""]
    assert len({hop["sessionId"] for hop in heard.ussd}) == 2


def test_the_last_hop_again_is_the_same_hop_also_after_the_end(moussa: Handset, heard: HeardRequests) -> None:
    heard.echo = lambda text: (f"END {text}" if text.count("*") else "CON Menu", 200)
    moussa.dial("*384*237#")
    moussa.repeat()
    moussa.answer("1")
    moussa.answer("2")
    assert moussa.repeat().text == "1*2"
    assert texts(heard) == ["", "", "1", "1*2", "1*2"]
    assert len(heard.events) == 1


def test_a_stale_hop_is_shorter_and_the_call_goes_on(moussa: Handset, heard: HeardRequests) -> None:
    moussa.dial("*384*237#")
    moussa.answer("1")
    moussa.answer("2")
    moussa.stale()
    moussa.stale(hops=2)
    moussa.answer("3")
    assert texts(heard) == ["", "1", "1*2", "1", "", "1*2*3"]


def test_a_shortcut_arrives_in_the_first_hop(moussa: Handset, heard: HeardRequests) -> None:
    moussa.dial("*384*237*1*677000002#")
    moussa.answer("500")
    assert texts(heard) == ["1*677000002", "1*677000002*500"]
    assert {hop["serviceCode"] for hop in heard.ussd} == {"*384*237#"}


def test_another_code_travels_whole(moussa: Handset, heard: HeardRequests) -> None:
    moussa.dial("*126#")
    assert (heard.ussd[0]["serviceCode"], heard.ussd[0]["text"]) == ("*126#", "")
    assert moussa.dial("677000002").problem is not None
    assert len(heard.ussd) == 1


def test_any_field_can_be_forged(moussa: Handset, heard: HeardRequests) -> None:
    moussa.dial("*384*237#")
    moussa.hop("9*9", phoneNumber=AWA)
    assert (heard.ussd[1]["text"], heard.ussd[1]["phoneNumber"]) == ("9*9", AWA)
    assert heard.ussd[1]["sessionId"] == heard.ussd[0]["sessionId"]


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        ("CON Menu", 500, "HTTP 500"),
        ("CON Menu", 302, "HTTP 302"),
        ("", 200, "the answer begins with neither CON nor END"),
        (" CON Menu", 200, "the answer begins with neither CON nor END"),
        ("<html>", 200, "the answer begins with neither CON nor END"),
    ],
)
def test_a_bad_answer_ends_the_session_as_failed(
    moussa: Handset, heard: HeardRequests, body: str, status: int, problem: str
) -> None:
    heard.echo = lambda text: (body, status)
    screen = moussa.dial("*384*237#")
    assert (screen.open, screen.problem) == (False, problem)
    assert [(event["status"], event["errorMessage"]) for event in heard.events] == [("Failed", problem)]


def test_a_service_that_is_away_is_a_problem_without_its_address(moussa: Handset) -> None:
    away = Handset(MOUSSA, replace(moussa.wire, ussd_url="http://127.0.0.1:9/ussd/canary", ussd_events_url=None))
    screen = away.dial("*384*237#")
    assert screen.problem == "no answer, the service cannot be reached"
    assert "canary" not in repr(away.wire) + repr(screen)


def test_a_text_is_sent_as_the_gateway_sends_it(moussa: Handset, heard: HeardRequests) -> None:
    gateway_id = moussa.text("ENVOI 500 699000002")
    (sms,) = heard.sms
    assert sms.keys() == {"date", "from", "id", "linkId", "text", "to", "networkCode", "cost"}
    assert (sms["from"], sms["id"], sms["text"]) == (MOUSSA, gateway_id, "ENVOI 500 699000002")
    moussa.text("ENVOI 500 699000002", gateway_id=gateway_id)
    assert heard.sms[1]["id"] == gateway_id


def test_a_text_is_tried_again_with_its_id_until_200(moussa: Handset, heard: HeardRequests) -> None:
    heard.sms_refusals = 2
    gateway_id = moussa.text("SOLDE")
    assert [sms["id"] for sms in heard.sms] == [gateway_id] * 3


def test_a_text_never_taken_says_so(moussa: Handset, heard: HeardRequests) -> None:
    heard.sms_refusals = 100
    with pytest.raises(NotTaken, match="HTTP 500"):
        moussa.text("SOLDE")
    assert len(heard.sms) == 5


def test_what_was_typed_is_in_no_repr(moussa: Handset) -> None:
    moussa.dial("*384*237#")
    moussa.answer("7351")
    assert "7351" not in repr(moussa.call) + repr(moussa) + repr(moussa.wire)


@pytest.mark.parametrize(
    ("phone", "code"),
    [
        ("+237677000001", "62401"),
        ("+237650000000", "62401"),
        ("+237683000000", "62401"),
        ("+237699000002", "62402"),
        ("+237655000000", "62402"),
        ("+237640000000", "62402"),
        ("+237620000000", "62403"),
        ("+237660000000", "62404"),
        ("+237684000000", "62404"),
        ("+237222000000", "99999"),
        ("+33612345678", "99999"),
    ],
)
def test_a_number_names_its_network(phone: str, code: str) -> None:
    assert network_code(phone) == code
