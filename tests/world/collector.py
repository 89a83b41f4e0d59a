"""A collector of spans on loopback, as OTLP over HTTP has it: what it was sent, and drawn as trees.

`python -m tests.world.collector` is one to look at: it draws each trace once nothing more has come for a second.
"""

import gzip
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span


class Collector(ThreadingHTTPServer):
    """The spans that came, each with the process it came from, and all bytes, to be searched."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.came = threading.Condition()
        self.spans = list[tuple[str, Span]]()
        self.bytes = bytearray()
        self.status = 200

    @property
    def url(self) -> str:
        """Return where spans are sent."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1/traces"

    def take(self, body: bytes) -> None:
        """Keep what was sent."""
        sent = ExportTraceServiceRequest.FromString(body)
        with self.came:
            self.bytes += body
            for resource in sent.resource_spans:
                process = {one.key: one.value.string_value for one in resource.resource.attributes}["mbongo.process"]
                self.spans += [(process, span) for scope in resource.scope_spans for span in scope.spans]
            self.came.notify_all()

    def wait_for(self, sent: bytes, seconds: float = 60) -> None:
        """Wait until this was sent."""
        with self.came:
            assert self.came.wait_for(lambda: sent in self.bytes, seconds), self.spans

    def wait(self, count: int, seconds: float = 60) -> list[Span]:
        """Return all spans, once there are so many."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.spans) >= count, seconds), self.spans
            return [span for _, span in self.spans]

    def draw(self) -> str:
        """Return every trace as a tree, each span under its parent, in the order in which they began."""
        with self.came:
            spans = sorted(self.spans, key=lambda one: one[1].start_time_unix_nano)
        return "\n".join(draw_traces(spans))


class Taking(BaseHTTPRequestHandler):
    """One request to the collector."""

    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 200:
            self.server.take(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def draw_traces(spans: list[tuple[str, Span]]) -> Iterator[str]:
    """Yield the lines of each trace."""
    for trace in dict.fromkeys(span.trace_id for _, span in spans):
        of = [(process, span) for process, span in spans if span.trace_id == trace]
        there = {span.span_id for _, span in of}
        yield f"trace {trace.hex()}"
        for process, span in of:
            if span.parent_span_id not in there:
                yield from draw_span(process, span, of, 1)


def draw_span(process: str, span: Span, of: list[tuple[str, Span]], depth: int) -> Iterator[str]:
    """Yield the lines of a span and of all under it."""
    said = " ".join(f"{one.key.removeprefix('mbongo.')}={one.value.string_value}" for one in span.attributes)
    ms = (span.end_time_unix_nano - span.start_time_unix_nano) / 1_000_000
    yield f"{'   ' * depth}{span.name}  {ms:.1f} ms  [{process}]  {said}"
    for below, one in of:
        if one.parent_span_id == span.span_id:
            yield from draw_span(below, one, of, depth + 1)


@contextmanager
def collecting() -> Iterator[Collector]:
    """Run a collector while the block lasts."""
    with Collector() as collector:
        threading.Thread(target=collector.serve_forever, args=(0.05,), daemon=True).start()
        yield collector
        collector.shutdown()


def main() -> None:
    """Draw what comes, until Ctrl-C."""
    with collecting() as collector:
        sys.stdout.write(f"MBONGO_TRACES_URL={collector.url}\n")
        while True:
            time.sleep(1)
            with collector.came:
                seen = len(collector.spans)
            time.sleep(1)
            if seen and seen == len(collector.spans):
                sys.stdout.write(collector.draw() + "\n\n")
                collector.spans.clear()
            sys.stdout.flush()


if __name__ == "__main__":
    main()
