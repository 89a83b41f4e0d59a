"""Ground of a load: everything `up` starts, thrown away afterwards, with a crowd, its tills, and shops with programs.

PINs have their full hash: what they cost is part of what is carried.
"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlsplit

from redis import Redis

from bench.capacity import open_shops
from bench.crowd import settle
from bench.programs import Business, open_business
from bench.sends import PIN
from bench.stage import NOT_TMP
from faults.stage import PEPPER, Stage, direct
from load.mix import Mix
from local.machine import Machine, run_machine
from local.migrate import migrate
from local.ports import listen
from local.postgres import OWNER, Postgres
from local.trial_levels import open_level_0
from wallet.core import database
from wallet.core.database import connect_briefly, in_transaction
from wallet.core.roles import ROLES, url_variable
from wallet.core.secrets import Secrets
from wallet.core.setting_words import PREFIX
from wallet.core.settings import Settings
from wallet.people import pins
from wallet.perform import Wallet

DATABASE: Final = "mbongo_bench_load"
KEYS: Final = 20  # of programs: each may ask 600 times a minute
REST_SECONDS: Final = 240.0  # what is under way may take: prompts that nobody answers, and what waited behind a burst
OPERATORS: Final = ("mtn", "orange")
NOW: Final = "SELECT wallet_now() AS at"


@dataclass(frozen=True)
class Ground:
    """Ground that a load meets: stage, settings as its processes have them, tills (the hot one first), a business."""

    stage: Stage
    settings: Settings
    tills: tuple[str, ...]
    business: Business
    endpoint: str  # where the business's events go
    since: Any  # everything of the load is later, and in the simulators' journals behind what was there before
    executed_before: dict[str, int]
    texts_before: int

    @property
    def port(self) -> int:
        """Return the web app's port."""
        return urlsplit(self.stage.base_url).port or 80

    @property
    def outside(self) -> int:
        """Return the simulators' port."""
        return urlsplit(self.stage.simulator_url).port or 80

    def path_of(self, wire: str) -> str:
        """Return the path of a wire, its secret in it: ussd_url, sms_url."""
        return urlsplit(self.stage.running.addresses[wire]).path

    @property
    def pids(self) -> dict[str, int]:
        """Return the processes by name, servers too."""
        running = self.stage.running
        found = {one.name: one.running.pid for one in running.supervisor.processes if one.running}
        assert self.stage.postgres.process
        assert self.stage.valkey.process
        return found | {"PostgreSQL": self.stage.postgres.process.pid, "Valkey": self.stage.valkey.process.pid}


@contextmanager
def open_ground(mix: Mix) -> Iterator[Ground]:
    """Start everything and settle the crowd, while the block lasts; nothing of it is left afterwards."""
    with TemporaryDirectory(prefix="mbongo-load-", dir=NOT_TMP, ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o711)  # PostgreSQL runs as `nobody` when we are root
        postgres = Postgres.start(folder)
        try:
            with (
                listen(None, 0) as web,
                listen(None, 0) as outside,
                naming_database(postgres),
                run_machine(folder / "service", lambda: web, lambda: outside, lambda _: None) as running,
            ):
                stage = make_stage(running, postgres, folder)
                try:
                    yield settle_all(stage, mix, DATABASE)
                finally:
                    for wallet in stage.wallets.values():
                        wallet.engine.dispose()
        finally:
            postgres.stop()


