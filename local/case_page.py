# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that all start quickly
"""The `case` commands on one page."""

from pathlib import Path

import click

from local.options import data_option, login_option


@click.group()
def case() -> None:
    """What only people can decide. CASE is its number: C17."""


@case.command("list")
@data_option
def list_(data: Path) -> None:
    """Every open case, oldest first."""
    from local.case_commands import list_open

    list_open(data)


@case.command()
@click.argument("name", metavar="CASE")
@data_option
def show(name: str, data: Path) -> None:
    """One case, with what both sides did lately."""
    from local.case_commands import show as look

    look(data, name)


@case.command()
@click.argument("name", metavar="CASE")
@click.option("--give-back", "verdict", flag_value="give back", help="What is held goes back to who gave it.")
@click.option("--leave", "verdict", flag_value="leave", help="What is held stays with who received it.")
@click.option("--why", metavar="TEXT", default="", help="To ask: kept with what is done.")
@click.option("--approve", is_flag=True, help="Approve what somebody else asked, and do it.")
@login_option
@data_option
def decide(name: str, verdict: str | None, why: str, approve: bool, login: str, data: Path) -> None:
    """Ask that a contested operation be decided so, or approve that."""
    from local.case_commands import approve as agree
    from local.case_commands import decide as ask

    if approve == bool(verdict):
        raise click.UsageError("say one of: --give-back, --leave, --approve")
    if verdict:
        ask(data, name.upper(), verdict, why, login)
    else:
        agree(data, name.upper(), login)
