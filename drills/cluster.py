"""The cluster of deploy/: on each of three machines an etcd, a PostgreSQL under Patroni, a Valkey and its Sentinel.

In front of PostgreSQL stands HAProxy, on the machine of our own processes.
"""

import os
import re
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg
import redis
import requests
from psycopg.sql import SQL, Identifier, Literal

from drills.front import name_front, write_front
from drills.grounds import Grounds, Place
from drills.kept import Keeper, KeptProgram
from drills.shipped import fill
from faults.polling import Late
from local.places import give_to_nobody
from local.postgres import CREATE, OWNER, SUPERUSER
from local.postgres_binaries import OTHER as POSTGRES_BIN
from local.postgres_binaries import find_binaries
from local.valkey import find_program
from wallet.core.roles import ROLES
from workers.redis_users import USERS, digest, write_acl

DEBIAN: Final = Path("/usr/lib/postgresql/15/bin")
NEEDED: Final = {
    "patroni": "patroni",
    "etcd": "etcd-server",
    "etcdctl": "etcd-client",
    "haproxy": "haproxy",
}  # program: Debian's package
MASTER_AGAIN_SECONDS: Final = 5.0  # deploy/sentinel/valkey.conf says why
READY_SECONDS: Final = 120.0
SECRETS: Final = (
    SUPERUSER, OWNER, *ROLES.values(), *USERS,
    "patroni", "replication", "rewind", "replica", "sentinel", "door", "default",
)  # fmt: skip


def find_missing() -> str:
    """Return what is not installed, and how it is; "" where nothing is missing."""
    missing = [package for program, package in NEEDED.items() if not shutil.which(program)]
    return f"not installed: apt install {' '.join(missing)}" if missing else ""


def choose_postgres() -> Path:
    """Return the programs of the PostgreSQL that Debian's Patroni is made for, or those of every other command."""
    return find_binaries() if os.environ.get(POSTGRES_BIN) or not DEBIAN.exists() else DEBIAN


