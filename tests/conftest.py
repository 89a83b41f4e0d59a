"""Real servers, thrown away: a PostgreSQL and a Valkey for each pytest worker, a database for each test."""

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest
import redis
import structlog

from local.children import is_root
from local.migrate import migrate
from local.places import ShortLivedFolder, choose_throwaway_place
from local.ports import listen, url_of
from local.postgres import OWNER, SUPERUSER, Postgres
from local.trial_kinds import TEST, allow_trials
from local.trial_levels import open_level_0
from local.valkey import Valkey
from tests.docs.recipe import copy  # noqa: F401 - a fixture for the tests of recipes
from tests.stories.language.slow_clock import creep
from tests.workers.rails.prism.prism import Prism, proxy, why_not
from tests.world import examples, forks, slices
from tests.world.cast import AWA, MOUSSA
from tests.world.hashed import PEPPER
from tests.world.kept_database import KeptDatabase
from tests.world.processes import Processes, processes
from tests.world.service import Service
from tests.world.wallet_under_test import connect_owner, connect_wallets
from tests.world.world import World
from wallet.core.logs import log
from wallet.core.roles import ROLES, ProcessKind, url_variable
from wallet.core.settings import Settings

pytest_plugins = ["tests.world.fixtures"]
collect_ignore = ["docs/recipes"]  # files of README's recipes, tried in a copy of the checkout

TEMPLATE, PEOPLED, CREEPING = "mbongo_test_template", "mbongo_test_peopled", "mbongo_test_creeping"
TRIAL_KINDS = (TEST, "hold", "undo", "end", "é\\")  # kinds that tests post by hand, for nothing
NOBODY_LISTENS = "http://127.0.0.1:9/africastalking/version1"  # port 9 is "discard"
numbers = count(1)

