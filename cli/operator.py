"""`operator`: how operators are, and the switch that stops new payments with one."""

from typing import Final

import click

from cli.office import Office, pass_office
from cli.office_command import OfficeCommand
from cli.options import require_all
from cli.tables import print_table
from wallet.core import clock
from wallet.payments import operators
from wallet.payments.rails import RAILS
from wallet.staff.actions.set_maintenance import SetMaintenance

TITLES: Final = ("operator", "is", "silent calls", "under way", "in review", "since")


@click.command(cls=OfficeCommand)
@click.argument("rail", type=click.Choice(list(RAILS)), required=False)
@click.option("--maintenance", type=click.Choice(["on", "off"]), help="on: stop new payments; off: let them go again.")
@click.option("--why", metavar="TEXT", default="", help="With --maintenance: kept with what is done.")
@pass_office
def operator(office: Office, rail: str | None, maintenance: str | None, why: str) -> None:
    """Show how operators are, or one of them; stop new payments with an operator, or let them go again."""
    if maintenance is None:
        return show(office, rail)
    require_all(RAIL=rail, why=why)
    return office.do(SetMaintenance(str(rail), maintenance == "on", why=why))


def show(office: Office, rail: str | None) -> None:
    """Print how each operator is: its health, and how many payments are under way with it or wait for a person."""
    found = office.read(operators.list_seen)
    rows = ((one.rail, one.health, one.failures, one.under_way, one.in_review, clock.written(one.changed_at))
            for one in found if rail in (None, one.rail))  # fmt: skip
    print_table(TITLES, rows, "There is no operator.")
