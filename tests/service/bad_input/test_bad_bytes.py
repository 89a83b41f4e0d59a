"""Bytes on a socket that no HTTP library sends: rows 7 and 38. The server says no, or the door says its sentence."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from faults.polling import LONGEST_WAIT_SECONDS
from tests.service.bad_input.gateway import Gateway, body, end

LENGTH = "Content-Length: {length}\r\n"
CHUNKED = "Transfer-Encoding: chunked\r\n"
REFUSED = {
    "row-38-length-and-chunks": (LENGTH + CHUNKED, 400),
    "row-38-unknown-coding": ("Transfer-Encoding: xchunked\r\n", 501),
    "row-38-coding-hidden-by-a-tab": ("Transfer-Encoding:\tchunked, identity\r\n", 400),
    "row-38-two-lengths": (LENGTH + "Content-Length: 5\r\n", 400),
    "row-38-same-length-twice": (LENGTH + LENGTH, 400),
    "row-38-lengths-in-a-list": ("Content-Length: {length}, {length}\r\n", 400),
    "row-38-negative-length": ("Content-Length: -5\r\n", 400),
    "row-38-length-with-plus": ("Content-Length: +{length}\r\n", 400),
    "row-38-length-with-underscore": ("Content-Length: 1_0\r\n", 400),
    "row-38-space-before-the-colon": (LENGTH + "X-Note : a\r\n", 400),
    "row-38-folded-header": (LENGTH + "X-Note: a\r\n b\r\n", 400),
    "row-38-nul-in-a-header": (LENGTH + "X-Note: a\0b\r\n", 400),
    "row-38-two-hosts": (LENGTH + "Host: evil.example\r\n", 400),
    "beyond-header-of-9-kB": (LENGTH + "X-Note: " + "a" * 9_000 + "\r\n", 431),
    "beyond-two-hundred-headers": (LENGTH + "".join(f"X-{n}: a\r\n" for n in range(200)), 431),
    "beyond-odd-expectation": (LENGTH + "Expect: 200-ok\r\n", 417),
}
UNREAD = {  # headers, and how the body is written: the door's own sentence answers
    "row-07-raw-invalid-utf8": (LENGTH, b"%b\xff"),
    "row-38-no-length": ("", b"%b"),
    "row-38-length-too-short": ("Content-Length: 9\r\n", b"%b"),
    "row-38-length-far-too-long": ("Content-Length: 99999999999\r\n", b"%b"),
    "row-38-chunks-that-are-none": (CHUNKED, b"zz\r\n%b\r\n0\r\n\r\n"),
    "row-38-chunks-beyond-the-limit": (CHUNKED, b"10000\r\n" + b"a" * 65_536 + b"\r\n0\r\n\r\n"),
}


@contextmanager
def line_to(gateway: Gateway) -> Iterator[socket.socket]:
    """A bare connection."""
    where = urlsplit(gateway.service.base_url)
    with socket.create_connection((where.hostname, where.port), timeout=LONGEST_WAIT_SECONDS) as line:
        yield line


def head(gateway: Gateway, headers: str, length: int) -> bytes:
    """The start of a hop's request, these headers in it."""
    path = urlsplit(gateway.service.ussd_url).path
    written = f"POST {path} HTTP/1.1\r\nHost: mbongo\r\nConnection: close\r\n" + headers.format(length=length)
    return f"{written}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()


def said(line: socket.socket) -> bytes:
    """Everything until the line is closed."""
    heard = b""
    while more := line.recv(65_536):
        heard += more
    return heard


def exchange(gateway: Gateway, headers: str, pattern: bytes) -> bytes:
    """Send one hop written so, and hear all of the answer."""
    form = pattern.replace(b"%b", body(gateway.hop_form()))
    with line_to(gateway) as line:
        line.sendall(head(gateway, headers, len(form)) + form)
        return said(line)


@pytest.mark.parametrize(("headers", "status"), REFUSED.values(), ids=REFUSED)
def test_the_server_refuses(gateway: Gateway, headers: str, status: int) -> None:
    with gateway.leaving():
        heard = exchange(gateway, headers, b"%b")
    assert heard.startswith(b"HTTP/1.1 %d " % status)
    assert b"Traceback" not in heard
    assert b"CON " not in heard


@pytest.mark.parametrize(("headers", "pattern"), UNREAD.values(), ids=UNREAD)
def test_the_door_says_its_sentence(gateway: Gateway, headers: str, pattern: bytes) -> None:
    with gateway.leaving():
        heard = exchange(gateway, headers, pattern)
    assert heard.startswith(b"HTTP/1.1 200 OK\r\n")
    assert heard.endswith(end("ussd.malformed").encode())


def test_row_38_a_second_request_hidden_in_the_body_is_none(gateway: Gateway) -> None:
    """What follows the announced length is not answered as another hop on a line that says close."""
    form = body(gateway.hop_form())
    with gateway.leaving(), line_to(gateway) as line:
        line.sendall(head(gateway, LENGTH, len(form)) + form + head(gateway, LENGTH, len(form)) + form)
        assert said(line).count(b"HTTP/1.1") == 1


def test_row_38_garbage_before_any_request(gateway: Gateway) -> None:
    """A TLS greeting, or noise, is refused and logged without a trace."""
    with gateway.leaving(), line_to(gateway) as line:
        line.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 50 + b"\r\n\r\n")
        assert said(line).startswith(b"HTTP/1.1 400 ")


def test_beyond_slow_lines_hold_nobody_up(gateway: Gateway) -> None:
    """Thirty lines whose body never comes, and thirty whose headers stop half way: phones are still answered."""
    lines = []
    try:
        for number in range(60):
            where = urlsplit(gateway.service.base_url)
            line = socket.create_connection((where.hostname, where.port), timeout=LONGEST_WAIT_SECONDS)
            lines.append(line)
            half = head(gateway, LENGTH, 400)
            line.sendall(half if number % 2 else half[: len(half) // 2])
        with gateway.leaving():
            assert gateway.hop().startswith("CON "), "a gateway gives up after ten seconds, and so does this wire"
    finally:
        for line in lines:
            line.close()
