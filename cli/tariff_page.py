# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that all start quickly
"""The `tariff` commands on one page."""

from pathlib import Path
from typing import Any

import click

from cli.options import data_option, login_option, why_option


@click.group()
def tariff() -> None:
    """Prices, taxes, commissions and ceilings: what is in force, and what is to come."""


@tariff.command("show")
@click.option("--at", "day", type=click.DateTime(["%Y-%m-%d"]), help="As that day begins in Douala. [default: now]")
@click.option("--file", "as_file", is_flag=True, help="As the file that says the same: to start the next one from.")
@data_option
def tariff_show(day: Any, as_file: bool, data: Path) -> None:
    """What is in force, and the days other rules begin."""
    from cli.tariff_command import show

    show(data, day and day.date(), as_file=as_file)


@tariff.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@why_option
@login_option
@data_option
def tariff_load(file: Path, why: str, login: str, data: Path) -> None:
    """Show what FILE changes from its day on, and ask for it; somebody else approves."""
    from cli.tariff_command import load

    load(data, file, why, login)


@tariff.command("drop")
@click.argument("day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]))
@why_option
@login_option
@data_option
def tariff_drop(day: Any, why: str, login: str, data: Path) -> None:
    """Ask that the tariff of a day to come be taken away; somebody else approves."""
    from cli.tariff_command import drop

    drop(data, day.date(), why, login)


@tariff.command("approve")
@click.argument("day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]))
@login_option
@data_option
def tariff_approve(day: Any, login: str, data: Path) -> None:
    """Approve what somebody else asked about that day's tariff."""
    from cli.tariff_command import approve

    approve(data, day.date(), login)