@dataclass
class Cluster:
    """The running cluster; `look` is to be called again and again, or nothing that ended is started again."""

    grounds: Grounds
    folder: Path
    wire: str  # where the web answers: host:port
    keeper: Keeper = field(default_factory=Keeper)
    passwords: dict[str, str] = field(default_factory=lambda: {name: secrets.token_hex(16) for name in SECRETS})

    @property
    def places(self) -> tuple[Place, ...]:
        return self.grounds.places

    def look(self) -> None:
        """Start again what has ended."""
        self.keeper.look()

    def wait(self, holds: Callable[[], Any], what: str, seconds: float = READY_SECONDS) -> Any:
        """Return the first true value of a condition, keeping all up meanwhile. Raises Late."""
        deadline = time.monotonic() + seconds
        while not (found := holds()):
            if time.monotonic() > deadline:
                raise Late(f"waited {seconds:.0f} s for {what}")
            self.look()
            time.sleep(0.1)
        return found

    # ------------------------------------------------------------------------------------ a start
    def start(self) -> None:
        """Start all of it, and wait until a leader has a synchronous standby."""
        for place in self.places:
            self.start_etcd(place)
        self.wait(lambda: all(map(self.has_etcd, self.places)), "etcd")
        for place in self.places:
            self.start_valkey(place)
            self.start_patroni(place)
        for place in self.places:
            self.start_sentinel(place)
        self.start_haproxy()
        self.wait(self.is_whole, "a leader with two standbys, one of them synchronous")
        self.wait(lambda: self.count_sentinels() == len(self.places), "three Sentinels that know each other")

    def values(self, place: Place) -> Mapping[str, str]:
        """Return what is filled in on a machine."""
        first = self.places[0].address
        return {
            "NAME": place.name, "ADDRESS": place.address, "DATA": str(place.folder), "NETWORK": self.grounds.network,
            **{f"ADDRESS_{number}": one.address for number, one in enumerate(self.places, 1)},
            "POSTGRES_BIN": str(choose_postgres()), "SHARED_BUFFERS": "64MB",
            "REPLICA_OF": "" if place.address == first else f"replicaof {first} 6379",
            "POSTGRES_PASSWORD": self.passwords[SUPERUSER], "PATRONI_PASSWORD": self.passwords["patroni"],
            "SENTINEL_DOOR_PASSWORD": self.passwords["door"],
            **{f"{name.upper()}_PASSWORD": self.passwords[name]
               for name in ("replication", "rewind", "replica", "sentinel")},
        }  # fmt: skip

    def write(self, place: Place, name: str, shipped: str, more: str = "", **values: str) -> Path:
        """Write a shipped file, filled, for nobody's eyes alone. Returns its path."""
        path = place.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(fill(shipped, {**self.values(place), **values}) + more, "utf-8")
        path.chmod(0o600)
        give_to_nobody(path.parent)
        give_to_nobody(path)
        return path

    def keep(self, place: Place, name: str, *argv: str, **options: Any) -> None:
        """Start a program on a machine."""
        log = self.folder / "logs" / f"{name}-{place.name}.log"
        self.keeper.keep(KeptProgram(f"{name} {place.name}", argv, log, place, **options))

    def start_etcd(self, place: Place) -> None:
        """Start a machine's etcd."""
        path = self.write(place, "etcd.yml", "etcd/etcd.yml")
        self.keep(place, "etcd", "etcd", "--config-file", str(path))

    def start_patroni(self, place: Place) -> None:
        """Start a machine's Patroni, and so its PostgreSQL, whose files are on the machine's disk."""
        disk = {"DATA": str(place.disk)}
        path = self.write(place, "patroni.yml", "patroni/patroni.yml", **disk)
        self.keep(place, "patroni", "/usr/bin/python3", "/usr/bin/patroni", str(path))

    def write_valkey(self, place: Place) -> Path:
        """Write a machine's Valkey's users and file. Returns the file's path."""
        users = write_acl(self.passwords, f"on #{digest(self.passwords['default'])} ~* &* +@all")
        self.write(place, "valkey/users.acl", "sentinel/users.acl", users)
        return self.write(place, "valkey/valkey.conf", "sentinel/valkey.conf")

    def start_valkey(self, place: Place) -> None:
        """Start a machine's Valkey."""
        path = self.write_valkey(place)
        self.keep(place, "valkey", str(find_program()), str(path), again_seconds=MASTER_AGAIN_SECONDS)

    def start_sentinel(self, place: Place) -> None:
        """Start a machine's Sentinel."""
        path = self.write(place, "sentinel/sentinel.conf", "sentinel/sentinel.conf")
        self.keep(place, "sentinel", str(find_program()), str(path), "--sentinel")

    def start_haproxy(self) -> None:
        """Start HAProxy in front of PostgreSQL, and of both `serve`."""
        folder, grounds = self.folder / "front", self.grounds
        files = write_front(folder)
        members = [place.address for place in self.places]
        environment = name_front(folder, self.wire, grounds.webs, members, grounds.here)
        argv = ("haproxy", "-db", *(word for file in files for word in ("-f", str(file))))
        self.keep(Place("here", grounds.here, self.folder), "haproxy", *argv, environment=environment)

    def stop(self) -> None:
        """Stop all of it, and what a Patroni that was killed left behind."""
        self.keeper.stop(
            *(f"patroni {place.name}" for place in self.places)
        )  # while there is an etcd to say goodbye to
        self.keeper.stop()
        for place in self.places:
            if pid := find_postmaster(place):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGQUIT)

    # ------------------------------------------------------------------------------------ a look
    def ask(self, place: Place, port: int, path: str) -> dict[str, Any]:
        """Return what a machine's HTTP answers; nothing where it does not."""
        with suppress(requests.RequestException, ValueError), requests.Session() as session:
            session.trust_env = False
            found: dict[str, Any] = session.get(f"http://{place.address}:{port}{path}", timeout=2).json()
            return found
        return {}

    def has_etcd(self, place: Place) -> bool:
        """True when a machine's etcd knows a leader."""
        return self.ask(place, 2379, "/health").get("health") == "true"

    def members(self) -> dict[str, dict[str, Any]]:
        """Return what Patroni says of each member, by name, of the first that answers."""
        for place in self.places:
            if found := self.ask(place, 8008, "/cluster").get("members"):
                return {one["name"]: one for one in found}
        return {}

    def find_leader(self) -> Place | None:
        """Return the machine whose Patroni says that it leads."""
        leads = [
            place for place in self.places if self.ask(place, 8008, "/patroni").get("role") in ("master", "primary")
        ]
        return leads[0] if len(leads) == 1 else None

    def leader(self) -> Place:
        """Return the machine that leads, waiting for one."""
        found: Place = self.wait(self.find_leader, "a leader")
        return found

    def find_synchronous(self) -> str:
        """Return the name of the member that has all that was acknowledged beside the leader; "" while none has."""
        return next((name for name, one in self.members().items() if one["role"] == "sync_standby"), "")

    def is_whole(self) -> bool:
        """True when a leader has two standbys that follow it, one of them synchronous."""
        members = self.members()
        roles = sorted(one.get("role", "") for one in members.values())
        follows = all(one.get("state") in ("running", "streaming") for one in members.values())
        lines = {one.get("timeline") for one in members.values()}
        return roles == ["leader", "replica", "sync_standby"] and follows and len(lines) == 1

    def sentinel(self, place: Place) -> "redis.Redis":
        """Return a client of a machine's Sentinel."""
        return redis.Redis(
            place.address, 26379, password=self.passwords["door"], socket_timeout=2, socket_connect_timeout=1
        )

    def count_sentinels(self) -> int:
        """Return how many Sentinels the first machine's knows, itself among them."""
        with suppress(redis.RedisError), self.sentinel(self.places[0]) as client:
            known: dict[str, Any] = client.sentinel_master("mbongo")
            return int(known["num-other-sentinels"]) + 1 if int(known["num-slaves"]) == len(self.places) - 1 else 0
        return 0

    def find_master(self) -> Place | None:
        """Return the machine whose Valkey takes writes, as most Sentinels say."""
        said: list[str] = []
        for place in self.places:
            with suppress(redis.RedisError), self.sentinel(place) as client:
                known: dict[str, Any] = client.sentinel_master("mbongo")
                said.append(known["ip"])
        for place in self.places:
            if said.count(place.address) >= 2:
                return place
        return None

    def type_in(self, command: str, **values: str) -> str:
        """Return what a command of a runbook says, typed on the first machine: its places in capitals are filled."""
        first = self.places[0]
        own = {
            "CONFIG": str(first.folder / "patroni.yml"),
            "ADDRESS": first.address,
            "PASSWORD": self.passwords["door"],
        }
        known = own | values
        words = [re.sub(r"\b[A-Z]+\b", lambda found: known.get(found[0], found[0]), word) for word in command.split()]
        ran = subprocess.run([*first.enter, *words], capture_output=True, text=True, timeout=60, check=False)
        return ran.stdout + ran.stderr

    # ------------------------------------------------------------------------------------ addresses
    def database_url(self, database: str, role: str) -> str:
        """Return the address of a database's leader, by HAProxy."""
        return f"postgresql://{role}:{self.passwords[role]}@{self.grounds.here}:5000/{database}"

    def redis_url(self, user: str) -> str:
        """Return the address of Valkey's master, by Sentinel, as one of our users."""
        where = ",".join(f"{place.address}:26379" for place in self.places)
        return (
            f"redis+sentinel://{user}:{self.passwords[user]}@{where}/mbongo?sentinel_password={self.passwords['door']}"
        )

    # ------------------------------------------------------------------------------------ databases
    def make_roles(self) -> None:
        """Make our roles, as docs/production.md says."""
        with psycopg.connect(self.database_url("postgres", SUPERUSER), autocommit=True) as db:
            for role in (OWNER, *ROLES.values()):
                password = Literal(self.passwords[role])
                db.execute(SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(Identifier(role), password))

    def create_database(self, name: str) -> None:
        """Make a database of ours, empty."""
        roles = SQL(", ").join(map(Identifier, ROLES.values()))
        named = {"name": Identifier(name), "owner": Identifier(OWNER), "roles": roles}
        named |= {"template": Identifier("template1"), "strategy": Identifier("WAL_LOG")}
        with psycopg.connect(self.database_url("postgres", SUPERUSER), autocommit=True) as db:
            for statement in CREATE:
                db.execute(SQL(statement).format(**named))


def find_postmaster(place: Place) -> int | None:
    """Return the process id of a machine's PostgreSQL."""
    with suppress(OSError, ValueError, IndexError):
        pid = int((place.disk / "postgresql" / "postmaster.pid").read_text().split()[0])
        return pid if "postgres" in os.readlink(f"/proc/{pid}/exe") else None
    return None
