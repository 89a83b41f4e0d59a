"""Servers thrown away after a measure: PostgreSQL and Valkey as `up` runs them, synced to disk; and web apps."""

import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from local import children
from local.migrate import migrate
from local.ports import LOOPBACK, choose_port
from local.postgres import APP, OWNER, Postgres
from local.secrets import secrets_of
from local.valkey import Valkey
from wallet.core.settings import Settings

CHECKOUT = Path(__file__).parents[1]
NOT_TMP = "/var/tmp"  # noqa: S108 - /tmp may be memory, where syncing to disk costs nothing; the folder in it is private
NOBODY_LISTENS = "http://127.0.0.1:9"  # no worker runs, so nothing is texted
START_TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Stage:
    """The servers of a measure, and the folder of their data."""

    data: Path
    postgres: Postgres
    valkey: Valkey

    def make_database(self, name: str) -> None:
        """Make a database with Mbongo's newest tables."""
        self.postgres.create_database(name)
        migrate(self.postgres.url(name, OWNER), self.postgres.url(name, APP))

    def settings(self, database: str, redis_database: int = 0) -> Settings:
        """Return the settings of a web app on this database."""
        return Settings.model_validate({
            "database_url": self.postgres.url(database, APP),
            "redis_url": self.valkey.url(redis_database),
            "pin_pepper": f"1:{secrets_of(self.data)['pin_pepper']}",
            "callback_secrets": secrets_of(self.data)["callback_secret"],
            "at_username": "mbongo",
            "at_api_key": secrets_of(self.data)["at_api_key"],
            "at_base_url": NOBODY_LISTENS,
        })  # fmt: skip

    @contextmanager
    def serving(self, settings: Settings) -> Iterator[int]:
        """Run `./mbongo serve` on these settings while the block lasts. Yields its port."""
        with self.running(settings, "local", "serve", "--port") as port:
            yield port

    @contextmanager
    def running(self, settings: Settings, *argv: str, ready: str = "readyz") -> Iterator[int]:
        """Run a web app in a process of its own, its port the last argument, once `/ready` answers. Yields it."""
        port = choose_port(None, usual=0)
        log = self.data / "logs" / f"web-{port}.log"
        with self.process(settings, log, *argv, str(port)) as process:
            address = f"http://{LOOPBACK}:{port}/{ready}"
            children.wait_until(lambda: _ready(address), process, log=log, timeout_seconds=START_TIMEOUT_SECONDS)
            yield port

    @contextmanager
    def process(self, settings: Settings, log: Path, *argv: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run one of our processes while the block lasts."""
        with children.open_log(log) as written:
            process = children.spawn(
                [sys.executable, "-m", *argv], log=written, env=_environment(settings), cwd=CHECKOUT
            )
        try:
            yield process
        finally:
            children.stop(process, signal.SIGTERM)


@contextmanager
def stage() -> Iterator[Stage]:
    """Start the servers while the block lasts; nothing of them is left afterwards."""
    with TemporaryDirectory(prefix="mbongo-bench-", dir=NOT_TMP) as folder, ExitStack() as stack:
        data = Path(folder)
        data.chmod(0o711)  # PostgreSQL runs as `nobody` when we are root
        postgres = Postgres.start(data)
        stack.callback(postgres.stop)
        valkey = Valkey.start(data)
        stack.callback(valkey.stop)
        yield Stage(data, postgres, valkey)


def _environment(settings: Settings) -> dict[str, str]:
    known = settings.model_dump(exclude_none=True)
    return {f"MBONGO_{name.upper()}": _plain(value) for name, value in known.items()}


def _plain(value: object) -> str:
    return str(value.get_secret_value() if hasattr(value, "get_secret_value") else value)


def _ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - loopback, written above
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
