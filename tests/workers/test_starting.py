"""A process starts with settings that are whole and right, or stops and says at once all that is not."""

import os
from collections.abc import Iterator

import pytest

from tests.workers.test_production_rules import DRAWN
from wallet.core import logs
from workers.listed_settings import PROCESSES, name_unknown
from workers.starting import as_process, list_wrong, start

OURS = {
    **{f"MBONGO_{kind}_DATABASE_URL": f"postgresql://mbongo_{kind.lower()}:{DRAWN}{kind}@localhost/mbongo"
       for kind in ("WEB", "WORKER", "OFFICE", "READ", "MIGRATE")},
    "MBONGO_REDIS_URL": f"redis://web:{DRAWN}@localhost/0",
    "MBONGO_PIN_PEPPER": f"1:{DRAWN}",
    "MBONGO_ANCHOR_KEYS": f"1:{DRAWN}",
    "MBONGO_ANCHOR_FILE": "/mnt/elsewhere/anchors.jsonl",
    "MBONGO_SERVICE_NUMBER": "222123456",
    "MBONGO_PUBLIC_URL": "https://pay.our.cm",
    "MBONGO_AT_USERNAME": "mbongo",
    "MBONGO_AT_API_KEY": DRAWN,
    **{f"MBONGO_{door}_SECRETS": f"{door.lower()}{DRAWN}" for door in ("USSD", "SMS", "DELIVERY")},
    **{f"MBONGO_MTN_{name}": DRAWN for name in (
        "COLLECTION_SUBSCRIPTION_KEY", "COLLECTION_API_USER", "COLLECTION_API_KEY",
        "DISBURSEMENT_SUBSCRIPTION_KEY", "DISBURSEMENT_API_USER", "DISBURSEMENT_API_KEY")},
    "MBONGO_MTN_BASE_URL": "https://proxy.momoapi.mtn.com",
    "MBONGO_RUN_AS_ROOT": "true",
}  # fmt: skip
OF_PEPPER = ("serve", "office", "inbox", "notices", "webhooks", "migrate")
WITH_RAIL = tuple(one for one in PROCESSES if one not in ("orange", "flutterwave", "cinetpay", "paypal", "btcpay"))


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Give the environment, with all that every process needs, put back afterwards."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MBONGO_")} | OURS
    monkeypatch.setattr(os, "environ", ours)
    monkeypatch.setattr(logs, "configure", lambda: None)  # this process keeps the log of tests
    return ours  # type: ignore[return-value]


@pytest.mark.parametrize("process", WITH_RAIL)
def test_with_all_that_it_needs_a_process_starts_and_keeps_no_more(process: str, environment: dict[str, str]) -> None:
    start(process)
    assert ("MBONGO_PIN_PEPPER" in environment) is (
        process in ("serve", "office", "inbox", "notices", "webhooks", "migrate")
    )


def test_all_that_is_wrong_is_said_at_once(environment: dict[str, str]) -> None:
    del environment["MBONGO_SERVICE_NUMBER"], environment["MBONGO_SMS_SECRETS"]
    environment |= {
        "MBONGO_PUBLIC_URL": "http://127.0.0.1:8384", "MBONGO_SERVICE_CODE": "384", "MBONGO_USSD_SECRETS": "short",
        "MBONGO_REDIS_URL": "redis://localhost", "MBONGO_PIN_PEPPER": "",
    }  # fmt: skip
    with as_process("serve"):
        wrong = list_wrong("serve")
    assert [line.split()[0].rstrip(":") for line in wrong] == [
        "MBONGO_PIN_PEPPER", "MBONGO_SERVICE_CODE", "MBONGO_SERVICE_NUMBER", "MBONGO_USSD_SECRETS",
        "MBONGO_PUBLIC_URL", "MBONGO_REDIS_URL",
    ]  # fmt: skip
    assert environment["MBONGO_MTN_COLLECTION_API_KEY"], "as before"
    for name in ("MBONGO_PIN_PEPPER", "MBONGO_SERVICE_NUMBER", "MBONGO_USSD_SECRETS"):
        environment[name] = OURS[name]
    del environment["MBONGO_SERVICE_CODE"]
    with pytest.raises(SystemExit) as stopped:
        start("serve")
    told = str(stopped.value)
    assert [
        name for name in ("SMS_SECRETS is missing", "PUBLIC_URL: must be", "REDIS_URL: has no") if name not in told
    ] == []


def test_a_trial_says_so_and_starts(environment: dict[str, str]) -> None:
    environment |= {"MBONGO_PUBLIC_URL": "http://127.0.0.1:8384", "MBONGO_MTN_BASE_URL": "http://127.0.0.1:8385/mtn"}
    with pytest.raises(SystemExit, match="MBONGO_SANDBOX=true where this is a trial"):
        start("mtn")
    environment |= OURS | {
        "MBONGO_SANDBOX": "true", "MBONGO_PUBLIC_URL": "http://127.0.0.1:1", "MBONGO_MTN_BASE_URL": "http://127.0.0.1:2",
    }  # fmt: skip
    start("mtn")


def test_root_is_refused_after_all_else(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    del environment["MBONGO_RUN_AS_ROOT"]
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(SystemExit, match="do not run as root"):
        start("tick")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("MBONGO_PIN_PEPER", "MBONGO_PIN_PEPPER"),
        ("MBONGO_TRUSTED_PROXY", "MBONGO_TRUSTED_PROXIES"),
        ("MBONGO_PIN_PEPPER_FILES", "MBONGO_PIN_PEPPER_FILE"),
        ("MBONGO_BRAINTREE_CREDENTIAL", "./mbongo settings"),
    ],
)
def test_what_is_misspelt_is_named_with_the_nearest_there_is(typed: str, meant: str) -> None:
    [line] = name_unknown([typed, "PATH", "MBONGO_LOGIN", "MBONGO_PIN_PEPPER_FILE", "MBONGO_SIMULATE_SMS_URL"])
    assert line.startswith(f"{typed} is no setting: take it away")
    assert meant in line
