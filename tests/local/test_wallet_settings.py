"""Commands on a data folder where no wallet was begun make nothing there, and say what to do."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from local.__main__ import mbongo
from local.servers import DATABASE_URLS
from local.wallet_settings import OWNER_URL, lead_to_running, name_database, wallet_settings
from wallet.core.roles import ROLES, url_variable

COMMANDS = ("check", "keys", "staff add ghost", "staff end ghost", "audit verify", "waiting", "phone 677000001")


@pytest.mark.parametrize("words", COMMANDS)
def test_a_mistyped_folder_is_refused_and_nothing_is_made_there(words: str, tmp_path: Path) -> None:
    typo = tmp_path / "typo"
    ungiven = {name: None for name in os.environ if name.startswith("MBONGO_")}
    refused = CliRunner().invoke(mbongo, [*words.split(), "--data", str(typo)], input="", env=ungiven)
    assert isinstance(refused.exception, SystemExit)
    assert refused.exit_code != 0, refused.stdout
    assert f"./mbongo --data {typo} up" in refused.stderr
    assert refused.stdout == ""
    assert not typo.exists()


def test_a_database_is_known_by_its_folder_or_its_address_without_a_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in DATABASE_URLS:
        monkeypatch.delenv(name, raising=False)
    assert name_database(tmp_path) == str(tmp_path.resolve())
    monkeypatch.setenv(url_variable("read"), "postgresql://mbongo_read:hunter22@localhost:5432/books")
    assert name_database(tmp_path) == "localhost/books"
    monkeypatch.setenv(url_variable("read"), "postgresql://mbongo_read:hunter22@/books?host=/run/pg")
    assert name_database(tmp_path) == "/run/pg/books"


def test_whoever_makes_logins_needs_the_owners_address_and_the_pepper_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "environ", without_ours() | {OWNER_URL: "postgresql:///owned"})
    with wallet_settings(tmp_path) as setting:
        assert setting(OWNER_URL) == "postgresql:///owned"


def without_ours() -> dict[str, str]:
    """Return the environment without settings of ours, to be taken on by a test alone."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MBONGO_")}


def test_what_reads_alone_is_led_to_what_runs_on_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As `./mbongo anchor --data FOLDER`: given that address and no other; where the caller gives one, that stays."""
    addresses = {url_variable(kind): f"postgresql:///{kind}" for kind in ROLES}
    monkeypatch.setattr("local.wallet_settings.find_running", lambda _data: {"environment": addresses})
    monkeypatch.setattr(os, "environ", without_ours())
    lead_to_running(tmp_path, "read")
    assert [name for name in DATABASE_URLS if name in os.environ] == [url_variable("read")]
    os.environ[url_variable("read")] = "postgresql:///elsewhere"
    lead_to_running(tmp_path, "read")
    assert os.environ[url_variable("read")] == "postgresql:///elsewhere"


def test_a_secret_that_what_runs_was_given_by_hand_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As after `MBONGO_PIN_PEPPER=2:new ./mbongo up`, which keeps it nowhere: `staff add` beside it needs it too."""
    beside = {url_variable(kind): "postgresql:///here" for kind in ROLES} | {
        "MBONGO_MIGRATE_DATABASE_URL": "postgresql:///x"
    }
    monkeypatch.setattr("local.wallet_settings.find_running", lambda _data: {"environment": beside})
    monkeypatch.setattr(os, "environ", without_ours())
    refused = CliRunner().invoke(mbongo, ["staff", "add", "ghost", "--data", str(tmp_path)])
    assert refused.exit_code == 1
    said = " ".join(refused.output.split())
    assert "was started with MBONGO_PIN_PEPPER of its own, which is kept nowhere: give it here too" in said
