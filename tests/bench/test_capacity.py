"""The load of `capacity`: calls begin when they are due, whatever became of the ones before; and the rate is found."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import pytest

from bench.arrivals import Hop, offer
from bench.mix import KINDS, Crowd, count_pins
from bench.trials import TooBusyError, find_edge
from local.ports import LOOPBACK, listen, port_of
from wallet.core.settings import Settings

ANSWERS_AFTER_SECONDS = 0.3
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b"


def serve(connection: socket.socket) -> None:
    """Answer each request with what it asks for, a while later."""
    with connection:
        while asked := connection.recv(100):
            time.sleep(ANSWERS_AFTER_SECONDS)  # the server's own slowness
            connection.sendall(ANSWER % (len(asked), asked))


@pytest.fixture
def slow_server() -> Iterator[int]:
    """A server that takes any number of connections, and 0.3 s over every request."""

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    with listen(None, usual=0) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield port_of(listener)
        listener.shutdown(socket.SHUT_RDWR)


def test_calls_begin_though_earlier_ones_wait(slow_server: int) -> None:
    """20 calls of two hops, each of 0.6 s: one after another they would take 12 s."""
    calls = [[Hop(b"CON 1", (b"CON ",)), Hop(b"END 2", (b"END",))] for _ in range(20)]
    answered = offer(slow_server, calls, per_second=100)
    assert answered.lost == []
    assert len(answered.seconds) == 40
    assert min(answered.seconds) >= ANSWERS_AFTER_SECONDS
    assert answered.elapsed < 10


def test_another_screen_than_the_awaited_one_is_a_lost_hop(slow_server: int) -> None:
    answered = offer(slow_server, [[Hop(b"END sorry", (b"CON ",))], [Hop(b"CON 1", (b"CON ",))]], per_second=100)
    assert answered.lost == ["END sorry"]
    assert len(answered.seconds) == 1


def test_nobody_who_listens_is_a_lost_hop() -> None:
    with listen(None, usual=0) as listener:
        port = port_of(listener)
    answered = offer(port, [[Hop(b"CON 1", (b"CON ",))]], per_second=100)
    assert len(answered.lost) == 1
    assert LOOPBACK in answered.lost[0] or "refused" in answered.lost[0]


def test_the_mix_is_as_promised(settings: Settings) -> None:
    calls = list(islice(Crowd(settings, people=1000, tills=["44115"]).draw_calls(seed=1), 200))
    assert Counter(call[-1].screens[0] for call in calls) == {
        b"END Solde": 80, b"END Fait": 50, b"END Retrait": 30, b"END Pay": 20, b"CON ": 20,
    }  # fmt: skip
    assert count_pins(calls) == 180
    assert len(KINDS) == 20
    assert len({call[0].request for call in calls}) == 200, "every call is another one"


@pytest.mark.parametrize("edge", [7.0, 40.0, 41.0, 300.0])
def test_the_highest_rate_is_found_from_a_guess(edge: float) -> None:
    assert edge * 0.95 <= find_edge(lambda rate: rate <= edge, near=40) <= edge


def test_no_rate_is_no_figure() -> None:
    with pytest.raises(TooBusyError):
        find_edge(lambda _: False, near=40)
