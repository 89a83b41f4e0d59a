"""`operator`: how operators are, and the switch that stops new payments with one."""

from pathlib import Path
from typing import Final

import click

from cli.office import open_office
from cli.options import data_option, require_all
from cli.tables import print_table
from wallet.core import clock
from wallet.payments import operators
from wallet.payments.rails import RAILS
from wallet.staff.actions.set_maintenance import SetMaintenance

TITLES: Final = ("operator", "is", "silent calls", "under way", "in review", "since")


@click.command()
@click.argument("rail", type=click.Choice(list(RAILS)), required=False)
@click.option("--maintenance", type=click.Choice(["on", "off"]), help="on: stop new payments; off: let them go again.")
@click.option("--why", default="")
@click.option("--login", default="", help="Who you are, to turn the switch; the password is asked for.")
@data_option
def operator(rail: str | None, maintenance: str | None, why: str, login: str, data: Path) -> None:
    """Show how operators are, or one of them; stop new payments with an operator, or let them go again."""
    if maintenance is None:
        return show(data, rail)
    require_all(RAIL=rail, login=login)
    with open_office(data) as office:
        return office.identify(login).do(SetMaintenance(str(rail), maintenance == "on", why=why))


def show(data: Path, rail: str | None) -> None:
    """Print how each operator is: its health, and how many payments are under way with it or wait for a person."""
    with open_office(data) as office:
        found = office.read(operators.list_seen)
    rows = ((one.rail, one.health, one.failures, one.under_way, one.in_review, clock.written(one.changed_at))
            for one in found if rail in (None, one.rail))  # fmt: skip
    print_table(TITLES, rows, "There is no operator.")
