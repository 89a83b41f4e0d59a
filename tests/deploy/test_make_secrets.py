"""The secrets of a new service: drawn once, each in a file of its own, good for PostgreSQL, Redis and every process."""

import hmac
import runpy
import secrets
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from local.postgres import SUPERUSER, Postgres
from tests.deploy.systemd_units import CHECKOUT, read_unit
from wallet.core.roles import ROLES
from workers import settings
from workers.needs import CLASSES, list_secrets, list_variables
from workers.redis_users import write_acl
from workers.starting import as_process, list_wrong

SCRIPT = CHECKOUT / "deploy/make_secrets.py"
SETTINGS = CHECKOUT / "deploy/settings"


def make(folder: Path, *more: str) -> str:
    """Make secrets in a folder. Returns what was said."""
    argv = [sys.executable, SCRIPT, folder, "--postgres", "db.inner:6432", "--redis", "valkey.inner:6379", *more]
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder of secrets of a new service."""
    make(tmp_path / "secrets", "--owner-at", "db.inner:5432", "--door", "mtn")
    return tmp_path / "secrets"


def read_all(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()}


def test_what_is_made_is_for_its_owner_alone(made: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (made, *made.rglob("*"))}
    assert modes == {0o600, 0o700}
    told = "".join(file.read_text("utf-8") for file in (made / "servers").iterdir())
    values = [file.read_text("utf-8").strip() for file in made.iterdir() if file.is_file()]
    passwords = [urlsplit(value).password or value for value in values]
    assert len(set(passwords)) == len(passwords), "no secret opens two doors"
    assert not [one for one in passwords if one in told], "servers are told no password"


def test_the_same_again_changes_nothing(made: Path) -> None:
    before = read_all(made)
    assert make(made, "--door", "mtn") == "Nothing was missing.\n"
    assert make(made, "--door", "orange") == "Made:\n  MBONGO_ORANGE_SECRETS\n"
    after = read_all(made)
    assert after.pop("MBONGO_ORANGE_SECRETS")
    assert after == before


def test_each_file_is_a_secret_of_a_process(made: Path) -> None:
    files = {file.name.partition(".")[0] for file in made.iterdir() if file.is_file()}
    assert files - {"MBONGO_NIGHTLY_PASSWORD", "POSTGRES_PASSWORD"} <= list_secrets()
    needed = read_unit("mbongo-serve.service").secrets().items()
    optional = {one.partition(":")[0] for one in read_unit("mbongo-serve.service").all("SetCredential")}
    assert [path for name, path in needed if name not in optional and not (made / Path(path).name).exists()] == []


def test_the_web_app_begins_with_them(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for line in SETTINGS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            monkeypatch.setenv(*line.split("=", 1))
    monkeypatch.setenv("MBONGO_SERVICE_NUMBER", "222123456")
    for name, path in read_unit("mbongo-serve.service").secrets().items():
        file = made / Path(path).name
        if not file.exists():
            file.write_text("\n", "utf-8")  # as systemd hands on what a machine has no file of
        monkeypatch.setenv(f"{name}_FILE", str(file))
    known = settings.read("web")
    assert known.wallet.database_url("web").startswith("postgresql://mbongo_web:")
    assert "sslmode=verify-full" in known.wallet.database_url("web")
    assert known.wallet.redis_url.get_secret_value().startswith("rediss://web:")
    assert {name for name, lock in known.locks.items() if lock.secrets} == {"ussd", "sms", "delivery", "mtn"}
    with as_process("serve"):
        unedited = list_wrong("serve")
    assert sorted(line.partition(":")[0] for line in unedited) == ["MBONGO_AT_USERNAME", "MBONGO_PUBLIC_URL"]


def test_every_setting_of_the_example_is_one_and_no_secret() -> None:
    lines = [line.lstrip("#") for line in SETTINGS.read_text("utf-8").splitlines() if not line.startswith("# ")]
    names = {line.partition("=")[0] for line in lines if line}
    assert names <= frozenset().union(*map(list_variables, CLASSES)) - list_secrets()


def test_redis_is_told_the_users_of_workers(made: Path) -> None:
    passwords = {
        user: urlsplit((made / f"MBONGO_REDIS_URL.{user}").read_text("utf-8").strip()).password or ""
        for user in ("web", "worker", "tick")
    }
    assert (made / "servers/users.acl").read_text("utf-8") == write_acl(passwords)


def test_postgres_lets_in_whoever_has_the_password(postgres: Postgres) -> None:
    script = runpy.run_path(str(SCRIPT))
    password, role = secrets.token_urlsafe(32), "mbongo_trial_of_secrets"
    proof = script["scram"](password, hmac.digest(b"salt", role.encode(), "sha256"))
    assert set(script["ROLES"].values()) >= set(ROLES.values())
    with psycopg.connect(postgres.url("postgres", SUPERUSER), autocommit=True) as db:
        db.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{proof}'")  # type: ignore[call-overload]
        try:
            there = urlsplit(postgres.url("postgres", SUPERUSER)).query.replace("user=", "")
            psycopg.connect(f"postgresql://{role}:{password}@/postgres?{there}").close()
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(f"postgresql://{role}:another@/postgres?{there}")
        finally:
            db.execute(f"DROP ROLE {role}")  # type: ignore[call-overload]
