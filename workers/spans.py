"""Spans on their way to a collector, as OpenTelemetry's OTLP over HTTP: from a bounded queue, in a thread of its own.

A collector that is slow or away delays nobody: what no longer fits the queue is dropped, and counted. Nothing of the
environment is read (OTEL_…), or a machine's variable would say where spans go, and what stands in them.
"""

import atexit
import logging
import os
import threading
import time
from collections.abc import Sequence
from typing import Final

from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import Link, SpanContext, SpanKind, Status, StatusCode, TraceFlags

from wallet.core import traces
from wallet.core.logs import log
from wallet.core.traces import Span, StepPlace
from workers.rails.http import open_session
from workers.tracing import DROPPED, FAILED, SENT, Count

QUEUE_MAX: Final = 4_096  # some megabytes
AT_ONCE: Final = 512
EVERY_MS: Final = 1_000
ANSWER_SECONDS: Final = 5.0  # tries included
END_SECONDS: Final = 1.0  # which a process that ends gives what is left
TOLD_SECONDS: Final = 60.0
SAMPLED: Final = TraceFlags(TraceFlags.SAMPLED)
KINDS: Final = {"server": SpanKind.SERVER, "client": SpanKind.CLIENT, "consumer": SpanKind.CONSUMER}


class Outgoing:
    """Spans that wait for the collector, no more than fit; of those that do not, it keeps count and tells the log."""

    def __init__(self, exporter: SpanExporter, process: str, count: Count, queue_max: int = QUEUE_MAX) -> None:
        self.exporter, self.count = exporter, count
        self.lock = threading.Lock()
        self.waiting, self.queue_max = 0, queue_max
        self.lost, self.told_at = 0, float("-inf")
        self.resource = Resource({"service.name": "mbongo", "mbongo.process": process, "process.pid": os.getpid()})
        self.scope = InstrumentationScope("mbongo")
        self.processor = BatchSpanProcessor(
            CountingExporter(self), queue_max, EVERY_MS, min(AT_ONCE, queue_max), ANSWER_SECONDS * 1_000
        )

    def put(self, span: Span) -> None:
        """Take a span, or drop it at once where there is no room."""
        with self.lock:
            if is_full := self.waiting >= self.queue_max:
                self.lost += 1
            else:
                self.waiting += 1
        if is_full:
            self.count(DROPPED, 1)
        else:
            self.processor.on_end(self.write(span))

    def write(self, span: Span) -> ReadableSpan:
        """Return a span in OpenTelemetry's form."""
        return ReadableSpan(
            name=span.name,
            context=write_place(span.place),
            parent=write_place(span.parent) if span.parent else None,
            resource=self.resource,
            attributes={f"mbongo.{name}": said for name, said in span.said.items()},
            links=[Link(write_place(one)) for one in span.links],
            kind=KINDS.get(span.side, SpanKind.INTERNAL),
            status=Status(StatusCode.ERROR) if "error" in span.said else Status(),
            start_time=span.began,
            end_time=span.ended,
            instrumentation_scope=self.scope,
        )

    def note_sent(self, count: int, *, taken: bool) -> None:
        """Note that so many have left the queue; say aloud, once a minute, how many never reached the collector."""
        self.count(SENT if taken else FAILED, count)
        with self.lock:
            self.waiting -= count
            self.lost += 0 if taken else count
            lost, due = self.lost, time.monotonic() > self.told_at + TOLD_SECONDS
            if lost and due:
                self.lost, self.told_at = 0, time.monotonic()
        if lost and due:
            log.warning("spans lost", count=lost, means="the collector is away or slow; nobody waits for it")

    def forget(self) -> None:
        """Have nothing that waits: in a fork, whose thread and queue begin anew."""
        self.lock, self.waiting, self.lost = threading.Lock(), 0, 0

    def flush(self) -> None:
        """Send what is left as the process ends, for a second at most."""
        last = threading.Thread(target=self.processor.force_flush, daemon=True)
        last.start()
        last.join(END_SECONDS)


class CountingExporter(SpanExporter):
    """The exporter, and of all it was given what became of it."""

    def __init__(self, outgoing: Outgoing) -> None:
        self.outgoing = outgoing

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send spans; whatever goes wrong with it, they have left the queue."""
        result = SpanExportResult.FAILURE
        try:
            result = self.outgoing.exporter.export(spans)
        finally:
            self.outgoing.note_sent(len(spans), taken=result is SpanExportResult.SUCCESS)
        return result


def write_place(place: StepPlace) -> SpanContext:
    """Return a place in OpenTelemetry's form."""
    return SpanContext(place.trace, place.span, is_remote=False, trace_flags=SAMPLED)


def begin(url: str, share: float, process: str, count: Count) -> Outgoing:
    """Tell this process's steps to the collector at this address from now on."""
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)  # its words hold addresses; ours say what was lost
    exporter = OTLPSpanExporter(
        url, headers={}, timeout=ANSWER_SECONDS, compression=Compression.Gzip, session=open_session(connections=1)
    )
    outgoing = Outgoing(exporter, process, count)
    os.register_at_fork(after_in_child=outgoing.forget)
    atexit.register(outgoing.flush)
    traces.begin(outgoing.put, share)
    log.info("traces begin", share=share, process=process)
    return outgoing
