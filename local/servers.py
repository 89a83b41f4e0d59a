"""PostgreSQL and Valkey for one data folder: embedded, unless MBONGO_*_URL names others."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from local.ports import LOOPBACK
from local.postgres import OWNER, Postgres
from local.secrets import OF_DOORS, read_secrets
from local.valkey import Valkey
from wallet.core.encrypted import is_database_safe
from wallet.core.roles import ROLES, url_variable
from wallet.core.secrets import Secrets
from wallet.core.settings import UNLESS, read_file
from workers.doors import DOORS
from workers.settings import RAIL_SETTINGS

DATABASE = "mbongo"
PEPPER, OWNER_URL = "MBONGO_PIN_PEPPER", "MBONGO_MIGRATE_DATABASE_URL"
DATABASE_URLS = tuple(map(url_variable, ROLES))


@dataclass(frozen=True)
class Servers:
    """The embedded servers; None is somebody else's to run."""

    postgres: Postgres | None
    valkey: Valkey | None

    def addresses(self) -> dict[str, str]:
        """Settings that lead to these servers; a setting of the caller's own is not among them."""
        found: dict[str, str] = {}
        if self.postgres:
            found |= {url_variable(kind): self.postgres.url(DATABASE, role) for kind, role in ROLES.items()}
            found["MBONGO_MIGRATE_DATABASE_URL"] = self.postgres.url(DATABASE, OWNER)
        if self.valkey:
            found["MBONGO_REDIS_URL"] = self.valkey.url()
        return found

    def redis_of(self, user: str) -> dict[str, str]:
        """Return the setting that leads a process to our Valkey as its own user; none where Redis is the caller's."""
        return {"MBONGO_REDIS_URL": self.valkey.url(user=user)} if self.valkey else {}

    def start_fallen(self) -> list[str]:
        """Start again what has crashed. Returns the names."""
        fallen = [server for server in (self.postgres, self.valkey) if server and not server.running]
        for server in fallen:
            server.start_again()
        return [type(server).__name__ for server in fallen]


@contextmanager
def run_servers(data: Path) -> Iterator[Servers]:
    """Run both servers while the block lasts, with the `mbongo` database made. Raises NotStartedError."""
    with ExitStack() as stack:
        postgres = valkey = None
        if not any(map(is_given, DATABASE_URLS)):
            postgres = Postgres.start(data)
            stack.callback(postgres.stop)
            if not postgres.has_database(DATABASE):
                postgres.create_database(DATABASE)
        if not is_given("MBONGO_REDIS_URL"):
            valkey = Valkey.start(data)
            stack.callback(valkey.stop)
        yield Servers(postgres, valkey)


def is_given(name: str) -> bool:
    """True when the caller set this variable, or the *_FILE that stands for it."""
    return name in os.environ or f"{name}_FILE" in os.environ


def read_setting(name: str) -> str:
    """Return a setting of the caller's, straight or from its *_FILE. Raises UsageError, UnsetError."""
    if name in os.environ:
        value = os.environ[name]
    elif f"{name}_FILE" in os.environ:
        value = read_file(f"{name}_FILE")
    else:
        raise click.UsageError(f"{name} is not set (nor {name}_FILE)")
    if name.endswith("DATABASE_URL") and not is_database_safe(value) and not allows_plain():
        raise click.UsageError(f"{name}: sslmode=verify-full where it leaves this machine, {UNLESS}")
    return value


def allows_plain() -> bool:
    """True where the caller allows connections without verified TLS, as Settings would read it."""
    return os.environ.get("MBONGO_PLAIN_CONNECTIONS", "").lower() in ("true", "1", "yes", "on")


def make_environment(data: Path, running: Servers, web_url: str, simulator_url: str, mail_port: int) -> dict[str, str]:
    """Return the environment of Mbongo's processes: the caller's, and every setting that it leaves open."""
    secrets = read_secrets(data)
    ours = {
        **{DOORS[door].secrets_variable: secrets[name] for door, name in OF_DOORS.items()},
        "MBONGO_SERVICE_CODE": "*384*237#",
        "MBONGO_SERVICE_NUMBER": "222123456",
        "MBONGO_AT_USERNAME": "mbongo",
        "MBONGO_AT_API_KEY": secrets["at_api_key"],
        "MBONGO_AT_BASE_URL": f"{simulator_url}/africastalking/version1",
        "MBONGO_AT_SENDER_ID": "8237",
        "MBONGO_PUBLIC_URL": web_url,
        **rails_at(simulator_url, secrets["operator_key"]),
        "MBONGO_SIM_SWAPS": "camara",
        "MBONGO_CAMARA_BASE_URL": f"{simulator_url}/camara/sim-swap/v2",
        "MBONGO_CAMARA_TOKEN_URL": f"{simulator_url}/camara/token",
        "MBONGO_CAMARA_CLIENT_ID": "mbongo",
        "MBONGO_CAMARA_CLIENT_SECRET": secrets["operator_key"],
        "MBONGO_AT_INSIGHTS_URL": f"{simulator_url}/insights/v1",
        "MBONGO_MAIL_HOST": LOOPBACK,
        "MBONGO_MAIL_PORT": str(mail_port),
        "MBONGO_MAIL_TLS": "none",
        "MBONGO_MAIL_USER": "mbongo",
        "MBONGO_MAIL_PASSWORD": secrets["operator_key"],
        "MBONGO_MAIL_SENDER": "recus@mbongo.example",
        "MBONGO_PRIVATE_BILLERS": LOOPBACK,
        "MBONGO_PRIVATE_ENDPOINTS": LOOPBACK,
        "MBONGO_SANDBOX": "true",
        "MBONGO_DRAIN_SECONDS": "0",
    }
    files = {name: read_setting(name) for name in ours if f"{name}_FILE" in os.environ}
    kept = keep_ours(data, running)
    return {**os.environ, **kept, **files} | {name: value for name, value in ours.items() if not is_given(name)}


def keep_ours(data: Path, running: Servers) -> dict[str, str]:
    """Return the addresses of the servers, and the pepper: the caller's, and every one that it leaves open.

    Raises UsageError for a pepper that is none.
    """
    ours = running.addresses() | {PEPPER: f"1:{read_secrets(data)['pin_pepper']}"}
    given = {name: read_setting(name) for name in (*DATABASE_URLS, OWNER_URL, *ours) if is_given(name)}
    try:
        Secrets.read(given.get(PEPPER, ours[PEPPER]))
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from None
    return ours | given


def rails_at(simulator_url: str, key: str) -> dict[str, str]:
    """Return the variables that lead each rail to its simulator: what has a form gets its example, else the key."""
    return {
        settings.variable(name): value
        for rail, settings in RAIL_SETTINGS.items()
        for name, value in settings.example(f"{simulator_url}/{rail}", key).items()
    }
