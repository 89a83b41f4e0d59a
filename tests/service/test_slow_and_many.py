"""The whole service beside whoever is slow, many, or guesses: each hop is answered, and rightly.

The attackers, the calls and the texts are those of `./mbongo bench flood`, which measures each attack by itself.
"""

import contextlib
import itertools
import os
import re
import signal
import socket
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from bench.arrivals import offer
from bench.attacks import Attack
from bench.calls import register
from bench.flood import CHECKERS, GUESSES_A_SECOND, NO_PIN, SLOW_LINES, TEXTS, leaving_texts, make_call
from local.whole_requests import REQUEST_BYTES_MAX
from tests.world.service import Service
from tests.world.slices import todays
from wallet.core.settings import Settings

CALLS, CALLS_A_SECOND = 60, 10.0
ATTACKS = {"slow": SLOW_LINES, "health": CHECKERS, "guess": GUESSES_A_SECOND, "texts": TEXTS}
REFUSED = re.compile(r'^mbongo_refused_at_door_total\{.*why="(?:secret|guessing|wait)".*\} (\S+)$', re.MULTILINE)


def ports_of(service: Service) -> tuple[int, int]:
    """Return the ports of the doors and of health."""
    doors, health = (urlsplit(url).port for url in (service.base_url, service.health_url))
    assert doors
    assert health
    return doors, health


class Attackers:
    """Those who attack a service, and what they heard."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.heard: dict[str, Counter[str]] = {kind: Counter() for kind in ATTACKS}

    @contextlib.contextmanager
    def attacking(self, kind: str) -> Iterator[None]:
        """Attack while the block lasts."""
        if kind == "texts":
            with self.texting():
                yield
            return
        doors, health = ports_of(self.service)
        attack = Attack(kind, health if kind == "health" else doors, ATTACKS[kind])
        try:
            attack.wait_begun()
            yield
        finally:
            self.heard[kind] += Counter(attack.end())

    @contextlib.contextmanager
    def texting(self) -> Iterator[None]:
        """Leave texts to be answered; the answers go out on no gateway of ours, which would want this machine too."""
        [sender] = [one.running for one in self.service.processes.running.supervisor.processes if "notices" in one.name]
        assert sender
        os.kill(sender.pid, signal.SIGSTOP)
        try:
            with leaving_texts(self.service.superuser_url):
                self.service.wake("inbox")
                yield
        finally:
            drop = "UPDATE notice SET state = 'expired' WHERE state = 'waiting'"
            self.service.do_as_owner(lambda db: db.exec_driver_sql(drop))
            os.kill(sender.pid, signal.SIGCONT)


@pytest.mark.alone
def test_every_hop_is_answered_beside_each_of_them_and_all_at_once(service: Service, settings: Settings) -> None:
    """Play each attack of today, then all; `./mbongo bench flood` measures how long a hop takes beside them."""
    doors, _ = ports_of(service)
    beside = [(), *((kind,) for kind in todays([*ATTACKS])), tuple(ATTACKS)]
    path, numbers, attackers = urlsplit(service.ussd_url).path, itertools.count(), Attackers(service)
    service.do(lambda db: register(db, range(CALLS * len(beside)), NO_PIN), "web")
    refused_before = count_refused(service)
    for kinds in beside:
        with contextlib.ExitStack() as stack:
            for kind in kinds:
                stack.enter_context(attackers.attacking(kind))
            answered = offer(doors, [make_call(settings, next(numbers), path) for _ in range(CALLS)], CALLS_A_SECOND)
        assert not answered.lost, (kinds, answered.lost[:3])
    assert attackers.heard["slow"].keys() <= {"408"}
    assert attackers.heard["health"].keys() == {"200"}
    assert attackers.heard["guess"].keys() == {"404", "429"}
    assert count_refused(service) - refused_before >= attackers.heard["guess"].total() > 0
    assert service.one("SELECT count(*) FROM text_in WHERE state = 'answered'") > 0
    assert service.one("SELECT count(*) FROM text_in") % TEXTS == 0
    assert service.all_alive()


def count_refused(service: Service) -> float:
    """Return how many wrong secrets were counted at the doors."""
    told = requests.get(f"http://127.0.0.1:{ports_of(service)[1]}/metrics", timeout=60).text
    return sum(float(many) for many in REFUSED.findall(told))


def test_a_line_that_takes_too_long_is_told_so_and_closed(service: Service) -> None:
    doors, _ = ports_of(service)
    with socket.create_connection(("127.0.0.1", doors), timeout=60) as line:
        line.sendall(b"POST /ussd/ HTTP/1.1\r\nHost: mbongo\r\nContent-Length: 9\r\n\r\n1")
        heard = b""
        while more := line.recv(1_000):
            heard += more
    assert heard.startswith(b"HTTP/1.1 408 ")


def test_requests_on_one_line_are_answered_in_turn_however_they_are_cut(service: Service) -> None:
    doors, _ = ports_of(service)
    path = urlsplit(service.delivery_url).path
    form = b"id=1&status=Success"
    one = (f"POST {path} HTTP/1.1\r\nHost: m\r\nContent-Type: application/x-www-form-urlencoded\r\n"
           f"Content-Length: {len(form)}\r\n\r\n").encode() + form  # fmt: skip
    whole = one * 4
    for cut in (1, 7, len(one) - 1, len(one), len(one) + 1, len(whole)):
        with socket.create_connection(("127.0.0.1", doors), timeout=60) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for start in range(0, len(whole), max(cut, 40)):
                line.sendall(whole[start : start + max(cut, 40)])
            heard = b""
            while heard.count(b"HTTP/1.1 200 OK") < 4:
                more = line.recv(1_000)
                assert more, heard
                heard += more


def test_whoever_waits_to_be_told_to_send_a_body_is_told(service: Service) -> None:
    doors, _ = ports_of(service)
    with socket.create_connection(("127.0.0.1", doors), timeout=60) as line:
        path = urlsplit(service.ussd_url).path
        line.sendall(f"POST {path} HTTP/1.1\r\nHost: m\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n".encode())
        assert line.recv(1_000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(b"a")
        heard = b""
        while b"HTTP/1.1 200 OK" not in heard:
            more = line.recv(1_000)
            assert more, heard
            heard += more


def test_no_line_is_kept_with_whoever_was_refused(service: Service) -> None:
    doors, _ = ports_of(service)
    for path in ("/ussd/a-secret-that-is-none", "/healthz", "/"):
        with socket.create_connection(("127.0.0.1", doors), timeout=60) as line:
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: m\r\n\r\n".encode())
            heard = b""
            while more := line.recv(1_000):
                heard += more
        assert b"connection: close" in heard.lower()


def test_whoever_sent_more_than_is_read_is_told_that_the_line_ends(service: Service) -> None:
    """A line that is closed behind an answer that promised to keep it loses whatever is asked on it next."""
    doors, _ = ports_of(service)
    path = urlsplit(service.ussd_url).path
    body = b"text=" + b"1" * 2 * REQUEST_BYTES_MAX
    with socket.create_connection(("127.0.0.1", doors), timeout=60) as line:
        form = b"Content-Type: application/x-www-form-urlencoded\r\n"
        line.sendall(b"POST %b HTTP/1.1\r\nHost: m\r\n%bContent-Length: %d\r\n\r\n" % (path.encode(), form, len(body)))
        with contextlib.suppress(ConnectionError):
            line.sendall(body)
        heard = b""
        with contextlib.suppress(ConnectionError):
            while more := line.recv(1_000):
                heard += more
    assert heard.startswith(b"HTTP/1.1 200 OK")
    assert b"connection: close" in heard.lower()
