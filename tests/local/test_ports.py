"""Ports: nobody else can take one between its choice and its use."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from local.ports import LOOPBACK, listen, port_of, url_of
from local.probe import Probe


def test_many_who_choose_at_once_choose_apart() -> None:
    with ExitStack() as stack, ThreadPoolExecutor(16) as pool:
        chosen = list(pool.map(lambda _: stack.enter_context(listen(None)), range(64)))
        assert len({port_of(one) for one in chosen}) == 64


def test_a_wanted_port_that_is_taken_is_named() -> None:
    with listen(None, 0) as held, pytest.raises(OSError, match=f"port {port_of(held)} of 127.0.0.1 is taken"):
        listen(port_of(held))


def test_a_port_can_be_had_again_at_once() -> None:
    with listen(None, 0) as first:
        port = port_of(first)
        with socket.create_connection((LOOPBACK, port)), first.accept()[0]:
            pass
    with listen(port) as again:
        assert port_of(again) == port


def test_a_question_waits_for_its_answer_without_waiting() -> None:
    """Nobody answers yet; then somebody does, and is asked once."""
    with listen(None, 0) as listener:
        probe = Probe(f"{url_of(listener)}/readyz")
        assert not probe.answers_yes()
        assert not probe.answers_yes()
        line, _ = listener.accept()
        assert line.recv(1000).startswith(b"GET /readyz HTTP/1.1\r\n")
        line.sendall(b"HTTP/1.1 503 SERVICE UNAVAILABLE\r\n\r\n")
        line.close()
        assert not probe.answers_yes()
        assert not probe.answers_yes()
        line, _ = listener.accept()
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        assert probe.answers_yes()
        line.close()
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()
