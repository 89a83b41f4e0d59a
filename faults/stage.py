"""The stage of a run: everything `up` starts, on servers thrown away, with a fresh database for each run.

The processes stay from run to run (starting them costs seconds): their connections are cut and come back. Time passes
by shifting the wallet's clock in the test database, never by waiting.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

import psycopg
import requests
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Connection, text

from faults.crash_points import ARMED
from faults.polling import LONGEST_WAIT_SECONDS, Late
from faults.quick_hash import hash_quickly
from local.machine import Machine, run_machine
from local.migrate import migrate
from local.places import ShortLivedFolder, choose_throwaway_place
from local.ports import listen
from local.postgres import OWNER, Postgres
from local.trial_kinds import allow_trials
from local.trial_levels import open_level_0
from local.valkey import Valkey
from simulators.handset import Handset
from simulators.wire import Wire
from wallet.core import database
from wallet.core.hashes import NOBODY
from wallet.core.roles import ROLES, ProcessKind, url_variable
from wallet.core.secrets import Secrets
from wallet.payments.rails import RAILS
from wallet.perform import Wallet
from workers import tick
from workers.doors import DOORS
from workers.queues import JOBS
from workers.waking import wake

TEMPLATE, DATABASE = "mbongo_test_faults_template", "mbongo_test_faults"  # only so named may time be shifted
PEPPER, PIN = "1:a-pepper-of-everything-that-is-tried", "4826"
READ_SECONDS: Final = "1.5"  # an operator that hangs is given up after this long, not after 20 s
LOG_LINES: Final = 12
Result = TypeVar("Result")


def direct() -> requests.Session:
    """Return an HTTP session without a proxy of this machine."""
    session = requests.Session()
    session.trust_env = False
    return session


@dataclass
class Stage:
    """Servers, processes, phones; `jumps` are (seconds of real time, shift from then on)."""

    running: Machine
    postgres: Postgres
    valkey: Valkey
    wallets: dict[ProcessKind, Wallet]
    armed: Path
    pin_hash: str
    logs: Path
    session: requests.Session = field(default_factory=direct)
    jumps: list[tuple[datetime, float]] = field(default_factory=list)
    log_marks: dict[Path, int] = field(default_factory=dict)
    forgot_at: float = 0.0
    left_behind: dict[str, set[str]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> str:
        """Return an address of `up --json` by its name."""
        try:
            return str(self.__dict__["running"].addresses[name])
        except KeyError:
            raise AttributeError(name) from None

    def fresh(self) -> None:
        """Begin anew: a new database, an empty Valkey, no fault asked for, every process alive."""
        self.disarm()
        self.all_up()
        self.session.delete(f"{self.simulator_url}/pending", timeout=10)  # prompts of before, for minutes
        self.put("faults", {})
        self.put("customers", {})
        self.postgres.drop_database(DATABASE)
        self.postgres.create_database(DATABASE, TEMPLATE)
        for wallet in self.wallets.values():
            wallet.engine.dispose()
        self.redis.flushall()
        self.forgot_at = time.time()
        self.jumps = []
        self.log_marks = {path: path.stat().st_size for path in self.logs.glob("*.log")}

    # ------------------------------------------------------------------------------- the outside world
    def get(self, path: str, **asked: Any) -> Any:
        """Return what the simulators answer."""
        return self.session.get(f"{self.simulator_url}/{path}", params=asked, timeout=40).json()

    def put(self, path: str, wanted: Any) -> None:
        """Tell the simulators something."""
        answer = self.session.put(f"{self.simulator_url}/{path}", json=wanted, timeout=10)
        assert answer.ok, answer.text

    def handset(self, phone: str) -> Handset:
        """Return a phone behind the gateway, whose clock is as far on as the wallet's is now."""
        wire = Wire(self.ussd_url, self.sms_url, self.ussd_events_url, self.delivery_url)
        return Handset(phone, wire, self.jumps[-1][1] if self.jumps else 0.0)

    def callback_url(self, rail: str) -> str:
        """Return the address at which an operator calls back."""
        return self.base_url + DOORS[rail].at(self.running.environment[DOORS[rail].secrets_variable])

    # ------------------------------------------------------------------------------- a look inside
    def read(self, work: Callable[[Connection], Result]) -> Result:
        """Look into the database, as reports do."""
        return self.do(work, "read")

    def do(self, work: Callable[[Connection], Result], kind: ProcessKind = "worker") -> Result:
        """Return what something gives that is done in one transaction, as this kind of process."""
        return database.in_transaction(self.wallets[kind].engine, work)

    def rows(self, query: str, **values: Any) -> list[Any]:
        """Return the rows a query finds."""
        return self.read(lambda db: list(db.execute(text(query), values).all()))

    def new_logs(self) -> str:
        """Return what the processes have written since the run began."""
        parts = []
        for path in sorted(self.logs.glob("*.log")):
            with path.open("rb") as file:
                file.seek(self.log_marks.get(path, 0))
                parts.append(file.read().decode(errors="replace"))
        return "\n".join(parts)

    def broken_lines(self) -> list[str]:
        """Return the last traces and errors the processes wrote since the run began, to find a cause by."""
        lines = [line for line in self.new_logs().split("\n") if "Traceback" in line or "Error" in line]
        return [f"log: {line[-1500:]}" for line in lines[-LOG_LINES:]]

    # ------------------------------------------------------------------------------- time
    def pass_time(self, seconds: float) -> None:
        """Move the wallet's clock on."""
        with psycopg.connect(self.postgres.url(DATABASE, OWNER)) as db:
            db.execute("UPDATE clock_shift SET shift = shift + %s", [timedelta(seconds=seconds)])
            [moment] = db.execute("SELECT wallet_now()").fetchone() or [datetime.min]
        self.jumps.append((moment, (self.jumps[-1][1] if self.jumps else 0.0) + seconds))

    def began(self, name: str) -> float:
        """Return when the process of that name was last started, in seconds of the epoch."""
        [process] = [one for one in self.running.supervisor.processes if one.name == name]
        return time.time() - (time.monotonic() - process.started_at)

    def real(self, moment: datetime) -> float:
        """Return when, by this machine's clock, something of the wallet's happened, in seconds of the epoch."""
        shift = max((shift for since, shift in self.jumps if since <= moment), default=0.0)
        return moment.timestamp() - shift

    def wake_all(self) -> None:
        """Wake every worker that has something to do, as the tick does once a second."""
        if not self.valkey.running:
            return
        for queue in self.read(tick.due):
            wake(self.redis, queue)

    def let_go(self, phone: str) -> None:
        """Free the phone of a hop that died, which would hold back the next one for nine seconds that prove nothing."""
        with suppress(RedisError):
            self.redis.delete(f"ussd:{{{phone}}}:busy")

    def is_working(self, queue: str) -> bool:
        """True when a job of that queue waits or is being done, as far as Valkey knows; the dead's do not count."""
        try:
            return bool(self.redis.llen(f"rq:queue:{queue}") or self.begun(queue) - self.left_behind.get(queue, set()))
        except RedisError:
            return True

    def begun(self, queue: str) -> set[str]:
        """Return the jobs of that queue that a worker has begun, with what RQ notes of each."""
        return set(map(str, self.redis.zrange(f"rq:wip:{queue}", 0, -1, withscores=True)))

    def forget_wakes(self) -> None:
        """Forget wakes that a killed process had taken: waiting five seconds for them would prove nothing."""
        self.redis.delete(*(f"waking:{queue}" for queue in JOBS))

    @cached_property
    def redis(self) -> "Redis":
        """A client of the Valkey, which reconnects by itself when the server comes back."""
        return Redis.from_url(self.valkey.url(), socket_timeout=5)

    # ------------------------------------------------------------------------------- what breaks
    def arm(self, process: str, point: str) -> None:
        """Make that process die at that point, once."""
        (self.armed / f".{process}").write_text(point, encoding="utf-8")
        (self.armed / f".{process}").rename(self.armed / process)

    def is_armed(self, process: str) -> bool:
        """True until the process has died there."""
        return (self.armed / process).exists()

    def disarm(self) -> None:
        """Take back every order to die."""
        for order in self.armed.iterdir():
            order.unlink(missing_ok=True)

    def kill(self, name: str) -> None:
        """kill -9; `serve` means one of gunicorn's workers. all_up() brings a process back."""
        [process] = [one for one in self.running.supervisor.processes if one.name == name]
        if process.running is None:
            return
        if name == "serve":
            children = Path(f"/proc/{process.running.pid}/task/{process.running.pid}/children").read_text().split()
            if children:
                os.kill(int(children[0]), signal.SIGKILL)
            return
        process.running.kill()
        process.running.wait()

    def look(self) -> None:
        """Start again what has died: the supervisor's own look, without its pause.

        In this thread, for as long as the run: the kernel ends a child with the thread that started it.
        """
        supervisor = self.running.supervisor
        for process in supervisor.processes:
            if process.running and process.running.poll() is not None and process.name.startswith("worker "):
                with suppress(RedisError):
                    queue = process.name.removeprefix("worker ")
                    self.left_behind[queue] = self.begun(queue)
        supervisor.look()
        for process in supervisor.processes:
            process.crashes, process.start_at = 0, 0.0
        supervisor.look()

    def mend(self) -> None:
        """Start again what has died meanwhile, if anything: one may die of what it was told just before."""
        if not self.all_alive():
            self.look()

    def all_up(self) -> None:
        """Start Valkey and every process, and wait until they are ready."""
        if not self.valkey.running:
            self.valkey.start_again()
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while not self.all_alive():
            self.look()
            if time.monotonic() > deadline:
                raise Late("a process does not come back")
        self.running.supervisor.wait_ready()

    def all_alive(self) -> bool:
        """True when no process has ended."""
        return all(one.running and one.running.poll() is None for one in self.running.supervisor.processes)

    def flush(self) -> None:
        """Empty Valkey."""
        with suppress(RedisError):  # it is away, and will come back with what it kept
            self.redis.flushall()
        self.forgot_at = time.time()


