"""Keys turned under traffic: people who dial without a pause, and processes that begin with other settings beside those
that have the old ones."""

import itertools
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests

from faults.polling import LONGEST_WAIT_SECONDS, wait_for
from local.keys import describe
from local.supervise import Process
from tests.world.service import Service
from wallet.core.database import connect, in_transaction

PIN = "40817"
PEOPLE = 24  # nobody hops faster than a person can
TYPED = ("", "6", "6*1", f"6*1*{PIN}")  # a balance, which takes the PIN
PAUSE_SECONDS = 0.05  # between two calls


@dataclass
class Traffic:
    """Phones that look at their balance, each hop over a line of its own as a gateway may; `url` is where to."""

    url: str
    answered: int = 0
    wrong: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def dial(self) -> None:
        """Dial until told to stop."""
        for number in itertools.count():
            for text in TYPED:
                self.hop(number, text)
            if self.over.wait(PAUSE_SECONDS):
                return

    def hop(self, number: int, text: str) -> None:
        """Post one hop, and look at what it says."""
        form = {
            "sessionId": f"ATUid_{number}",
            "phoneNumber": phone_of(number),
            "serviceCode": "*384*237#",
            "text": text,
        }
        try:
            answer = requests.post(self.url, data=form, timeout=60)
        except requests.RequestException as failed:
            self.wrong.append(repr(failed))
            return
        expected = "END Solde" if PIN in text else "CON "
        if answer.status_code != 200 or not answer.text.startswith(expected):
            self.wrong.append(f"{text.replace(PIN, '(PIN)')}: {answer.status_code} {answer.text}")
        self.answered += 1

    def wait_for_more(self) -> None:
        """Wait until some more hops were answered."""
        wanted = self.answered + 20
        wait_for(lambda: self.answered >= wanted or bool(self.wrong), "more hops to be answered")


def phone_of(number: int) -> str:
    """Return the phone of one of the people."""
    return f"+2376771{number % PEOPLE:05}"


@contextmanager
def dialling(service: Service) -> Iterator[Traffic]:
    """Let people with wallets dial while the block lasts; afterwards no hop of theirs has failed."""
    for number in range(PEOPLE):
        service.open_wallet(phone_of(number), f"Person {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number]}", PIN)
    traffic = Traffic(service.ussd_url)
    thread = threading.Thread(target=traffic.dial, daemon=True)
    thread.start()
    try:
        yield traffic
    finally:
        traffic.over.set()
        thread.join()
    assert not traffic.wrong, traffic.wrong[:5]


@dataclass
class Turning:
    """The running processes while settings of theirs change; `end` gives them back those they had."""

    service: Service
    usual: dict[str, dict[str, str]]

    @classmethod
    def of(cls, service: Service) -> "Turning":
        """Return it, with the settings that every process has now."""
        return cls(service, {one.name: dict(one.environment) for one in service.processes.running.supervisor.processes})

    def end(self) -> None:
        """Give every process whose settings are others by now its usual ones."""
        for process in [*self.service.processes.running.supervisor.processes]:
            if dict(process.environment) != self.usual[process.name]:
                self.restart(process.name, self.usual[process.name])

    def begin(self, name: str, settings: Mapping[str, str]) -> Callable[[], None]:
        """Start a process beside the one of its name. Returns what ends the older one, once this one has begun."""
        supervisor = self.service.processes.running.supervisor
        [old] = [one for one in supervisor.processes if one.name == name]
        path = "/readyz" if name == "serve" else "/healthz"
        before = self.count_begun(name)
        supervisor.start(name, *old.arguments, environment=settings, listeners=old.listeners, ready_path=path)
        wait_for(lambda: self.count_begun(name) > before, f"the new {name} to begin")

        def end_old() -> None:
            supervisor.processes.remove(old)
            end(old)

        return end_old

    def count_begun(self, name: str) -> int:
        """Return how often a process of this name has said that it began."""
        log = self.service.processes.running.supervisor.log_of(name)
        return log.read_text().count('"keys told"')

    def restart(self, name: str, settings: Mapping[str, str]) -> None:
        """Start a process with these settings beside the one of its name, and end that one once this one has begun."""
        self.begin(name, settings)()

    def change(self, names: Mapping[str, Mapping[str, str]], traffic: Traffic) -> None:
        """Restart processes with their usual settings and some changed ones, by name; traffic goes on all the while."""
        for name, changed in names.items():
            end_old = self.begin(name, self.usual[name] | changed)
            if name == "serve":
                traffic.wait_for_more()  # by both of them
            end_old()
        traffic.wait_for_more()


def end(process: Process) -> None:
    """End a process in order."""
    assert process.running
    process.running.send_signal(signal.SIGTERM)
    assert process.running.wait(LONGEST_WAIT_SECONDS) == 0


@contextmanager
def turning(service: Service) -> Iterator[Turning]:
    """Turn keys in the block; afterwards every process has its usual settings again."""
    made = Turning.of(service)
    told = "SELECT count(DISTINCT process) FROM key_held"
    wait_for(lambda: service.one(told) == len(made.usual) - 1, "every process but the simulators to tell of its keys")
    try:
        yield made
    finally:
        made.end()


def list_keys(service: Service) -> list[str]:
    """Return what `./mbongo keys` prints."""
    engine = connect(service.database_url, 1)
    lines = [line for part in in_transaction(engine, describe) for line in part]
    engine.dispose()
    return lines
