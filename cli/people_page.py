# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that all start quickly
"""The `person` commands on one page."""

from pathlib import Path

import click

from cli.options import approve_option, asked_why_option, data_option, login_option, why_option


@click.group()
def person() -> None:
    """Look at a person, stop their money, let it move again. NUMBER is their phone's."""


@person.command()
@click.argument("number")
@login_option
@data_option
def show(number: str, login: str, data: Path) -> None:
    """Who a number reaches, and reached before; that you looked is kept."""
    from cli.person_commands import show as look

    look(data, number, login)


@person.command()
@click.argument("number")
@why_option
@login_option
@data_option
def freeze(number: str, why: str, login: str, data: Path) -> None:
    """Stop a wallet's money at once."""
    from cli.person_commands import freeze as stop

    stop(data, number, why, login)


@person.command()
@click.argument("number")
@asked_why_option
@approve_option
@login_option
@data_option
def unfreeze(number: str, why: str, approve: bool, login: str, data: Path) -> None:
    """Ask that a frozen wallet's money may move again, or approve that."""
    from cli.person_commands import unfreeze as let_go

    let_go(data, number, why, login, approve=approve)


@person.command("reset-pin")
@click.argument("number")
@why_option
@login_option
@data_option
def reset_pin(number: str, why: str, login: str, data: Path) -> None:
    """Let an owner whose ID you saw choose a new PIN on their phone; --why says which ID."""
    from cli.person_commands import reset_pin as start

    start(data, number, why, login)


@person.command()
@click.argument("number")
@asked_why_option
@approve_option
@login_option
@data_option
def detach(number: str, why: str, approve: bool, login: str, data: Path) -> None:
    """Ask that a number that has gone to somebody else be free, what is left kept for its owner; or approve that."""
    from cli.person_commands import detach as free

    free(data, number, why, login, approve=approve)
