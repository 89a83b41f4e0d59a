# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that all start quickly
"""The `merchant` commands on one page."""

from pathlib import Path

import click

from cli.options import data_option, login_option


@click.group()
def merchant() -> None:
    """The shops people pay at."""


@merchant.command("add")
@click.option("--owner", required=True, metavar="PHONE", help="The number of the person whose shop it is.")
@click.option("--name", required=True, help="The shop's name, at most 20 letters.")
@click.option("--phone", default="", help="The shop's own number, texted at each payment. [default: the owner's]")
@click.option("--why", default="")
@login_option
@data_option
def merchant_add(owner: str, name: str, phone: str, why: str, login: str, data: Path) -> None:
    """Open a shop with its first till; again with the same name: one till more."""
    from cli.merchant_command import add

    add(data, owner, name, phone, login, why)


@merchant.command("biller")
@click.option("--till", required=True, metavar="CODE", help="A till of the shop.")
@click.option("--word", required=True, help="What people call it: PAYER ENEO …")
@click.option("--lookup", default="", metavar="URL", help="Where a worker asks for bills. [default: files tell them]")
@click.option("--why", default="")
@login_option
@data_option
def merchant_biller(till: str, word: str, lookup: str, why: str, login: str, data: Path) -> None:
    """Let people pay a shop's bills by reference."""
    from cli.merchant_command import set_biller

    set_biller(data, till, word.upper(), lookup, login, why)


@merchant.command("bills")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--biller", required=True, metavar="WORD")
@click.option("--why", default="")
@login_option
@data_option
def merchant_bills(file: Path, biller: str, why: str, login: str, data: Path) -> None:
    """Load a biller's bills: CSV with the columns reference, amount and, where it has many, number."""
    from cli.merchant_command import load_bills

    load_bills(data, biller.upper(), file, login, why)
