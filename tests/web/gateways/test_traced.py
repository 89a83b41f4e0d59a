"""Calls and texts are traced to the operator and to what is texted; the collector hears nothing that was typed."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import pytest
from flask import Flask

from bench.calls import form, session_id
from tests.world.cast import AWA, MOUSSA, PINS, WRONG_PIN
from tests.world.collector import Collector, collecting
from tests.world.doors import SECRETS, path_of
from tests.world.world import World
from wallet.core import traces
from wallet.core.settings import Settings
from wallet.core.traces import find_place
from web.traced_requests import trace_requests
from workers import inbox, notices, spans

ASTRAY: Final = ("528149", "394617", "761852")  # typed where no PIN is asked
AMOUNT: Final = "1735"
CALLER: Final = "0af7651916cd43dd8448eb211c80319c"
FORM: Final = "application/x-www-form-urlencoded"


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """Give the collector of all that happens in this process."""
    monkeypatch.setattr(spans, "EVERY_MS", 20)
    with collecting() as made:
        outgoing = spans.begin(made.url, 1.0, "all of it", lambda _, __: None)
        yield made
        traces.end()
        outgoing.processor.shutdown()


@pytest.fixture
def traced(app: Flask) -> Flask:
    """Give the app as a process has it that traces; the ways it shares with other tests' are left alone."""
    app.before_request_funcs, app.after_request_funcs = defaultdict(list), defaultdict(list)
    app.teardown_request_funcs = defaultdict(list)
    trace_requests(app)
    return app


class Phone:
    """Moussa's phone in a call."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.client, self.settings = app.test_client(), settings

    def call(self, *typed: str) -> None:
        """Dial, and type one after the other."""
        session = session_id()
        for count in range(len(typed) + 1):
            posted = form(self.settings, session, MOUSSA, "*".join(typed[:count]))
            self.client.post(path_of("ussd"), data=posted, content_type=FORM).close()

    def text(self, words: str) -> None:
        """Text some words."""
        posted = {"from": MOUSSA, "id": session_id(), "text": words, "to": "8237", "date": ""}
        self.client.post(path_of("sms"), data=posted, content_type=FORM).close()


def test_a_withdrawal_is_one_trace_and_nothing_typed_is_in_any(
    world: World, traced: Flask, settings: Settings, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = list[str]()
    monkeypatch.setattr("workers.gateway.send", lambda _, phone, text: sent.append(f"{phone} {text}") or "id")
    world.credit(MOUSSA, 20_000)
    phone, pin = Phone(traced, settings), str(PINS[MOUSSA])
    phone.call("3", "1", AMOUNT, WRONG_PIN, pin)
    phone.call(ASTRAY[0], "1", ASTRAY[1], "0", AWA[4:], ASTRAY[2])
    for words in (f"SOLDE {ASTRAY[0]}", f"ENVOI {AMOUNT} {AWA[4:]} {ASTRAY[1]}", f"mon pin {pin}", "SOLDE"):
        phone.text(words)
    asked = {"Authorization": f"Bearer sk_test_{ASTRAY[0]}", "traceparent": f"00-{CALLER}-b7ad6b7169203331-01"}
    assert phone.client.get(f"/v1/checkouts/chk_{ASTRAY[1]}?q={pin}", headers=asked).status_code == 401
    phone.client.get(f"/pay/{ASTRAY[2]}?key={pin}").close()
    phone.client.post(f"/ussd/{ASTRAY[0]}").close()
    inbox.answer_waiting()
    world.work("succeeded")
    notices.send_due()
    assert any(world.payment_reference in one for one in sent), sent

    with traces.step("job", queue="the last"):
        pass
    collector.wait_for(b"the last")
    known = find_place(world.payment_reference)
    tree = collector.draw().split("trace ")
    [withdrawal] = [one for one in tree if one.startswith(f"{known.trace:032x}")]
    steps = re.findall(r"^ +[a-z ]*[a-z](?=  )", withdrawal, re.MULTILINE)
    assert steps == ["   request", "      operation", "         operator", "         text"], withdrawal
    linked = {link.trace_id.hex() for _, span in collector.spans for link in span.links}
    assert CALLER in linked
    assert CALLER not in {span.trace_id.hex() for _, span in collector.spans}
    said = "\n".join(f"{span.name} {span.attributes} {span.status} {span.events}" for _, span in collector.spans)
    for secret in (pin, WRONG_PIN, AMOUNT, *ASTRAY, MOUSSA[1:], MOUSSA[4:], AWA[4:], "Moussa", *SECRETS.values()):
        assert not re.search(f"(?<![0-9A-Za-z-]){secret}(?![0-9A-Za-z-])", said), secret
    assert "text heard" in "".join(tree)
