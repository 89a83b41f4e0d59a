"""Every command, with words it does not take: it answers in a sentence, and nobody is asked a password for nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import psycopg
import pytest
from click.testing import CliRunner

from cli.failures import describe
from local.__main__ import mbongo
from tests.world.cast import ALICE, PASSWORDS
from tests.world.hashed import PEPPER
from tests.world.office import Office
from wallet.core.roles import url_variable
from wallet.core.secrets import PepperGone, Secrets
from wallet.staff import logins

WRONG = ("", "alice smith", "'; DROP TABLE staff; --", "-1", "Ébène", "+237", "C99999", "D0", "9" * 40, "mtn", "[bold]")
NOT_HERE = {
    "demo",
    "up",
    "test",
    "serve",
    "worker",
    "tick",
    "simulate",
    "phone",
    "bench",
    "faults",
    "mutants",
    "drill",
    "load",
    "patterns",
    "menus",
    "migrate",
    "office",
}


def list_commands(group: click.Group = mbongo, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command that looks at a wallet."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if not path and name in NOT_HERE:
            continue
        if isinstance(found, click.Group):
            yield from list_commands(found, (*path, name))
        else:
            yield (*path, name)


def find_command(path: tuple[str, ...]) -> click.Command:
    """Return the command of these words."""
    found: click.Command = mbongo
    for word in path:
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), word) or found
    return found


def write_words(command: click.Command, wrong: str, file: Path) -> Iterator[str]:
    """Yield the words of one call: the wrong one wherever any word can stand, and the login of somebody real."""
    for one in command.params:
        if one.name in ("data", "help"):
            continue
        values = [write_value(one, wrong, file)] * max(one.nargs, 1)
        if one.name == "login":
            values = [ALICE]
        if isinstance(one, click.Argument):
            yield from values
        elif not getattr(one, "is_flag", False):
            yield one.opts[0]
            yield from values


def write_value(one: click.Parameter, wrong: str, file: Path) -> str:
    """Return a value that click lets through where it can: what comes after it must refuse it."""
    if isinstance(one.type, click.Choice):
        return str(next(iter(one.type.choices)))
    return str(file) if isinstance(one.type, click.Path) and one.type.exists else wrong


@pytest.mark.parametrize("path", list(list_commands()), ids=" ".join)
def test_wrong_words_are_answered_in_a_sentence(
    path: tuple[str, ...], office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a word may be taken for the name of a file to write
    file = tmp_path / "nonsense.csv"
    file.write_bytes(b"\xff\xfe\x00nonsense;1\n\x00;;;\n")
    command = find_command(path)
    for wrong in WRONG:
        for words in ((*path, wrong), (*path, *write_words(command, wrong, file))):
            said = office.run(*words, typed=f"{PASSWORDS[ALICE]}\ny\n")
            assert said.exit_code in {0, 1, 2, 3}, said.output
            assert not re.search(r"Traceback|argon2|DETAIL|nobody foresaw|PostgreSQL refused", said.output), said.output


@pytest.mark.parametrize("amount", ["0", "9" * 12, "9" * 19, "9" * 40])
def test_amounts_nobody_has_are_answered_in_a_sentence(office: Office, amount: str) -> None:
    office.world.appoint_agent()
    said = office.run("agent", "float", "123455", amount, "--why", "slip 17", login=ALICE)
    assert not re.search(r"Traceback|nobody foresaw|PostgreSQL refused", said.output), said.output


def test_a_login_is_judged_before_a_password_is_asked_for(office: Office) -> None:
    for words in (("staff", "add", "alice smith"), ("person", "show", "677000001", "--login", "alice smith")):
        said = office.refused(*words, typed="a password, long enough\na password, long enough\n")
        assert said == ("'alice smith' can be no login: 2 to 32 small letters, digits and . _ -, a letter first.\n")


@pytest.mark.parametrize("address", ["nonsense", "postgresql://mbongo:the-password@127.0.0.1:9/mbongo"])
def test_a_database_that_is_not_there_is_said_without_its_password(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in (url_variable("read"), "MBONGO_MIGRATE_DATABASE_URL"):
        monkeypatch.setenv(variable, address)
    monkeypatch.setenv("MBONGO_PIN_PEPPER", PEPPER)
    for command in (["check"], ["staff", "end", "alice"]):
        said = CliRunner().invoke(mbongo, command)
        assert said.exit_code == 1
        assert "PostgreSQL" in said.output
        assert not re.search("Traceback|the-password|nobody foresaw", said.output)


def test_what_nobody_foresaw_is_said_without_a_row(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def insert(db: psycopg.Connection, login: str, recipe: str, key: bytes, by: str, role: str) -> None:
        db.exec_driver_sql("INSERT INTO staff VALUES (%s, %s, 0, 0, NULL, NULL)", (login, recipe))  # type: ignore[attr-defined]

    monkeypatch.setattr(logins, "set_password", insert)
    said = office.refused(
        "staff", "add", "carol", "--role", "support", typed="a password, long enough\na password, long enough\n"
    )
    assert "Error: PostgreSQL refused, and undid what this was doing: null value in column" in said
    assert "cli/staff.py:" in said
    assert not re.search("Traceback|argon2|DETAIL|carol,", said)


def test_a_pepper_that_is_given_nowhere_is_named_with_what_to_do() -> None:
    """As staff read it whose password stands under a pepper that was forgotten at a start."""
    with pytest.raises(PepperGone) as gone:
        Secrets.read(PEPPER).code("an ask", 4, "7")
    said = describe(gone.value)
    assert "pepper 7" in said
    assert "docs/keys.md" in said
