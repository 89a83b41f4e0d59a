"""The whole service beside whoever is slow, many, or guesses: each hop is answered, and rightly.

How fast is measured by `./mbongo bench flood`; here it is what they hear that counts.
"""

import contextlib
import socket
from urllib.parse import urlsplit

from bench.attacks import Attack
from local.whole_requests import REQUEST_BYTES_MAX
from tests.world.cast import MOUSSA
from tests.world.service import Service

HOPS = 12
SLOW, CHECKERS, GUESSES_A_SECOND = 200, 48, 200


def ports_of(service: Service) -> tuple[int, int]:
    """Return the ports of the doors and of health."""
    doors, health = (urlsplit(url).port for url in (service.base_url, service.health_url))
    assert doors
    assert health
    return doors, health


def test_phones_are_answered_beside_slow_lines_checkers_and_guessers(service: Service) -> None:
    service.open_wallet(MOUSSA)
    doors, health = ports_of(service)
    attacks = [
        Attack("slow", doors, SLOW),
        Attack("health", health, CHECKERS),
        Attack("guess", doors, GUESSES_A_SECOND),
    ]
    try:
        for attack in attacks:
            attack.wait_begun()
        moussa = service.handset(MOUSSA)
        for _ in range(HOPS):
            screen = moussa.dial("*384*237#")
            assert screen.problem is None
            assert screen.text.startswith("Mbongo")
    finally:
        slow, checked, guessed = (attack.end() for attack in attacks)
    assert slow.keys() <= {"408"}
    assert checked.keys() == {"200"}
    assert guessed.keys() <= {"404", "429"}
    assert service.all_alive()


def test_a_line_that_takes_too_long_is_told_so_and_closed(service: Service) -> None:
    doors, _ = ports_of(service)
    with socket.create_connection(("127.0.0.1", doors), timeout=30) as line:
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
        with socket.create_connection(("127.0.0.1", doors), timeout=30) as line:
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
    with socket.create_connection(("127.0.0.1", doors), timeout=30) as line:
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
        with socket.create_connection(("127.0.0.1", doors), timeout=30) as line:
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
    with socket.create_connection(("127.0.0.1", doors), timeout=30) as line:
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
