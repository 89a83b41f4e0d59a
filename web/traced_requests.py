"""Each request as a step of a trace, in an app whose process traces; in any other nothing of this is in its way."""

from typing import Final

from flask import Flask, Response, g, request
from prometheus_client import Counter

from wallet.core.settings import WalletSettings
from wallet.core.traces import step
from workers.tracing import BECAME, begin_tracing

NOWHERE: Final = "nowhere"
SPANS: Final = Counter("mbongo_spans_total", "Spans of traces by what became of them", ["became"])
for one in BECAME:  # there from the start: an increase from nothing is none to Prometheus
    SPANS.labels(one)


def trace_app(app: Flask, known: WalletSettings, process: str) -> None:
    """Begin to trace in this process of an app, where its settings say so."""
    if begin_tracing(known, process, lambda became, count: SPANS.labels(became).inc(count)):
        trace_requests(app)


def trace_requests(app: Flask) -> None:
    """Make each request a step: which way it came, as routes write it, and the status of its answer."""

    def begin() -> None:
        way = request.url_rule.rule if request.url_rule else NOWHERE
        g.step = step("request", way=way, method=request.method).__enter__()

    def note_status(answer: Response) -> Response:
        if under_way := g.get("step"):
            under_way.say(status=str(answer.status_code))
        return answer

    def end(failed: BaseException | None) -> None:
        if under_way := g.pop("step", None):
            under_way.__exit__(type(failed) if failed else None, failed, None)

    app.before_request(begin)
    app.after_request(note_status)
    app.teardown_request(end)