@contextmanager
def naming_database(postgres: Postgres) -> Iterator[None]:
    """Make the database, and have what starts in the block find it: only one so called may have a past for nothing."""
    postgres.create_database(DATABASE)
    migrate(postgres.url(DATABASE, OWNER), PEPPER)
    open_level_0(postgres.url(DATABASE, OWNER))
    before = dict(os.environ)
    os.environ.update({url_variable(kind): postgres.url(DATABASE, role) for kind, role in ROLES.items()})
    os.environ["MBONGO_PIN_PEPPER"] = PEPPER
    os.environ.pop("MBONGO_MIGRATE_DATABASE_URL", None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def make_stage(running: Machine, postgres: Postgres, folder: Path) -> Stage:
    """Return the stage of what runs."""
    assert running.servers.valkey
    secrets = Secrets.read(running.environment["MBONGO_PIN_PEPPER"])
    urls = {kind: running.environment[url_variable(kind)] for kind in ROLES}
    wallets = {kind: Wallet(database.connect(url, 4), secrets) for kind, url in urls.items()}
    wallets["read"] = Wallet(database.connect_unbounded(urls["read"]), secrets)  # the books of an hour take their time
    pin_hash = pins.hash_pin(secrets, PIN)
    return Stage(
        running, postgres, running.servers.valkey, wallets, folder / "armed", pin_hash, folder / "service" / "logs"
    )


def settle_all(stage: Stage, mix: Mix, database: str) -> Ground:
    """Put crowd, shops and operators' ways in place. Half a minute for 30 000 people."""
    owner_url, secrets = stage.postgres.url(database, OWNER), stage.wallets["web"].secrets
    settle(owner_url, mix.people, secrets, stage.pin_hash)
    stage.postgres.execute("CHECKPOINT")
    with connect_briefly(owner_url) as owner:
        tills = in_transaction(owner, partial(open_shops, count=mix.shops))
        business = open_business(owner, secrets, KEYS)
    endpoint = f"{stage.simulator_url}/endpoints/{business.merchant_id.replace('-', '')[:12]}"
    let_operators_be(stage, mix)
    executed = {rail: len(stage.get("journal", operator=rail)) for rail in OPERATORS}
    texts = max((text["seq"] for text in stage.get("messages")), default=0)
    ground = Ground(
        stage, read_settings(stage.running.environment), tuple(tills), business, endpoint, stage.rows(NOW)[0].at,
        executed, texts,
    )  # fmt: skip
    tell_endpoint(ground)
    return ground


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings that these variables say."""
    return Settings.model_validate({
        name: environment[f"{PREFIX}{name.upper()}"]
        for name in Settings.model_fields
        if f"{PREFIX}{name.upper()}" in environment
    })  # fmt: skip


def let_operators_be(stage: Stage, mix: Mix) -> None:
    """Have operators answer as late, and customers answer prompts, as the mix says."""
    ways = mix.operators
    for rail in OPERATORS:
        stage.put(f"operators/{rail}", {"expiry_seconds": ways.expiry_seconds})
    shortest, longest = ways.answer_seconds
    faults = {"latency": {"value": shortest, "chance": 1}} if shortest else {}
    faults |= {"latency_uniform": {"value": longest - shortest, "chance": 1}} if longest > shortest else {}
    stage.put("faults", dict.fromkeys(OPERATORS, faults) if faults else {})
    habit = {
        "approve": 1 - ways.refuse - ways.ignore, "refuse": ways.refuse, "ignore": ways.ignore,
        "delay_seconds": ways.approve_seconds,
    }  # fmt: skip
    stage.put("customers", {"everybody": habit})


def tell_endpoint(ground: Ground) -> None:
    """Have the business's events sent to an endpoint of the simulators', by the API."""
    with direct() as session:
        headers = {"Authorization": f"Bearer {ground.business.keys[0]}", "Idempotency-Key": f"load-{time.time_ns()}"}
        made = session.post(
            f"{ground.stage.api_url}/endpoints", json={"url": ground.endpoint}, headers=headers, timeout=10
        )
        made.raise_for_status()
        told = session.put(ground.endpoint, json={"mood": "quick", "secret": made.json()["secret"]}, timeout=10)
        told.raise_for_status()


def read_servers(ground: Ground, redis: Redis) -> dict[str, int]:
    """Return what PostgreSQL and Valkey say of themselves, and how much waits, by name."""
    [row] = ground.stage.rows(TOLD)
    info: Any = redis.info("memory")
    return {**row._mapping, "Valkey bytes": int(info["used_memory"])}


TOLD: Final = """SELECT pg_database_size(current_database()) AS "database bytes",
    (SELECT numbackends FROM pg_stat_database WHERE datname = current_database()) AS "connections",
    (SELECT count(*) FROM payment
        WHERE state IN ('created', 'submitting', 'pending', 'unknown')) AS "payments under way",
    (SELECT count(*) FROM notice WHERE state IN ('waiting', 'sending')) AS "texts to send",
    (SELECT count(*) FROM text_in WHERE state = 'waiting') AS "texts to answer",
    (SELECT count(*) FROM event WHERE number IS NULL)  -- who is told of it is known once it has one
        + (SELECT count(*) FROM event_delivery WHERE state = 'waiting') AS "events to tell" """
QUEUES: Final = ("payments under way", "texts to send", "texts to answer", "events to tell")
