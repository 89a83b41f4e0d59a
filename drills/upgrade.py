"""upgrade: the commit before runs under load and becomes this one, a process at a time, and back; nobody notices.

Two `serve` stand behind HAProxy. Migrating leaves the old code on the new tables; then old and new code answer beside
each other, both ways. docs/runbooks/upgrade.md has the same in words.
"""

import io
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

import requests

from drills.asked import DrillOptions
from drills.booked import judge_books
from drills.front import name_front, write_front
from drills.service import Service, Shape, open_for_trials, serve_all
from drills.story import Story
from drills.town import Town, draw_town, open_town
from faults.checks import wrongs
from faults.draw import draw, draw_phone
from faults.evidence import gather
from faults.polling import Late, wait_for
from faults.rest import come_to_rest
from faults.run import marks
from faults.shop import OnlineShop
from faults.stage import DATABASE, PEPPER, direct
from local import children
from local.nursery import CHECKOUT, Nursery
from local.ports import LOOPBACK, listen, port_of
from local.postgres import OWNER, Postgres
from local.supervise import Process
from local.unprivileged import choose_user
from local.valkey import Valkey

HANDS: Final = 6
LOAD_SECONDS: Final = 6.0
ENDS_SECONDS: Final = 60.0
API_PAUSE_SECONDS: Final = 0.3
AGAIN: Final = 20
RENEWED: Final = 2  # times the worker of texts is: one that it had begun may leave again
CODE: Final = ("wallet", "workers", "web", "ussd_menus", "sms_templates", "documents", "cli", "local", "wsgi.py")
# From here on processes claim operations by a key (docs/production.md): none before runs beside one after.
SINCE: Final = Path("wallet/core/operation_keys.py")
SHOPS_NUMBER: Final = 8
DOORS, HEALTH = 8384, 8386
SOCKET: Final = "admin.sock"
CALLS, STATUS = 4, 17  # of a line of `show stat`: scur, status


def rehearse(asked: DrillOptions, story: Story) -> None:
    """Play the drill."""
    if not shutil.which("haproxy"):
        story.judge("the programs", "not installed: apt install haproxy", "installed", held=False)
        return
    with tempfile.TemporaryDirectory(prefix="mbongo-drill-", dir="/var/tmp", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)
        try:
            commit = asked.before or find_commit_before()
            before = take_out(commit, folder / "before")
        except subprocess.CalledProcessError as failed:
            story.judge("the commit before", str(failed), "known to git here", held=False)
            return
        story.tell(f"the version before is {describe(commit)}")
        if not (before / SINCE).exists():
            story.judge("the version before", "claims operations without a key", "may run beside this one", held=False)
            story.tell("every process of it is stopped before migrate: docs/production.md, migrate")
            return
        if (before / "requirements.lock").read_bytes() != (CHECKOUT / "requirements.lock").read_bytes():
            story.tell("its requirements.lock is another: here it runs on this version's packages")
        try:
            with start_all(folder, before, story) as upgrade:
                upgrade.play(asked)
        except Late as late:
            story.judge("the drill", str(late), "to its end", held=False)


def find_commit_before() -> str:
    """Return the newest commit but one that changed code. Raises CalledProcessError where there is no git."""
    return run_git("log", "-2", "--format=%H", "--", *CODE).decode().split()[-1]


def describe(commit: str) -> str:
    """Return a commit in a line."""
    return run_git("log", "-1", "--format=%h, %s", commit).decode().strip()[:110]


def take_out(commit: str, folder: Path) -> Path:
    """Write the files of a commit into a folder, readable by every user. Raises CalledProcessError."""
    with tarfile.open(fileobj=io.BytesIO(run_git("archive", commit))) as archive:
        archive.extractall(folder, filter="data")
    return folder


def run_git(*words: str) -> bytes:
    """Return what git says of this checkout. Raises CalledProcessError."""
    return subprocess.run(["git", "-C", str(CHECKOUT), *words], capture_output=True, check=True).stdout


def migrate_by(checkout: Path, owner_url: str) -> float:
    """Migrate by a checkout's own command; return the seconds. Raises Late with what it said."""
    environment = {**os.environ, "MBONGO_MIGRATE_DATABASE_URL": owner_url, "MBONGO_PIN_PEPPER": PEPPER}
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "local", "migrate"], cwd=checkout, env=environment,
                          capture_output=True, text=True, check=False)  # fmt: skip
    if done.returncode:
        raise Late(f"migrate ended with {done.returncode}: {done.stderr[-600:]}")
    return time.monotonic() - began