TESTS = Path(__file__).parent
LONGEST_FIRST = (
    "test_house.py",  # what mypy keeps of it is read by the tests of recipes
    "stories/test_stories.py", "service/test_turned_keys.py", "docs/test_recipes.py", "faults/test_faults.py",
    "local/test_up.py", "local/test_tour.py", "local/test_versions.py", "workers/rails/test_simulated_rails.py",
    "workers/rails/test_killed_pages.py", "wallet/test_watched_wallets.py", "wallet/test_trust.py",
    "wallet/reconciliation/test_reconcile.py", "service/bad_input/test_bad_texts.py",
    "simulators/test_web_handset.py", "wallet/payments/test_ends_of_payments.py", "service/test_floats_told.py",
    "local/test_alone.py", "workers/rails/test_simulated_pages.py", "service/bad_input/test_bad_answers.py",
    "cli/test_wrong_words.py", "test_launcher.py", "service/market_day/test_market_day.py",
    "service/test_outage.py", "wallet/staff/test_settle_payment.py", "wallet/test_market_as_shown.py",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """`./mbongo test --tell`: stories, README's menu and docs/menus.md are written as they are now, and do not fail."""
    parser.addoption(
        "--tell", action="store_true", help="Write stories, README's menu and docs/menus.md as they are now."
    )
    parser.addoption("--times", type=int, default=1, help="Try each property on so many times as many examples.")
    parser.addoption("--forks", type=int, default=0, help="Spread the files over so many processes (./mbongo: 6).")
    slices.add_options(parser)
    parser.addoption("--release", metavar="NAME", help="Keep a dump of today's database (tests/wallet/migrations).")


def pytest_configure(config: pytest.Config) -> None:
    """Properties read how often they are tried when their files are read, tables whose day it is.

    Nothing read is garbage.
    """
    gc.disable()
    examples.TIMES = config.getoption("--times")
    slices.DAY = slices.choose_day(config)
    if config.getoption("--forks") > 1:
        config.pluginmanager.register(forks.Spread(config.getoption("--forks")))


def pytest_report_header() -> str:
    """Say which slices are played, and how to play them again."""
    day = slices.DAY
    return f"tables: slices of --day {day}; --whole plays all of them" if day else "tables: whole"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest files begin first, so that no pytest worker is left alone with one of them."""
    slices.cut(config, items)
    rank = {file: number for number, file in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: rank.get(item.path.relative_to(TESTS).as_posix(), len(rank)))


def pytest_collection_finish() -> None:
    """Leave what was read to itself: the collector of garbage would go through all of it again and again.

    It is called more seldom than usual: a test makes little that only it can free.
    """
    gc.freeze()
    gc.set_threshold(20_000)
    gc.enable()


@pytest.fixture(autouse=True)
def own_log() -> None:
    """Set up the log as no test left it: a process's main() that a test ran keeps the stream it had then.

    A traceback is told plainly: the usual one, with the code around each line, takes more than a second to draw.
    """
    structlog.reset_defaults()
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])
    log.__dict__.pop("bind", None)  # what structlog keeps of the stream on first use


@dataclass(frozen=True)
class Database:
    """One test's own database, migrated; `urls` are those of the processes' roles."""

    name: str
    urls: Mapping[ProcessKind, str]
    owner_url: str
    superuser_url: str

    @classmethod
    def of(cls, server: Postgres, name: str) -> "Database":
        urls = {kind: server.url(name, role) for kind, role in ROLES.items()}
        return cls(name, urls, server.url(name, OWNER), server.url(name, SUPERUSER))

    @property
    def url(self) -> str:
        """Return its address as a worker's, who may do most."""
        return self.urls["worker"]

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings that lead every process to it."""
        urls = {url_variable(kind): url for kind, url in self.urls.items()}
        return urls | {"MBONGO_MIGRATE_DATABASE_URL": self.owner_url}


@pytest.fixture(scope="session")
def data() -> Iterator[ShortLivedFolder]:
    folder = ShortLivedFolder(choose_throwaway_place())
    yield folder
    folder.remove()


@pytest.fixture(scope="session")
def postgres(data: ShortLivedFolder) -> Iterator[Postgres]:
    """The server, with a migrated template; syncing to disk is off, the rest is as in production."""
    server = Postgres.start(data.path, durable=False)
    try:
        server.create_database(TEMPLATE)
        migrate(server.url(TEMPLATE, OWNER), PEPPER)
        open_level_0(server.url(TEMPLATE, OWNER))
        allow_trials(server.url(TEMPLATE, OWNER), *TRIAL_KINDS)
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def peopled(postgres: Postgres) -> str:
    """The name of a template in which Moussa and Awa have their wallets: every world begins as a copy of it."""
    postgres.create_database(PEOPLED, TEMPLATE)
    wallets = connect_wallets(Database.of(postgres, PEOPLED).urls, pool_size=1)
    made = World(wallets["worker"], connect_owner(postgres.url(PEOPLED, OWNER)), wallets)
    for phone in (MOUSSA, AWA):
        made.open_wallet(phone)
    for wallet in wallets.values():
        wallet.engine.dispose()
    return PEOPLED


@pytest.fixture(scope="session")
def kept_database(postgres: Postgres, peopled: str) -> Iterator[KeptDatabase]:
    """The database of worlds, one after the other."""
    kept = KeptDatabase(postgres, peopled)
    yield kept
    kept.close()


@pytest.fixture
def database(postgres: Postgres, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database as it was migrated: a fresh copy, dropped afterwards, or of a world the kept one."""
    if "world" in request.fixturenames:
        kept = request.getfixturevalue("kept_database")
        kept.open()
        monkeypatch.setattr("wsgi.connect", kept.connect)
        yield Database.of(postgres, kept.name)
        kept.put_back()
        return
    name = f"mbongo_test_{next(numbers)}"
    postgres.create_database(name, TEMPLATE)
    yield Database.of(postgres, name)
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def valkey(data: ShortLivedFolder) -> Iterator[Valkey]:
    """The server itself, for tests that stop it in the middle."""
    server = Valkey.start(data.path)
    yield server
    server.stop()


@pytest.fixture
def redis_url(valkey: Valkey) -> str:
    """An empty Valkey."""
    if not valkey.running:  # a test stopped it and failed before starting it again
        valkey.start_again()
    with redis.Redis.from_url(valkey.url()) as client:
        client.flushall()
    return valkey.url()


@pytest.fixture
def settings(database: Database, redis_url: str) -> Settings:
    """Settings on this test's servers; a test with a gateway says model_copy(update={"at_base_url": …})."""
    return Settings.model_validate(
        {
            **{f"{kind}_database_url": url for kind, url in database.urls.items()},
            "migrate_database_url": database.owner_url,
            "redis_url": redis_url,
            "pin_pepper": PEPPER,
            "service_code": "*384*237#",
            "service_number": "222123456",
            "at_username": "mbongo",
            "drain_seconds": 0,
            "at_api_key": "an-api-key-for-tests",
            "at_base_url": NOBODY_LISTENS,
            "at_sender_id": "8237",
            "private_billers": "127.0.0.1",
            "private_endpoints": "127.0.0.1",
            "sandbox": True,
            "run_as_root": is_root(),
        }
    )


@pytest.fixture(scope="session")
def service_processes(postgres: Postgres, data: ShortLivedFolder) -> Iterator[Processes]:
    """The web app, the workers, the tick and the simulators, started once; tests use `service`."""
    with listen(None, 0) as outside, processes(postgres, TEMPLATE, data.path, outside) as running:
        yield running


@pytest.fixture(scope="session")
def creeping(postgres: Postgres) -> str:
    """The name of a template whose clock creeps: stories are told on copies of it."""
    postgres.create_database(CREEPING, TEMPLATE)
    creep(connect_owner(postgres.url(CREEPING, OWNER)))
    return CREEPING


@pytest.fixture(scope="session")
def judged_processes(postgres: Postgres, data: ShortLivedFolder, creeping: str) -> Iterator[tuple[Processes, Prism]]:
    """The same once more, reaching MTN only through MTN's own specification."""
    with listen(None, 0) as outside, proxy(data.path, f"{url_of(outside)}/mtn") as judge:
        folder, mtn = data.path / "judged", {"MBONGO_MTN_BASE_URL": judge.url}
        with processes(postgres, creeping, folder, outside, "mbongo_test_prism", **mtn) as running:
            yield running, judge


@pytest.fixture
def service(service_processes: Processes) -> Service:
    """The whole service, over its real wires, with nobody registered yet."""
    return Service.on(service_processes)


@pytest.fixture
def told_service(service_processes: Processes, creeping: str) -> Service:
    """The same, with a clock that creeps: a story's lines are what lets time pass."""
    return Service.on(replace(service_processes, template=creeping))


@pytest.fixture
def judged(request: pytest.FixtureRequest) -> tuple[Service, Prism | None]:
    """The whole service, MTN's specification between it and MTN, and what judges; None where Prism cannot be had."""
    if why_not():
        return request.getfixturevalue("told_service"), None
    running, judge = request.getfixturevalue("judged_processes")
    return Service.on(running), judge
