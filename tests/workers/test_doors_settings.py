"""Doors' settings: a secret that can be guessed, is escaped in a URL, or opens two doors is refused when we start."""

import pytest

from bench.doors import VARIABLES
from bench.stage import environment_of
from tests.workers.rails.conftest import settings_for
from wallet.core.settings import UnsetError
from workers import settings
from workers.doors import DOORS, DoorSettings, fit_locks
from workers.rails.open import callback_url

GOOD = "a-good-secret-of-a-door"


@pytest.mark.parametrize(
    "written",
    [
        "short",
        "a" * 20,
        "70" * 16,
        f"{GOOD}/",
        f"{GOOD}%20",
        f"{GOOD} b",
        f"{GOOD},{GOOD}1,{GOOD}2",
        "abcdefghijklmnoprstuvé",
    ],
)
def test_a_secret_that_will_not_do_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        DoorSettings.model_validate({"ussd_secrets": written})


def test_no_secret_opens_two_doors() -> None:
    with pytest.raises(ValueError, match="MBONGO_USSD_SECRETS and MBONGO_MTN_SECRETS hold the same secret"):
        DoorSettings.model_validate({"ussd_secrets": f"{GOOD},{GOOD}2", "mtn_secrets": f"{GOOD}3,{GOOD}2"})


@pytest.mark.parametrize("written", ["somewhere", "10.0.0.0/33", "10.0.0.1/8"])
def test_what_is_no_network_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"does not appear to be|host bits set"):
        DoorSettings.model_validate({"ussd_addresses": written})


@pytest.mark.parametrize("written", ["0.0.0.0/0", "::/0", "10.0.0.7,128.0.0.0/1", "10.0.0.0/7"])
def test_no_stranger_says_who_calls(written: str) -> None:
    with pytest.raises(ValueError, match="has strangers in it"):
        DoorSettings.model_validate({"trusted_proxies": written})
    assert DoorSettings.model_validate({"trusted_proxies": "10.0.0.0/8,fc00::/7"})


def test_the_web_app_names_every_secret_it_lacks_and_a_worker_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    given = environment_of(settings_for().wallet)
    for name in VARIABLES:
        given.pop(name)
    for name, value in {**given, "MBONGO_SMS_SECRETS": GOOD, "MBONGO_WEB_DATABASE_URL": "postgresql:///here"}.items():
        monkeypatch.setenv(name, value)
    settings.find("worker")
    with pytest.raises(UnsetError) as unset:
        settings.find("web")
    assert [line.split()[0] for line in unset.value.lines] == ["MBONGO_USSD_SECRETS", "MBONGO_DELIVERY_SECRETS"]


@pytest.mark.parametrize("rail", ["mtn", "orange"])
def test_an_operator_is_told_its_own_doors_newest_secret_and_no_other(rail: str) -> None:
    known = settings_for(**{rail: "http://127.0.0.1:9"})
    told = callback_url(known, rail)
    assert told == f"https://mbongo.example/rails/{rail}/{known.locks[rail].secrets[0]}"
    assert not [name for name, lock in known.locks.items() if name != rail and lock.secrets[0] in told.split("/")]


def test_an_operator_without_a_secret_is_asked_for_no_callbacks() -> None:
    known = settings_for(mtn="http://127.0.0.1:9")
    known.locks["mtn"] = fit_locks(DoorSettings.model_validate({}))["mtn"]  # type: ignore[index]
    assert callback_url(known, "mtn") == ""


def test_doors_are_named_as_their_variables_may_be() -> None:
    assert all(door.isalpha() and door.islower() for door in DOORS)
