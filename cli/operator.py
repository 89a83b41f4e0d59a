"""`operator`: the switch that stops new payments with an operator."""

from pathlib import Path

import click

from cli.office import open_office
from cli.options import data_option, login_option
from wallet.payments.rails import RAILS
from wallet.staff.actions.set_maintenance import SetMaintenance


@click.command()
@click.argument("rail", type=click.Choice(list(RAILS)))
@click.option("--maintenance", type=click.Choice(["on", "off"]), required=True)
@click.option("--why", default="")
@login_option
@data_option
def operator(rail: str, maintenance: str, why: str, login: str, data: Path) -> None:
    """Stop new payments with an operator, or let them go again."""
    with open_office(data) as office:
        office.identify(login).do(SetMaintenance(rail, maintenance == "on", why=why))
