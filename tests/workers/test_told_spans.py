"""Spans reach a collector in its own form, from each process by itself; one that is slow or away delays nobody."""

import os
import re
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span as Told
from opentelemetry.proto.trace.v1.trace_pb2 import Status
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from structlog.testing import capture_logs

from tests.world.collector import Collector, collecting
from wallet.core import settings, traces
from wallet.core.settings import WalletSettings
from wallet.core.traces import Span, StepPlace, find_place, step
from workers import spans
from workers.spans import Outgoing
from workers.tracing import DROPPED, FAILED, SENT, begin_tracing

REFERENCE = "BK8N-WP9X"
ROOT = Path(__file__).parents[2]
PROGRAMS = ("wallet", "ussd_menus", "sms_templates", "documents", "workers", "web", "cli", "local", "simulators")


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    monkeypatch.setattr(spans, "EVERY_MS", 20)
    with collecting() as made:
        yield made
    traces.end()


def begin(url: str, counted: Counter[str]) -> Outgoing:
    """Trace, and count what becomes of spans."""

    def count(became: str, number: int) -> None:
        counted[became] += number

    return spans.begin(url, 1.0, "worker mtn", count)


def make_span(number: int = 1) -> Span:
    return Span("call", "client", StepPlace(7, number), None, 1, 2, {"status": "200"}, ())


def test_a_step_comes_to_the_collector_as_a_span(collector: Collector) -> None:
    counted = Counter[str]()
    outgoing = begin(collector.url, counted)
    with suppress(OSError), step("operator", after=REFERENCE, of="x", rail="mtn", was="created"):
        with step("call", method="POST") as call:
            call.say(status="202")
        raise OSError("4826")
    outer, inner = collector.wait(2)
    known = find_place(REFERENCE)
    assert outer.trace_id == inner.trace_id == known.trace.to_bytes(16)
    assert outer.parent_span_id == known.span.to_bytes(8)
    assert inner.parent_span_id == outer.span_id
    assert (outer.kind, inner.kind) == (Told.SPAN_KIND_INTERNAL, Told.SPAN_KIND_CLIENT)
    assert (outer.status.code, outer.status.message) == (Status.STATUS_CODE_ERROR, "")
    said = {one.key: one.value.string_value for one in outer.attributes}
    assert said == {"mbongo.rail": "mtn", "mbongo.was": "created", "mbongo.error": "OSError"}
    assert not outer.events
    assert "worker mtn" in collector.draw()
    assert b"4826" not in collector.bytes
    outgoing.flush()
    assert counted == {SENT: 2}


def test_a_forked_process_tells_its_own(collector: Collector) -> None:
    """The thread that sends is not in a fork, and what waits there is its parent's to send."""
    counted = Counter[str]()
    outgoing = begin(collector.url, counted)
    with step("job", queue="mtn"):
        pass
    collector.wait(1)
    outgoing.waiting = outgoing.queue_max  # as while much waits
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        with step("job", queue="mail"):
            pass
        outgoing.flush()
        os._exit(counted[DROPPED])
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    told = [one.value.string_value for span in collector.wait(2) for one in span.attributes]
    assert sorted(told) == ["mail", "mtn"]


class Stuck(SpanExporter):
    """A collector that takes nothing until it is let."""

    def __init__(self) -> None:
        self.held, self.let = os.pipe()
        self.count = 0

    def export(self, batch: object) -> SpanExportResult:
        os.read(self.held, 1)
        self.count += len(batch)  # type: ignore[arg-type]
        return SpanExportResult.SUCCESS


def test_what_does_not_fit_the_queue_is_dropped_at_once_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "EVERY_MS", 20)
    counted, stuck = Counter[str](), Stuck()

    def count(became: str, number: int) -> None:
        counted[became] += number

    outgoing = Outgoing(stuck, "serve", count, queue_max=10)
    for number in range(1, 101):  # of a collector that is stuck, nobody who puts waits
        outgoing.put(make_span(number))
    assert counted == {DROPPED: 90}
    os.write(stuck.let, b"x" * 20)
    with capture_logs() as lines:
        outgoing.processor.force_flush()
    assert (stuck.count, counted[SENT], outgoing.waiting) == (10, 10, 0)
    assert [(line["event"], line["count"]) for line in lines] in ([], [("spans lost", 90)])
    outgoing.put(make_span())
    outgoing.processor.force_flush()
    assert counted == {DROPPED: 90, SENT: 11}
    outgoing.processor.shutdown()


def test_a_collector_that_is_away_is_said_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "ANSWER_SECONDS", 0.2)
    counted = Counter[str]()
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}/v1/traces"
    with capture_logs() as lines:
        outgoing = begin(url, counted)
        for _ in range(2):
            outgoing.put(make_span())
            outgoing.processor.force_flush()
    traces.end()
    assert counted == {FAILED: 2}
    assert [line["count"] for line in lines if line["event"] == "spans lost"] == [1]
    assert outgoing.lost == 1, "said with the next"
    assert outgoing.waiting == 0


def test_a_process_ends_though_its_collector_is_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "END_SECONDS", 0.05)
    stuck = Stuck()
    outgoing = Outgoing(stuck, "serve", lambda _, __: None)
    outgoing.put(make_span())
    began = time.monotonic()
    outgoing.flush()
    assert time.monotonic() - began < 30, "it would never be over"
    os.write(stuck.let, b"x" * 20)
    outgoing.processor.shutdown()


def test_without_an_address_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.tracing.import_module", pytest.fail)
    assert not begin_tracing(WalletSettings.model_construct(), "serve")
    assert step("job") is traces.UNTRACED


def test_what_traces_is_imported_by_one_module_which_is_imported_by_name() -> None:
    """So a process that does not trace has read none of it, and needs none of it installed."""
    reads = re.compile(r"^\s*(?:import|from) (?:opentelemetry|google\.protobuf|workers\.spans)\b", re.MULTILINE)
    files = [file for program in PROGRAMS for file in (ROOT / program).rglob("*.py")]
    assert [file.relative_to(ROOT) for file in files if reads.search(file.read_text("utf-8"))] == [
        Path("workers/spans.py")
    ]


def test_an_address_without_the_packages_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_spec("opentelemetry")
    url = "http://127.0.0.1:4318/v1/traces"
    assert WalletSettings.check_traces(url) == url
    monkeypatch.setattr(settings, "find_spec", lambda _: None)
    assert WalletSettings.check_traces("") == ""
    with pytest.raises(ValueError, match=r"requirements-traces\.lock"):
        WalletSettings.check_traces(url)
