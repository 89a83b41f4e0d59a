"""The simulators' own HTTP server: connections stay, nonsense is refused, and a server that is gone answers nobody."""

from __future__ import annotations

import http.client
import socket

import pytest
import requests
from flask import Flask, request

from simulators.serve import serving


def echo() -> Flask:
    app = Flask("echo")
    app.add_url_rule("/", view_func=lambda: request.get_data(as_text=True) or "nothing", methods=["GET", "POST"])
    return app


def test_a_connection_is_kept_and_hung_up_when_the_server_goes() -> None:
    with serving(echo()) as url:
        client = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
        for body in ("one", "two", ""):
            client.request("POST", "/", body)
            line = client.sock
            assert client.getresponse().read().decode() == (body or "nothing")
            assert client.sock is line is not None
    assert line.recv(1) == b""


def test_bodies_in_chunks_and_without_a_body() -> None:
    with serving(echo()) as url:
        assert requests.post(url, data=iter([b"in ", b"chunks"]), timeout=60).text == "in chunks"
        head = requests.head(url, timeout=60)
        assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("nonsense", [b"hello\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
                                      b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n"])  # fmt: skip
def test_nonsense_is_refused(nonsense: bytes) -> None:
    with serving(echo()) as url:
        host, _, port = url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=60) as line:
            line.sendall(nonsense)
            assert line.recv(100).startswith(b"HTTP/1.1 400 ")
