"""The page for staff names what the code has: commands outside the trail, kinds, the bank's faults, passwords, PINs."""

import re
from typing import Final

import click
import pytest

from cli.office_command import OfficeCommand
from local.__main__ import mbongo
from local.tour.cast import EVERYBODY
from simulators.bank.books import FAULTS
from simulators.bank.routes import FORMS
from tests.docs.recipe import CHECKOUT
from wallet.banks.csv_profiles import STATEMENT_PROFILES
from wallet.people import attempts
from wallet.staff import logins

PAGE: Final = (CHECKOUT / "docs/staff.md").read_text("utf-8")


def list_outside(found: click.Command, words: str = "") -> list[str]:
    """Return the commands that the office does not do, by their words."""
    if not isinstance(found, click.Group):
        return [] if isinstance(found, OfficeCommand) else [words.strip()]
    context = click.Context(found)
    below = {name: found.get_command(context, name) for name in found.list_commands(context)}
    return [one for name, command in below.items() if command for one in list_outside(command, f"{words} {name}")]


@pytest.mark.parametrize("command", list_outside(mbongo))
def test_a_command_that_reads_outside_the_trail_is_named_with_why(command: str) -> None:
    section = PAGE.partition("## What is read outside the trail")[2].partition("\n## ")[0]
    assert re.search(rf"`(\./mbongo )?{command}( LOGIN)?`", section), command


@pytest.mark.parametrize("kind", ["ask_act", "end_ask", "refused_approval", "declined_approval", "refused_command",
                                  "wrong_password", "read_records", "set_login", "end_login"])  # fmt: skip
def test_what_the_trail_says_beside_acts_is_explained(kind: str) -> None:
    assert f"`{kind}`" in PAGE


def test_the_bank_s_ways_are_those_it_has() -> None:
    told = PAGE.partition("| fault |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)`", told, re.MULTILINE)) == set(FAULTS)
    assert all(f"{knob.value}" in told for knob in FAULTS.values() if knob.value is not None)
    assert all(form in PAGE for form in FORMS)


@pytest.mark.parametrize("name", STATEMENT_PROFILES)
def test_a_statement_s_csv_is_as_it_is_read(name: str) -> None:
    profile = STATEMENT_PROFILES[name]
    [row] = re.findall(rf"^\| `{name}` .*$", PAGE, re.MULTILINE)
    assert f"`{profile.delimiter}`" in row
    needed = ("booked_on", "amount") if profile.signed else ("booked_on", "debit", "credit")
    assert all(f"`{column}`" in row for meaning in needed for column in profile.columns[meaning])
    assert profile.decimal + "00`" in row


def test_the_rule_of_passwords_is_the_one_that_holds() -> None:
    rule = f"has {logins.SHORTEST} to {logins.LONGEST} characters, {logins.LETTERS} different ones at least"
    assert rule in " ".join(PAGE.split())
    assert attempts.TRIES == 3


def test_the_demo_s_pins_are_those_of_its_people() -> None:
    told = " ".join(PAGE.split())
    for cast in EVERYBODY:
        assert not cast.pin or re.search(rf"{cast.first_name}[a-z ]* {cast.local_number} PIN {cast.pin}", told), cast
