# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that all start quickly
"""The `agent` commands on one page."""

from pathlib import Path

import click

from cli.options import approve_option, asked_why_option, data_option, login_option, needed, one_of


@click.group()
def agent() -> None:
    """Agents: who they are, their float, and what of their work a person should look at."""


@agent.command("add")
@click.argument("phone")
@click.option("--name", required=True, help="As the ID document writes it.")
@click.option("--id", "document", type=(click.Choice(["cni", "passport", "receipt", "stay"]), str), required=True)
@click.option("--low-float", type=click.IntRange(0), default=50_000, show_default=True)
@click.option("--why", default="new agent", show_default=True)
@login_option
@data_option
def agent_add(
    phone: str, name: str, document: tuple[str, str], low_float: int, why: str, login: str, data: Path
) -> None:
    """Make an agent of whoever this phone reaches; registers them when nobody is."""
    from cli.agent_command import add

    add(data, phone, name, document, low_float, login, why)


@agent.command("float")
@click.argument("code")
@click.argument("amount", type=int, required=False)
@asked_why_option
@approve_option
@login_option
@data_option
def agent_float(code: str, amount: int | None, why: str, approve: bool, login: str, data: Path) -> None:
    """Ask that the house give an agent float, or approve what another asked."""
    from cli import agent_command

    one_of(amount=amount, approve=approve)
    if approve:
        return agent_command.approve_float(data, code, login)
    needed(why=why)
    return agent_command.ask_float(data, code, int(amount or 0), why, login)


@agent.command("review")
@click.option("--days", type=click.IntRange(1, 92), default=7, show_default=True)
@data_option
def agent_review(days: int, data: Path) -> None:
    """Agents whose work shows operations cut in pieces, or cash that walks in a circle."""
    from cli.agent_command import review

    review(data, days)
