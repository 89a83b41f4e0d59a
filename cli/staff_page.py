# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that all start quickly
"""The `staff`, `audit` and `operator` commands on one page: who may act, what they did, the switch."""

from pathlib import Path

import click

from cli.options import data_option, login_option


@click.group()
def staff() -> None:
    """Who may act on payments and operators."""


@staff.command("add")
@click.argument("login")
@data_option
def staff_add(login: str, data: Path) -> None:
    """Make a login, or set its password anew; asks for the password twice."""
    from cli.staff_commands import add

    add(data, login)


@staff.command("end")
@click.argument("login")
@data_option
def staff_end(login: str, data: Path) -> None:
    """A login that has left acts no more."""
    from cli.staff_commands import end

    end(data, login)


@click.group()
def audit() -> None:
    """What staff did, in a trail nobody can change."""


@audit.command("verify")
@click.option("--known", metavar="N:HASH", default="", help="The newest act as an earlier verify printed it.")
@data_option
def audit_verify(known: str, data: Path) -> None:
    """Prove that no act was changed, taken away or put in between; fails, naming the first that was."""
    from cli.audit_command import verify

    verify(data, known)


@audit.command("show")
@click.option("--last", type=click.IntRange(1, 10_000), default=20, show_default=True)
@data_option
def audit_show(last: int, data: Path) -> None:
    """Who did what, when, why, and who approved it."""
    from cli.audit_command import show

    show(data, last)


@click.command()
@click.argument("rail", type=click.Choice(["mtn", "orange"]))
@click.option("--maintenance", type=click.Choice(["on", "off"]), required=True)
@click.option("--why", default="")
@login_option
@data_option
def operator(rail: str, maintenance: str, why: str, login: str, data: Path) -> None:
    """Stop new payments with an operator, or let them go again."""
    from cli.staff_commands import switch

    switch(data, rail, login, why, on=maintenance == "on")
