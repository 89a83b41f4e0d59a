"""The list of staff's commands says of each what its own file says."""

import click
import pytest

from cli.commands import COMMANDS
from local.__main__ import mbongo


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_s_line_is_the_first_of_its_help(name: str) -> None:
    command = mbongo.get_command(click.Context(mbongo), name)
    assert command
    assert command.name == name
    assert " ".join((command.help or "").split("\n\n")[0].split()) == COMMANDS[name]


def test_the_list_reads_no_command_s_file() -> None:
    import subprocess
    import sys

    listed = "import sys; from local.__main__ import mbongo; mbongo(['--help'], standalone_mode=False);"
    ran = subprocess.run([sys.executable, "-c", f"{listed} print('sqlalchemy' in sys.modules)"], capture_output=True,
                         text=True, check=True)  # fmt: skip
    assert ran.stdout.endswith("False\n")
    assert all(f"  {name} " in ran.stdout for name in COMMANDS)