@contextmanager
def start_all(folder: Path, before: Path, story: Story) -> Iterator["Upgrade"]:
    """Start servers, HAProxy, and all processes of the version before: two serve, one of each other."""
    with ExitStack() as stack:
        postgres = Postgres.start(folder / "servers")
        stack.callback(postgres.stop)
        valkey = Valkey.start(folder / "servers")
        stack.callback(valkey.stop)
        postgres.create_database(DATABASE)
        owner_url = postgres.url(DATABASE, OWNER)
        migrate_by(before, owner_url)
        open_for_trials(postgres.url)
        net = f"127.{random.randrange(64, 250)}.{random.randrange(256)}."
        webs = tuple((f"{net}{number}", DOORS, HEALTH) for number in (5, 6))
        with listen(None, 0) as taken:
            front = f"{LOOPBACK}:{port_of(taken)}"  # the one address that may be spoken to without TLS
        stack.callback(children.stop, start_haproxy(folder / "haproxy", front, f"{net}4", webs), signal.SIGTERM)
        data = folder / "service"
        service = stack.enter_context(
            serve_all(
                data, postgres.url, lambda user: valkey.url(user=user), Shape(webs, front, 1), lambda: None, before
            )
        )

        nurseries = {name: Nursery(_logs(folder / name), choose_user(), checkout)
                     for name, checkout in (("old", before), ("new", CHECKOUT))}  # fmt: skip
        for nursery in nurseries.values():
            stack.callback(nursery.stop)
        story.tell(f"{len(service.running.supervisor.processes)} processes of it run, two serve behind HAProxy")
        proxy = folder / "haproxy" / SOCKET
        yield Upgrade(story, service, owner_url, nurseries, webs, proxy, partial(open_for_trials, postgres.url))


def _logs(folder: Path) -> Path:
    """Make a folder of logs."""
    folder.mkdir()
    return folder


def start_haproxy(
    folder: Path, front: str, here: str, webs: tuple[tuple[str, int, int], ...]
) -> "subprocess.Popen[bytes]":
    """Start HAProxy before both serve, as deploy/haproxy ships it."""
    files = write_front(folder)[:-1]  # PostgreSQL has nothing before it here
    named = name_front(folder, front, [host for host, _, _ in webs], [], here)
    argv = ["haproxy", "-db", *(word for file in files for word in ("-f", str(file)))]
    with children.open_log(folder.with_suffix(".log")) as log:
        return children.spawn(argv, log=log, env={"PATH": os.environ.get("PATH", os.defpath), **named}, as_nobody=True)


@dataclass
class Program:
    """A shop's program: makes checkouts and reads them by the API, one after another, until it is over."""

    service: Service
    key: str
    calls: int = 0
    failed: list[str] = field(default_factory=list)
    slowest: float = 0.0
    again: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        """Ask and ask."""
        with direct() as session:
            while not self.over.wait(API_PAUSE_SECONDS):
                made = self.ask(session, "POST", "/checkouts", {"title": "Pain", "amount": 500})
                if made:
                    self.ask(session, "GET", f"/checkouts/{made['id']}")

    def ask(self, session: requests.Session, method: str, path: str, said: object = None) -> dict[str, str]:
        """Ask once; again where the API says so (409, 503: docs/api.md). Note what failed."""
        headers = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": str(uuid.uuid4())}
        for left in range(AGAIN, -1, -1):
            answer = self.ask_once(session, method, path, said, headers)
            if answer is None or left == 0 or answer.status_code not in (409, 503):
                break
            self.again += 1
            time.sleep(API_PAUSE_SECONDS)
        if answer is None:
            return {}
        if answer.status_code >= 400:
            self.failed.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
            return {}
        found: dict[str, str] = answer.json()
        return found

    def ask_once(
        self, session: requests.Session, method: str, path: str, said: object, headers: dict[str, str]
    ) -> requests.Response | None:
        """Ask, and note how long it took; None, noted, where no answer came."""
        self.calls, began = self.calls + 1, time.monotonic()
        try:
            answer = session.request(method, f"{self.service.api_url}{path}", json=said, headers=headers, timeout=30)
        except requests.RequestException as failed:
            self.failed.append(f"{method} {path}: {type(failed).__name__}")
            return None
        self.slowest = max(self.slowest, time.monotonic() - began)
        return answer


