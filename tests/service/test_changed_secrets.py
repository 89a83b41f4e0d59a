"""A door's secret is changed while people dial: as docs/production.md says it, without a hop that fails."""

import itertools
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests

from faults.polling import wait_for
from local.doors import describe
from local.supervise import Process
from tests.world.service import Service
from wallet.core.database import connect, in_transaction
from web.gateways.door_uses import tag_of
from workers.doors import DOORS

DOOR = DOORS["ussd"]
NEW = "a-new-one-for-tests-4711-kept"


@dataclass
class Traffic:
    """Phones that dial without a pause, each hop over a line of its own as a gateway may; `url` is where to."""

    url: str
    answered: int = 0
    wrong: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def dial(self) -> None:
        for number in itertools.count():
            if self.over.is_set():
                return
            phone = f"+2376770{number % 10_000:05}"  # no phone hops faster than a person can
            form = {"sessionId": f"ATUid_{number}", "phoneNumber": phone, "serviceCode": "*384*237#", "text": ""}
            try:
                answer = requests.post(self.url, data=form, timeout=10)
            except requests.RequestException as failed:
                self.wrong.append(repr(failed))
                continue
            if answer.status_code != 200 or not answer.text.startswith(("CON ", "END ")):
                self.wrong.append(f"{answer.status_code} {answer.text}")
            self.answered += 1

    def wait_for_more(self) -> None:
        """Wait until some more hops were answered."""
        wanted = self.answered + 20
        wait_for(lambda: self.answered >= wanted or bool(self.wrong), "more hops to be answered")


@contextmanager
def dialling(url: str) -> Iterator[Traffic]:
    """Dial while the block lasts."""
    traffic = Traffic(url)
    thread = threading.Thread(target=traffic.dial, daemon=True)
    thread.start()
    try:
        yield traffic
    finally:
        traffic.over.set()
        thread.join()


def restart(service: Service, serve: Process, environment: Mapping[str, str], begun: Callable[[], bool]) -> Process:
    """Start the web app on the same sockets with other settings; once it has begun, end the one before. Returns it."""
    supervisor = service.processes.running.supervisor
    supervisor.start("serve", "serve", environment=environment, listeners=serve.listeners, ready_path="/readyz")
    wait_for(begun, "the new web app to answer")
    supervisor.processes.remove(serve)
    assert serve.running
    serve.running.send_signal(signal.SIGTERM)
    assert serve.running.wait() == 0
    return supervisor.processes[-1]


def knock(service: Service, secret: str) -> int:
    """Post nothing of use. Returns the status."""
    return requests.post(service.base_url + DOOR.at(secret), timeout=10).status_code


def list_uses(service: Service) -> list[str]:
    """Return what `./mbongo doors` prints."""
    engine = connect(service.database_url, 1)
    lines = in_transaction(engine, describe)
    engine.dispose()
    return lines


def test_the_ussd_doors_secret_is_changed_under_traffic_without_a_failed_hop(service: Service) -> None:
    [serve] = [one for one in service.processes.running.supervisor.processes if one.name == "serve"]
    usual = dict(serve.environment)
    old = usual[DOOR.secrets_variable]
    try:
        with dialling(service.ussd_url) as traffic:
            traffic.wait_for_more()
            both = {**usual, DOOR.secrets_variable: f"{NEW},{old}"}
            serve = restart(service, serve, both, lambda: knock(service, NEW) == 200)
            traffic.wait_for_more()
            told = {tuple(line.split()[:3]) for line in list_uses(service)}
            assert {("ussd", tag_of(NEW), "newest"), ("ussd", tag_of(old), "OLD")} <= told
            traffic.url = service.base_url + DOOR.at(NEW)
            traffic.wait_for_more()
            serve = restart(service, serve, {**usual, DOOR.secrets_variable: NEW}, lambda: knock(service, old) == 404)
            traffic.wait_for_more()
        assert traffic.wrong == []
        assert knock(service, old) == 404
    finally:
        restart(service, serve, usual, lambda: knock(service, old) == 200)
