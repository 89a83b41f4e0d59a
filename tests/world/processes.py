"""Everything `up` starts, on throw-away servers: started once for a pytest worker, and kept from test to test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import Final

from sqlalchemy import Engine

from faults.polling import wait_for
from local.machine import Machine, run_machine
from local.ports import listen
from local.postgres import OWNER, Postgres
from local.valkey import Valkey
from tests.world.hashed import PEPPER
from tests.world.kept_database import ServiceDatabase
from tests.world.wallet_under_test import connect_owner, connect_wallets
from wallet.core.roles import ROLES, ProcessKind, url_variable
from wallet.perform import Wallet

DATABASE: Final = "mbongo_test_service"  # the usual one


@dataclass
class Processes:
    """Servers and processes that stay up; each test's `Service` (service.py) begins with its template's rows."""

    running: Machine
    postgres: Postgres
    valkey: Valkey
    template: str
    data: Path  # its own, as `up --data` has one
    log_folders: tuple[Path, ...]
    wallets: dict[ProcessKind, Wallet]
    owner: Engine
    kept: ServiceDatabase
    newest_text: int = 0  # the last one in the simulators' memory when a test began

    @property
    def database(self) -> str:
        """Return the name of its database."""
        return self.kept.name

    def renew_database(self) -> None:
        """Give the database the rows it begins with."""
        if self.kept.renew(self.template):
            self.disconnect()

    def disconnect(self) -> None:
        """Close our own connections to the database."""
        for engine in (self.owner, *(wallet.engine for wallet in self.wallets.values())):
            engine.dispose()

    def log_sizes(self) -> dict[Path, int]:
        """Return the length of each log, by its path."""
        return {path: path.stat().st_size for folder in self.log_folders for path in folder.glob("*.log")}

    def kill_and_restart(self, name: str) -> None:
        """kill -9 one of the processes; the supervisor starts it again, as it would any that crashes."""
        supervisor = self.running.supervisor
        [process] = [one for one in supervisor.processes if one.name == name]
        assert process.running
        killed = process.running
        killed.kill()

        def is_back() -> bool:
            supervisor.look()
            return process.running not in (killed, None)

        wait_for(is_back, f"{name} to be started again")

    def all_alive(self) -> bool:
        """True when no process has ended."""
        return all(one.running and one.running.poll() is None for one in self.running.supervisor.processes)


@contextmanager
def processes(
    postgres: Postgres, template: str, data: Path, outside: socket, name: str = DATABASE, **settings: str
) -> Iterator[Processes]:
    """Start everything `up` does but PostgreSQL, which is this; a Valkey of its own, since workers listen on it.

    `outside` is where its simulators listen.
    """
    postgres.create_database(name, template)
    given = settings | {
        **{url_variable(kind): postgres.url(name, role) for kind, role in ROLES.items()},
        "MBONGO_PIN_PEPPER": PEPPER,
    }
    wallets = connect_wallets({kind: given[url_variable(kind)] for kind in ROLES}, 4)
    owner = connect_owner(postgres.url(name, OWNER), kept=True)
    before = dict(os.environ)
    os.environ.update(given)
    try:
        with (
            listen(None, 0) as web,
            run_machine(data / "service", lambda: web, lambda: outside, lambda _: None) as running,
        ):
            os.environ.clear()
            os.environ.update(before)
            logs = (data / "logs", data / "service" / "logs")
            valkey = running.servers.valkey
            assert valkey, "each process as its own user there; tests as one who may do anything"
            kept = ServiceDatabase(postgres, name)
            made = Processes(running, postgres, valkey, template, data / "service", logs, wallets, owner, kept)
            yield made
            kept.close()
            made.disconnect()
    finally:
        os.environ.clear()
        os.environ.update(before)
        postgres.drop_database(name)