@contextmanager
def stage() -> Iterator[Stage]:
    """Start servers and processes while the block lasts; nothing of them is left afterwards."""
    folder = ShortLivedFolder(choose_throwaway_place())
    before = dict(os.environ)
    armed = folder.path / "armed"
    armed.mkdir()
    armed.chmod(0o777)  # a process that dies there takes its order away, whoever it runs as
    postgres = Postgres.start(folder.path, durable=False)
    try:
        postgres.create_database(TEMPLATE)
        migrate(postgres.url(TEMPLATE, OWNER), PEPPER)
        open_level_0(postgres.url(TEMPLATE, OWNER))
        allow_trials(postgres.url(TEMPLATE, OWNER))
        postgres.create_database(DATABASE, TEMPLATE)
        os.environ.update({
            **{url_variable(kind): postgres.url(DATABASE, role) for kind, role in ROLES.items()},
            "MBONGO_PIN_PEPPER": PEPPER,
            **{f"MBONGO_{rail.upper()}_READ_SECONDS": READ_SECONDS for rail in RAILS}, ARMED: str(armed),
        })  # fmt: skip
        os.environ.pop("MBONGO_MIGRATE_DATABASE_URL", None)
        with (
            listen(None, 0) as web,
            listen(None, 0) as outside,
            run_machine(
                folder.path / "service", lambda: web, lambda: outside, lambda _: None, module="faults"
            ) as running,
        ):
            secrets = Secrets.read(PEPPER)
            wallets = {
                kind: Wallet(database.connect(postgres.url(DATABASE, role), 16), secrets)
                for kind, role in ROLES.items()
            }
            logs = folder.path / "service" / "logs"
            assert running.servers.valkey
            pin_hash = hash_quickly(secrets, "pin", NOBODY, PIN)
            yield Stage(running, postgres, running.servers.valkey, wallets, armed, pin_hash, logs)
            for wallet in wallets.values():
                wallet.engine.dispose()
    finally:
        os.environ.clear()
        os.environ.update(before)
        postgres.stop()
        folder.remove()
