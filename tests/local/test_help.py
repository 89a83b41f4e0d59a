"""Every command says how it is typed, by the name it has in `./mbongo`, within 80 columns and with no word broken."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from local.__main__ import mbongo

CHECKOUT = Path(__file__).parents[2]
NAMES = [name for name in mbongo.list_commands(click.Context(mbongo)) if name != "test"]  # which hands all to pytest


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    argv = [sys.executable, "-m", "local", *words]
    return subprocess.run(argv, cwd=CHECKOUT, input="", capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.campaign
@pytest.mark.parametrize("name", NAMES)
def test_each_is_explained_by_its_own_name(name: str) -> None:
    command = mbongo.get_command(click.Context(mbongo), name)
    assert command
    is_other = not command.context_settings.get("help_option_names", True)  # a program that it becomes
    shown = run(name, "-h").stdout if is_other else CliRunner().invoke(mbongo, [name, "-h"], prog_name="mbongo").output
    first = shown.partition("\n\n")[0]
    assert first.startswith(f"Usage: mbongo {name} ")
    assert "\n" not in first, "a usage of one line"
    assert max(map(len, shown.splitlines())) <= 80


def test_a_number_that_is_none_is_refused_as_the_command_is_typed() -> None:
    refused = run("phone", "12")
    assert refused.returncode == 2
    assert refused.stderr.startswith("Usage: mbongo phone [OPTIONS] NUMBER\n")
    assert "a number is + and 8 to 15 digits" in refused.stderr
