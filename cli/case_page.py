# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that all start quickly
"""The `case` commands on one page."""

from pathlib import Path

import click

from cli.options import approve_option, asked_why_option, data_option, login_option


@click.group()
def case() -> None:
    """What only people can decide. CASE is its number: C17."""


@case.command("list")
@data_option
def list_(data: Path) -> None:
    """Every open case, oldest first."""
    from cli.case_commands import list_open

    list_open(data)


@case.command()
@click.argument("name", metavar="CASE")
@data_option
def show(name: str, data: Path) -> None:
    """One case, with what both sides did lately."""
    from cli.case_commands import show as look

    look(data, name)


@case.command()
@click.argument("name", metavar="CASE")
@click.option("--give-back", "verdict", flag_value="give back", help="What is held goes back to who gave it.")
@click.option("--leave", "verdict", flag_value="leave", help="What is held stays with who received it.")
@click.option("--pay-to", "number", metavar="NUMBER", help="What waits in unclaimed goes to this number's wallet.")
@click.option("--close", "close", is_flag=True, help="Looked into: nothing else is to be done.")
@asked_why_option
@approve_option
@login_option
@data_option
def decide(
    name: str, verdict: str | None, number: str | None, close: bool, why: str, approve: bool, login: str, data: Path
) -> None:
    """Ask that a case be decided so, or approve that."""
    from cli import case_commands

    if sum(map(bool, (verdict, number, close, approve))) != 1:
        raise click.UsageError("say one of: --give-back, --leave, --pay-to NUMBER, --close, --approve")
    if verdict:
        case_commands.decide(data, name.upper(), verdict, why, login)
    elif number:
        case_commands.pay_to(data, name.upper(), number, why, login)
    elif close:
        case_commands.close(data, name.upper(), why, login)
    else:
        case_commands.approve(data, name.upper(), login)
