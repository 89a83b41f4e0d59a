"""Attacks on the ways in, each in a process of its own: `python -m bench.attacks KIND PORT HOW_MANY`.

It prints a line once it has begun; told to stop, the statuses it heard, each with how often.
"""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from local.ports import LOOPBACK

STRANGER: Final = "127.0.0.66"  # theirs alone: who guesses is turned away by address, for a minute
CHECKOUT: Final = Path(__file__).parents[1]
WAIT_SECONDS: Final = 30
GUESSERS: Final = 8
CHECK_EVERY_SECONDS: Final = 0.1
TRICKLE: Final = (
    b"POST /ussd/a-secret-that-is-none HTTP/1.1\r\nHost: mbongo\r\nContent-Length: 4000\r\n\r\n" + b"a" * 4000
)
QUESTION: Final = b"GET /readyz HTTP/1.1\r\nHost: mbongo\r\n\r\n"
GUESS: Final = b"POST /ussd/guess-%d-guess HTTP/1.1\r\nHost: mbongo\r\nContent-Length: 0\r\n\r\n"

heard: Counter[str] = Counter()


class Attack:
    """A running attack, seen from whoever measures what it does to others."""

    def __init__(self, kind: str, port: int, how_many: int) -> None:
        # Strangers have machines of their own: here theirs must not be what the measured ones wait for.
        argv = ["nice", "-n", "19", sys.executable, "-m", "bench.attacks", kind, str(port), str(how_many)]
        self.process = subprocess.Popen(argv, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)

    def wait_begun(self) -> None:
        """Wait until it is under way."""
        assert self.process.stdout
        assert self.process.stdout.readline() == "begun\n"

    def end(self) -> dict[str, int]:
        """End it. Returns the statuses it heard, each with how often."""
        self.process.send_signal(signal.SIGTERM)
        said, _ = self.process.communicate(timeout=WAIT_SECONDS)
        found: dict[str, int] = json.loads(said)
        return found


def connect(port: int) -> socket.socket:
    """Return a new connection of a stranger's."""
    line = socket.create_connection((LOOPBACK, port), timeout=WAIT_SECONDS, source_address=(STRANGER, 0))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def trickle(port: int, how_many: int) -> None:
    """Send a byte a second on so many lines; one that is closed is opened anew, and begins anew."""
    lines = [(connect(port), 0) for _ in range(how_many)]
    print("begun", flush=True)
    while True:
        for place, (line, sent) in enumerate(lines):
            try:
                line.sendall(TRICKLE[sent : sent + 1])
                line.setblocking(False)
                with suppress(BlockingIOError):
                    note(line.recv(1_000))
                    line.close()
                line.setblocking(True)
                lines[place] = (line, sent + 1)
            except OSError:
                line.close()
                lines[place] = (connect(port), 0)
        time.sleep(1)


def check_health(port: int, how_many: int) -> None:
    """Let so many checkers ask, each ten times a second, over lines that they keep."""

    def check() -> None:
        line = connect(port)
        while True:
            line.sendall(QUESTION)
            answer = b""
            while not answer.endswith(b"ready\n"):  # which no other answer ends with
                answer += line.recv(10_000)
            note(answer)
            time.sleep(CHECK_EVERY_SECONDS)

    run(how_many, check)


def guess(port: int, how_many: int) -> None:
    """Try so many wrong secrets a second, each over a new line, as the server closes every one."""
    began = time.monotonic()

    def try_secrets(first: int) -> None:
        number = first
        while True:
            wait = began + number / how_many - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            with suppress(OSError), connect(port) as line:
                line.sendall(GUESS % number)
                note(line.recv(1_000))
            number += GUESSERS

    run(GUESSERS, *(lambda first=first: try_secrets(first) for first in range(GUESSERS)))


def run(how_many: int, *works: Callable[[], None]) -> None:
    """Run so many attackers at once, each doing one of these works in turn, until told to stop."""
    for number in range(how_many):
        threading.Thread(target=works[number % len(works)], daemon=True).start()
    print("begun", flush=True)
    signal.pause()


def note(answer: bytes) -> None:
    """Count the status of an answer."""
    if answer:
        heard[answer.partition(b" ")[2][:3].decode()] += 1


def tell(*_: object) -> None:
    """Print what was heard, and end."""
    print(json.dumps(heard), flush=True)
    signal.raise_signal(signal.SIGKILL)


KINDS: Final[dict[str, Callable[[int, int], None]]] = {"slow": trickle, "health": check_health, "guess": guess}

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, tell)
    KINDS[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
