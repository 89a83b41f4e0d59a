"""`operator`: the switch that stops new payments with an operator."""

from pathlib import Path

import click
from sqlalchemy import Connection

from cli.office import open_office
from cli.options import data_option, login_option
from wallet.core.database import in_transaction
from wallet.core.errors import DeniedError
from wallet.payments import operators
from wallet.payments.rails import RAILS
from wallet.staff import audit


@click.command()
@click.argument("rail", type=click.Choice(list(RAILS)))
@click.option("--maintenance", type=click.Choice(["on", "off"]), required=True)
@click.option("--why", default="")
@login_option
@data_option
def operator(rail: str, maintenance: str, why: str, login: str, data: Path) -> None:
    """Stop new payments with an operator, or let them go again."""

    def turn(db: Connection) -> str:
        before = {one.rail: one.health for one in operators.all_of(db)}
        if rail not in before:
            raise DeniedError(f"There is no operator {rail}: {', '.join(before)}.")
        operators.set_maintenance(db, rail, maintenance == "on")
        after = next(one.health for one in operators.all_of(db) if one.rail == rail)
        audit.note(db, "maintenance", rail, {"health": before[rail]}, {"health": after}, why, login)
        return after

    with open_office(data) as office:
        office.identify(login)
        click.echo(f"{rail} is {in_transaction(office.engine, turn)}.")