@dataclass
class Upgrade:
    """All that one rehearsal knows."""

    story: Story
    service: Service
    owner_url: str
    nurseries: dict[str, Nursery]
    webs: tuple[tuple[str, int, int], ...]
    proxy: Path
    allow: Callable[[], None]  # what migrate takes away again: money for nothing
    load_seconds: float = LOAD_SECONDS

    def play(self, asked: DrillOptions) -> None:
        """Play all of it, then judge the books."""
        self.load_seconds = asked.size * LOAD_SECONDS
        told: list[tuple[str, str]] = []
        town = draw_town(self.service, asked.seed, HANDS, told)
        since = marks(self.service)
        open_town(town)
        owner = draw_phone(Random(asked.seed), asked.seed, SHOPS_NUMBER)
        shop = OnlineShop.open(self.service, town.timeline, owner, draw(asked.seed).market)
        program = Program(self.service, shop.key)
        thread = threading.Thread(target=program.work, daemon=True)
        town.begin(HANDS)
        thread.start()
        try:
            self.go_through(town, program)
        finally:
            program.over.set()
            town.end()
            thread.join()
        self.judge(town, program)
        come_to_rest(self.service, town.timeline, set())
        found = gather(self.service, {person.phone for person in town.people}, since, told, RENEWED)
        judge_books(self.story, town, wrongs(self.service, found))

    def go_through(self, town: Town, program: Program) -> None:
        """Go through every state that an upgrade has, and back."""
        self.wait("old code on its own tables", town, program)
        seconds = migrate_by(CHECKOUT, self.owner_url)
        self.allow()
        self.story.note("migrate, under load", f"{seconds:.1f} s, {program.slowest:.1f} s the slowest call so far")
        self.wait("old code on the new tables", town, program)
        for version, says in (("new", "forth"), ("old", "back")):
            self.renew("serve 1", version)
            self.wait(f"{says}: serve 1 is {version}, the rest is not", town, program)
            began = time.monotonic()
            for one in [*self.service.running.supervisor.processes]:
                if one.name not in ("serve 1", "simulate"):
                    self.renew(one.name, version)
            self.story.note(f"{says}: the others restarted, one after another", f"{time.monotonic() - began:.0f} s")
            self.wait(f"{says}: all are {version}", town, program)

    def wait(self, state: str, town: Town, program: Program) -> None:
        """Let people and the program work for a while, and judge that nothing of it failed, nor ended by itself."""
        failed, calls, hops = (len(town.journal.failed), len(program.failed)), program.calls, town.journal.hops
        until = time.monotonic() + self.load_seconds
        while time.monotonic() < until:
            self.service.look()
            time.sleep(0.1)
        now = (len(town.journal.failed), len(program.failed))
        self.story.tell(f"{state}: {town.journal.hops - hops} hops, {program.calls - calls} calls, "
                        f"{now[0] - failed[0]} and {now[1] - failed[1]} failed")  # fmt: skip
        for line in (*town.journal.failed[failed[0] :][:3], *program.failed[failed[1] :][:3]):
            self.story.tell(f"  {line}")

    def renew(self, name: str, version: str) -> None:
        """Ask a process to end, wait until it has, start it of this version; a serve is waited for."""
        [process] = [one for one in self.service.running.supervisor.processes if one.name == name]
        assert process.running
        server = f"web/web{name.split()[1]}" if name.startswith("serve") else ""
        if server:
            self.tell_proxy(f"set server {server} state drain")
            wait_for(lambda: self.read_proxy(server, CALLS) == "0", "the last call there to be answered", ENDS_SECONDS)
        process.running.send_signal(signal.SIGTERM)
        wait_for(lambda: process.running is None or process.running.poll() is not None, f"{name} to end", ENDS_SECONDS)
        children.stop(process.running, signal.SIGTERM)
        self.fork(process, self.nurseries[version])
        if server:
            host, _, health = self.webs[int(name.split()[1]) - 1]
            wait_for(lambda: self.is_ready(f"http://{host}:{health}/readyz"), f"{name} to be ready", ENDS_SECONDS)
            self.tell_proxy(f"set server {server} state ready")
            wait_for(lambda: self.read_proxy(server, STATUS).startswith("UP"), "HAProxy to see it", ENDS_SECONDS)

    def tell_proxy(self, command: str) -> str:
        """Tell HAProxy something; return its answer."""
        with socket.socket(socket.AF_UNIX) as wire:
            wire.connect(str(self.proxy))
            wire.sendall(f"{command}\n".encode())
            return b"".join(iter(lambda: wire.recv(65_536), b"")).decode()

    def read_proxy(self, server: str, field: int) -> str:
        """Return a field of what HAProxy counts of a server."""
        rows = (line.split(",") for line in self.tell_proxy("show stat").splitlines())
        return next(row[field] for row in rows if row[:2] == server.split("/"))

    def fork(self, process: Process, nursery: Nursery) -> None:
        """Start a process anew by the nursery of a version."""
        log = self.service.running.supervisor.log_of(process.name)
        process.running = nursery.fork(["local", *process.arguments], environment=process.environment, log=log)
        process.started_at, process.crashes = time.monotonic(), 0

    def is_ready(self, url: str) -> bool:
        """True when a serve answers that it is ready."""
        with suppress(requests.RequestException):
            return self.service.session.get(url, timeout=3).status_code == 200
        return False

    def judge(self, town: Town, program: Program) -> None:
        """Judge that no hop, no text and no call failed, and that no process ended by itself."""
        for what, failed, count in (
            ("hops and texts that failed", town.journal.failed, town.journal.hops),
            ("calls of the API that failed", program.failed, program.calls),
        ):
            for line in failed[:5]:
                self.story.tell(f"  {line}")
            self.story.judge(what, f"{len(failed)} of {count}", "0", not failed and count > 0)
        self.story.note("the slowest call of the API", f"{program.slowest:.1f} s")
        self.story.note("calls that were told to ask again (409, 503), and did", str(program.again))
        again = self.service.restarts
        self.story.judge("processes that ended by themselves", ", ".join(sorted(again)) or "none", "none", not again)
