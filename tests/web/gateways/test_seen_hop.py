"""Each hop leaves one line in the log and its figures: which screen, how it went, how long; never what was typed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bench.calls import form, session_id
from tests.world.cast import AWA, MOUSSA, WRONG_PIN
from tests.world.doors import path_of
from tests.world.world import World
from wallet.core.settings import Settings
from web.gateways.seen_hop import CAME_AT

ROOT = Path(__file__).parents[3]
MICROSECONDS_MAX = 250.0  # MEASURED on an idle machine; under the suite's load it is another
MEASURE = """
import time
from wallet.core import logs
from web.gateways.seen_hop import SeenHop
logs.configure()
seen = SeenHop(time.perf_counter(), "ATUid_0123456789abcdef", "+237677000001", "ussd.send_pin", "asked", "fr")
taken = []
for _ in range(20):
    began = time.perf_counter()
    for _ in range(100):
        seen.keep()
    taken.append((time.perf_counter() - began) / 100)
print(min(taken) * 1_000_000)
"""


@pytest.fixture
def phone(app: Flask, settings: Settings) -> "Phone":
    return Phone(app, settings)


class Phone:
    """Moussa's phone, whose hops' lines in the log are read."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.client, self.settings, self.session = app.test_client(), settings, session_id()

    def hop(self, text: str, **environ: object) -> dict[str, object]:
        """Take a hop. Returns its line."""
        with capture_logs() as lines:
            posted = form(self.settings, self.session, MOUSSA, text)
            kind = "application/x-www-form-urlencoded"
            self.client.post(path_of("ussd"), data=posted, content_type=kind, environ_overrides=environ).close()
        [line] = [line for line in lines if line["event"] == "hop"]
        return line


def counted(screen: str, outcome: str, language: str = "fr") -> float:
    labels = {"screen": screen, "outcome": outcome, "language": language}
    return REGISTRY.get_sample_value("mbongo_hops_total", labels) or 0.0


def test_a_hop_is_one_line_and_one_count(phone: Phone, world: World) -> None:
    world.credit(MOUSSA, 20_000)
    before, timed = (
        counted("ussd.main.title", "asked"),
        REGISTRY.get_sample_value("mbongo_hop_seconds_count", {"outcome": "asked"}),
    )
    line = phone.hop("")
    assert {name: line[name] for name in ("channel", "session", "phone", "screen", "outcome", "language")} == {
        "channel": "ussd", "session": phone.session, "phone": "+2376****001", "screen": "ussd.main.title",
        "outcome": "asked", "language": "fr",
    }  # fmt: skip
    assert 0 < float(str(line["ms"])) < 10_000
    assert counted("ussd.main.title", "asked") == before + 1
    assert REGISTRY.get_sample_value("mbongo_hop_seconds_count", {"outcome": "asked"}) == (timed or 0) + 1


def test_each_way_a_hop_may_go_is_told_apart_and_nothing_typed_is_said(phone: Phone, world: World) -> None:
    world.credit(MOUSSA, 20_000)
    typed = f"1*{AWA[4:]}*1000"
    seen = [phone.hop(text) for text in ("", typed, f"{typed}*{WRONG_PIN}")]
    phone.session = session_id()
    seen += [phone.hop("*".join("0" * count)) for count in (0, 1)]
    assert [(line["screen"], line["outcome"]) for line in seen] == [
        ("ussd.main.title", "asked"),
        ("ussd.send_pin", "asked"),
        ("ussd.send_pin", "asked again"),
        ("ussd.resume", "asked"),
        ("ussd.goodbye", "ended"),
    ]
    for secret in (AWA[4:], WRONG_PIN, "1000"):
        assert secret not in str(seen)


def test_a_hop_that_came_into_no_call_says_so(phone: Phone, world: World) -> None:
    world.credit(MOUSSA, 20_000)
    phone.hop("")
    phone.session = "not/an/id"
    line = phone.hop("")
    assert (line["screen"], line["outcome"]) == ("ussd.malformed", "turned away")


def test_a_hop_that_broke_us_is_counted_as_failed(phone: Phone, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("web.gateways.ussd.take_hop", fail)
    line = phone.hop("")
    assert (line["screen"], line["outcome"]) == ("ussd.unavailable", "failed")


def test_waiting_for_a_thread_is_the_callers_time_too(phone: Phone, world: World) -> None:
    assert float(str(phone.hop("", **{CAME_AT: time.perf_counter() - 3})["ms"])) >= 3_000


def test_a_hop_that_waited_too_long_for_a_thread_is_told_so_and_nothing_of_it_is_done(
    phone: Phone, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its gateway is about to give up, or has: what would be done for it is done for nobody, and others wait for it."""

    def do(*_: object) -> None:
        raise AssertionError("it was worked on")

    with monkeypatch.context() as patched:
        patched.setattr("web.gateways.ussd.take_hop", do)
        line = phone.hop("", **{CAME_AT: time.perf_counter() - 5.1})
        assert (line["screen"], line["outcome"]) == ("ussd.unavailable", "failed")
    assert phone.hop("")["outcome"] == "asked", "the same call goes on once there is a thread"


def test_being_seen_costs_a_hop_next_to_nothing(tmp_path: Path) -> None:
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE],
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True,
    )  # fmt: skip
    assert 0 < float(measured.stdout) < MICROSECONDS_MAX
