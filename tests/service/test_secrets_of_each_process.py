"""Each running process holds the secrets it needs, and no other: seen in what it was given, and by the kernel."""

import os
from pathlib import Path

import pytest

from tests.world.service import Service
from wallet.core.settings import UnsetError, WalletSettings, read_class
from workers.needs import MACHINES, NEEDS, forget_needless, keep_needed, list_secrets, name_missing

WEB, WORKER, OFFICE = (f"MBONGO_{kind}_DATABASE_URL" for kind in ("WEB", "WORKER", "OFFICE"))
PEPPER, REDIS, GATEWAY = "MBONGO_PIN_PEPPER", "MBONGO_REDIS_URL", "MBONGO_AT_API_KEY"
MTN = {
    f"MBONGO_MTN_{product}_{key}"
    for product in ("COLLECTION", "DISBURSEMENT")
    for key in ("SUBSCRIPTION_KEY", "API_KEY")
}
ORANGE = {f"MBONGO_ORANGE_{key}" for key in ("CONSUMER_SECRET", "API_PASSWORD", "PIN")}
CARDS = {
    "cinetpay": {"MBONGO_CINETPAY_APIKEY", "MBONGO_CINETPAY_SECRET_KEY"},
    "btcpay": {"MBONGO_BTCPAY_API_KEY", "MBONGO_BTCPAY_WEBHOOK_SECRET"},
    "paypal": {"MBONGO_PAYPAL_CLIENT_SECRET"},
    "flutterwave": {"MBONGO_FLUTTERWAVE_SECRET_KEY", "MBONGO_FLUTTERWAVE_SECRET_HASH"},
}
OPENED = ("USSD", "SMS", "DELIVERY", "SIMS", "MTN", "ORANGE", "CINETPAY", "FLUTTERWAVE", "PAYPAL", "BTCPAY")
DOORS = {f"MBONGO_{door}_SECRETS" for door in OPENED}
MAY_HOLD = {
    "simulate": {GATEWAY, "MBONGO_MAIL_PASSWORD"},
    "serve": {WEB, REDIS, PEPPER, *DOORS},
    "office": {OFFICE, PEPPER},
    "tick": {WORKER, REDIS},
    "worker inbox": {WORKER, REDIS, PEPPER},
    "worker notices": {WORKER, REDIS, PEPPER, GATEWAY},
    "worker deadlines": {WORKER, REDIS},
    "worker salaries": {WORKER, REDIS},
    "worker sanctions": {WORKER, REDIS},
    "worker billers": {WORKER, REDIS},
    "worker webhooks": {WORKER, REDIS, PEPPER},  # it signs with endpoints' secrets, which stand sealed
    "worker mail": {WORKER, REDIS, "MBONGO_MAIL_PASSWORD"},
    "worker sims": {WORKER, REDIS, GATEWAY, "MBONGO_CAMARA_CLIENT_SECRET"},
    "worker mtn": {WORKER, REDIS, "MBONGO_MTN_SECRETS", *MTN},
    "worker orange": {WORKER, REDIS, "MBONGO_ORANGE_SECRETS", *ORANGE},
    **{f"worker {rail}": {WORKER, REDIS, f"MBONGO_{rail.upper()}_SECRETS", *keys} for rail, keys in CARDS.items()},
}


def test_no_process_is_given_a_secret_that_another_needs(service: Service) -> None:
    given = {
        one.name: list_secrets() & one.environment.keys() for one in service.processes.running.supervisor.processes
    }
    assert given == MAY_HOLD


def test_what_nobody_named_is_given_to_no_process() -> None:
    """A setting misspelt, one of a rail that is not installed, the keys of whoever started us."""
    settings = dict.fromkeys(
        ("MBONGO_PIN_PEPER", "MBONGO_STRIPE_API_KEY", "AWS_SECRET_ACCESS_KEY", "PGPASSWORD"), "a secret"
    )
    plain = {"PATH": "/bin", "LC_ALL": "C", "https_proxy": "http://10.0.0.1", "MBONGO_SERVICE_CODE": "*384*237#"}
    for process in NEEDS:
        assert keep_needed(settings | plain, process) == plain


def test_the_kernel_knows_of_no_setting_of_any_process(service: Service) -> None:
    """Read the nursery's /proc/PID/environ: what it began with, and what a fork's memory begins with."""
    for one in service.processes.running.supervisor.processes:
        assert one.running
        shown = Path(f"/proc/{one.running.pid}/environ").read_bytes()
        names = [variable.partition(b"=")[0].decode() for variable in shown.split(b"\0") if variable]
        assert "PATH" in names
        assert [name for name in names if not MACHINES.fullmatch(name)] == [], one.name


def test_the_database_was_told_of_no_other_either(service: Service) -> None:
    told: dict[str, set[str]] = {}
    for row in service.rows("SELECT process, key FROM key_held"):
        told.setdefault(row.process, set()).add(row.key.partition(" ")[0])
    assert all(keys <= MAY_HOLD[process] for process, keys in told.items())


@pytest.mark.parametrize("process", ["serve", "office", "tick", "deadlines", "mtn"])
def test_a_process_that_was_given_more_forgets_it_at_its_start(process: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list_secrets():
        monkeypatch.setenv(name, "a value")
        monkeypatch.setenv(f"{name}_FILE", "/run/secrets/of-somebody")
    forget_needless(process)
    kept = MAY_HOLD[process if process in MAY_HOLD else f"worker {process}"]
    besides = {"serve": {"MBONGO_SESSIONS_REDIS_URL"}, "office": {"MBONGO_ANCHOR_KEYS"}}.get(process, set())
    assert {name for name in os.environ if name in list_secrets()} == kept | besides
    assert {name for name in os.environ if name.removesuffix("_FILE") in list_secrets() and name.endswith("_FILE")} == {
        f"{name}_FILE" for name in kept | besides
    }


def test_what_is_given_empty_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the office would take commands, and fail at the first password."""
    monkeypatch.setenv("MBONGO_OFFICE_DATABASE_URL", "postgresql://mbongo_office@localhost/x")
    for given in ("", "1:a-pepper-that-is-long-enough"):
        monkeypatch.setenv("MBONGO_PIN_PEPPER", given)
        assert bool(name_missing("office")) is not bool(given)


def test_a_file_that_cannot_be_read_is_named_with_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MBONGO_PIN_PEPPER", raising=False)
    monkeypatch.setenv("MBONGO_PIN_PEPPER_FILE", str(tmp_path / "gone"))
    with pytest.raises(UnsetError) as wrong:
        read_class(WalletSettings)
    assert wrong.value.lines == [
        f"MBONGO_PIN_PEPPER_FILE: {tmp_path / 'gone'} cannot be read: No such file or directory"
    ]
