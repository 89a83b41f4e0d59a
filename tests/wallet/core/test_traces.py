"""Traces: what came in, what it became and what is done for it meet by ids that rows have; off, nothing is made."""

from collections.abc import Iterator
from threading import Thread

import pytest

from wallet.core import traces
from wallet.core.traces import Span, StepPlace, find_after, find_place, keep_said, say, step, step_operation

FIRST, SECOND = "BK8N-WP9X", "7E7K-P82T"
CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def told() -> Iterator[list[Span]]:
    """Give the steps that are told."""
    spans = list[Span]()
    traces.begin(spans.append)
    yield spans
    traces.end()


def test_while_off_no_step_is_made() -> None:
    assert step("job", queue="mtn") is step("text", of="x", after=FIRST) is traces.UNTRACED
    assert step_operation(FIRST, "send_money", "ussd") is traces.UNTRACED
    with step("webhook", of="x") as seen:
        seen.say(status="200")
        say(of="x", caller=CALLER)
        traces.link("y")
        assert not seen.headers
        assert not find_after({"reference": FIRST})


def test_a_request_is_of_the_trace_of_what_it_became(told: list[Span]) -> None:
    with step("request", way="/ussd"):
        say(of="a call", session="ATUid_9cb3")
        with step_operation(FIRST, "withdraw_money", "ussd"):
            pass
    with step("operator", after=FIRST, rail="mtn"), step("call", method="POST") as call:
        call.say(status="202")
    request, operation, operator, asked = told
    known = find_place(FIRST)
    assert {one.place.trace for one in told} == {known.trace}
    assert (request.parent, operation.parent, asked.parent) == (None, request.place, operator.place)
    assert operation.place == operator.parent == known, "which no column keeps"
    assert request.links == (find_place("a call"),), "of which the other hops are"
    assert (request.side, asked.side, operation.side) == ("server", "client", "internal")
    assert request.ended >= operation.ended >= operation.began >= request.began


def test_what_became_nothing_is_of_its_calls_trace(told: list[Span]) -> None:
    for _ in range(2):
        with step("request", way="/ussd"):
            say(of="a call")
    with step("request", way="/me"):
        pass
    assert [one.place.trace == find_place("a call").trace for one in told] == [True, True, False]
    assert {one.parent for one in told} == {None}


def test_a_second_operation_has_a_trace_of_its_own(told: list[Span]) -> None:
    with step("request"):
        for reference in (FIRST, FIRST, SECOND):  # a transaction that was tried again did it once
            with step_operation(reference, "send_money", "ussd"):
                pass
    other, request, once = told
    assert (once.place, other.place) == (find_place(FIRST), find_place(SECOND))
    assert other.parent is None
    assert other.links == (request.place,)


def test_what_a_job_does_for_many_is_of_their_traces_and_linked_to_it(told: list[Span]) -> None:
    def tell() -> None:
        with step("operator", after=SECOND):
            pass

    with step("job", queue="inbox"):
        say(outcome="done")
        with step("text heard", of="t1"), step_operation(FIRST, "send_money", "sms"):
            pass
        with step_operation(SECOND, "expire_checkout", "worker"):
            pass
        beside = Thread(target=tell)  # as a pool's, which knows nothing of who began it
        beside.start()
        beside.join()
    heard, first, second, operator, job = told
    assert (heard.place.trace, first.place) == (find_place(FIRST).trace, find_place(FIRST))
    assert second.place == operator.parent == find_place(SECOND)
    assert all(job.place in one.links for one in (heard, second, operator))
    assert job.said == {"queue": "inbox", "outcome": "done"}


def test_an_error_is_told_by_its_class_alone(told: list[Span]) -> None:
    with pytest.raises(ValueError, match="4826"), step("mail", of="m"):
        raise ValueError("4826")
    assert told[0].said == {"error": "ValueError"}


def test_a_callers_trace_is_linked_and_not_taken_over(told: list[Span]) -> None:
    for header in (CALLER, CALLER.upper(), "", f"{CALLER}-x", "00-4826-4826-01"):
        with step("request"):
            say(of="req_1", caller=header)
    assert [one.links for one in told] == [(StepPlace(0x0AF7651916CD43DD8448EB211C80319C, 0xB7AD6B7169203331),)] + [
        ()
    ] * 4
    assert {one.place.trace for one in told} == {find_place("req_1").trace}


def test_whoever_is_asked_within_a_step_may_hang_theirs_on_it(told: list[Span]) -> None:
    with step("webhook", of="x", after=FIRST) as seen:
        header = seen.headers["traceparent"]
    assert header == f"00-{told[0].place.trace:032x}-{told[0].place.span:016x}-01"
    assert told[0].place.trace == find_place(FIRST).trace


def test_a_share_keeps_whole_traces() -> None:
    """Whichever process it is, each judges by the trace alone."""
    told = list[Span]()
    traces.begin(told.append, 0.25)
    references = [f"{number:04}-ABCD".translate(str.maketrans("01", "XY")) for number in range(400)]
    for name in ("operator", "text"):
        for one in references:
            with step(name, after=one):  # type: ignore[arg-type]
                pass
    traces.end()
    kept = [one.place.trace for one in told if one.name == "operator"]
    assert 60 < len(kept) < 140
    assert kept == [one.place.trace for one in told if one.name == "text"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"session": "ATUid_9cb315d136c5467b8456498322729122"}, "ATUid_9cb315d136c5467b8456498322729122"),
        ({"session": "482607"}, "****"),
        ({"session": "677000001"}, "****"),
        ({"text": "+237677000001"}, "****"),
        ({"text": "s237677000001"}, "****"),
        ({"text": "a b"}, "****"),
        ({"operation": FIRST}, FIRST),
        ({"operation": "4826"}, "****"),
        ({"screen": "ussd.send_pin"}, "ussd.send_pin"),
        ({"screen": "ussd 4826"}, "****"),
        ({"way": "/v1/checkouts/<id>"}, "/v1/checkouts/<id>"),
        ({"way": "/pay/q6J2xw8"}, "****"),
        ({"outcome": "Moussa Bello 300"}, "****"),
        ({"error": "OperationalError"}, "OperationalError"),
        ({"error": "host=10.0.0.1"}, "****"),
        ({"status": "200"}, "200"),
        ({"pin": "4826", "phone": "+237677000001", "url": "https://x/y"}, ""),
        ({"command": ""}, ""),
    ],
)
def test_a_step_says_what_the_table_has_as_it_reads(said: dict[str, str], kept: str) -> None:
    assert "".join(keep_said(said).values()) == kept
