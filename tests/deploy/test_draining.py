"""A `serve` that is told to stop says so before it does: behind HAProxy nobody notices that it is restarted."""

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import SO_REUSEADDR, SOL_SOCKET, socket
from typing import Final, Self
from urllib.parse import urlencode, urlsplit

import pytest
import requests

from faults.polling import wait_for
from local import children
from local.drain import DrainingArbiter, ServiceEnding
from local.places import ShortLivedFolder
from local.ports import LOOPBACK
from local.serve import Web
from local.supervise import Process
from tests.deploy.proxies import Behind, Front, find_program, prepare_haproxy, start_front
from tests.world.cast import MOUSSA
from tests.world.service import Service

HERE: Final = "127.0.0.5"  # of the second `serve`: the shipped file has one health port for all machines
CALLERS: Final = 3
SOME: Final = 10  # calls, between one step and the next
FASTER: Final = {"inter 1s": "inter 100ms", "    balance leastconn\n": "    balance leastconn\n    timeout check 60s\n"}


class Load:
    """Callers who dial again and again, and what each that was not answered was told."""

    def __init__(self, front: Front, door: str) -> None:
        self._front, self._door = front, door
        self._over = threading.Event()
        self.answered, self.failed = 0, list[str]()
        self._threads = [threading.Thread(target=self._call, args=(number,)) for number in range(CALLERS)]

    def _call(self, caller: int) -> None:
        call = 0
        while not self._over.is_set():
            call += 1
            words = {
                "sessionId": f"drain-{caller}-{call}",
                "phoneNumber": MOUSSA,
                "text": "",
                "serviceCode": "*384*237#",
            }
            try:
                status = self._front.status(self._door, urlencode(words))
            except OSError as broken:
                self.failed.append(type(broken).__name__)
                continue
            if status == 200:
                self.answered += 1
            else:
                self.failed.append(str(status))

    def wait_some(self) -> None:
        """Wait until some more were answered, or one was not."""
        wanted = self.answered + SOME
        wait_for(lambda: self.failed or self.answered >= wanted, "calls to be answered")

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()


def listen_beside(other: str) -> socket:
    """Listen on the port of another `serve`, at an address of our own."""
    port = urlsplit(other).port
    assert port
    listener = socket()
    listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    listener.bind((HERE, port))
    listener.listen(512)
    return listener


@contextmanager
def serve_twice(service: Service) -> Iterator[tuple[Process, str]]:
    """Run a second `serve` of this service, at HERE; gives it, and where it is asked how it is."""
    supervisor = service.processes.running.supervisor
    [usual] = [one for one in supervisor.processes if one.name == "serve"]
    told = {**usual.environment, "MBONGO_WEB_PROCESSES": "1", "MBONGO_DRAIN_SECONDS": "60"}
    with ExitStack() as stack:
        listeners = [stack.enter_context(listen_beside(url)) for url in (service.base_url, service.health_url)]
        supervisor.start("serve twice", "serve", environment=told, listeners=listeners, ready_path="/readyz")
        process = supervisor.processes.pop()  # which no other test is to find
        health = f"http://{HERE}:{listeners[1].getsockname()[1]}"
        stack.callback(lambda: process.running and children.stop(process.running, signal.SIGKILL))
        wait_for(lambda: is_ready(health), "the second serve to be ready")
        yield process, health


def is_ready(health: str) -> bool:
    """True when a serve answers that it is ready."""
    try:
        return requests.get(f"{health}/readyz", timeout=60).status_code == 200
    except requests.ConnectionError:
        return False


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that sockets fit in."""
    place = ShortLivedFolder()
    place.path.chmod(0o755)
    yield place.path
    place.remove()


def test_nobody_notices_that_one_of_two_is_restarted(service: Service, folder: Path) -> None:
    find_program("haproxy", "haproxy")
    service.open_wallet(MOUSSA)
    web, health = (urlsplit(url).port or 0 for url in (service.base_url, service.health_url))

    def prepare(folder: Path, behind: Behind, sockets: list[socket]) -> tuple[list[str], dict[str, str]]:
        argv, environment = prepare_haproxy(folder, behind, sockets)
        [shipped] = [word for word in argv if word.endswith("10-strangers.cfg")]
        text = Path(shipped).read_text("utf-8")
        for one, other in FASTER.items():
            assert one in text
            text = text.replace(one, other)
        (folder / "10-strangers.cfg").write_text(text, "utf-8")
        argv[argv.index(shipped)] = str(folder / "10-strangers.cfg")
        return argv, {**environment, "MBONGO_WEB_2": f"{HERE}:{web}"}

    behind = Behind(web, health, 1, lambda: None)
    with (
        serve_twice(service) as (process, second),
        start_front("haproxy", folder, behind, prepare) as front,
    ):
        wait_for(lambda: front.is_up("web1") and front.is_up("web2"), "both to be seen")
        with Load(front, urlsplit(service.ussd_url).path) as load:
            load.wait_some()
            assert process.running
            process.running.send_signal(signal.SIGTERM)
            wait_for(lambda: not front.is_up("web2"), "the proxy to see that it ends")
            load.wait_some()
            said = requests.get(f"{second}/readyz", timeout=60)
            assert (said.status_code, said.text) == (503, "ending\n")
            assert requests.get(f"{second}/healthz", timeout=60).status_code == 200, "it lives, and answers"
            process.running.send_signal(signal.SIGTERM)
            assert process.running.wait(60) == 0, "told again, it ends at once"
            load.wait_some()
        assert load.failed == []
        assert front.is_up("web1")
        served = re.findall(r" web/(web\d) 200 ", front.logs())
        assert {"web1", "web2"} == set(served)


@pytest.mark.parametrize("seconds", [0, 60])
def test_told_to_stop_it_ends_when_its_time_is_over_or_when_told_again(seconds: int) -> None:
    ending = ServiceEnding()
    arbiter = DrainingArbiter(Web((f"{LOOPBACK}:0",)), ending, seconds)
    assert not ending.has_begun()
    arbiter.handle_term()
    assert ending.has_begun()
    if seconds:
        assert arbiter.wait_for_signals(0) == [], "it goes on"
    with pytest.raises(StopIteration):
        arbiter.handle_term() if seconds else arbiter.wait_for_signals()
