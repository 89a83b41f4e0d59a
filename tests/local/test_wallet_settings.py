"""Commands on a data folder where no wallet was begun make nothing there, and say what to do."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from local.__main__ import mbongo
from local.servers import DATABASE_URLS
from local.wallet_settings import lead_to_running, name_database
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


def test_what_reads_alone_is_led_to_what_runs_on_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As `./mbongo anchor --data FOLDER`: given that address and no other; where the caller gives one, that stays."""
    addresses = {url_variable(kind): f"postgresql:///{kind}" for kind in ROLES}
    monkeypatch.setattr("local.wallet_settings.find_running", lambda _data: {"environment": addresses})
    for name in DATABASE_URLS:
        monkeypatch.delenv(name, raising=False)
    lead_to_running(tmp_path, "read")
    assert [name for name in DATABASE_URLS if name in os.environ] == [url_variable("read")]
    monkeypatch.setenv(url_variable("read"), "postgresql:///elsewhere")
    lead_to_running(tmp_path, "read")
    assert os.environ[url_variable("read")] == "postgresql:///elsewhere"
