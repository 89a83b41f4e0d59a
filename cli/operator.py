"""`operator`: how operators are, and the switch that stops new payments with one."""

from typing import Final

import click

from cli.float_words import describe_float
from cli.office import Office, pass_office
from cli.office_command import OfficeCommand
from cli.options import require_all
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from wallet.core import clock
from wallet.payments import operators
from wallet.payments.floats import read_float
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
    office.do(SetMaintenance(str(rail), maintenance == "on", why=why))
    if maintenance == "on":
        tell(say("staff.operator_closed", rail=rail))
    return tell(describe_float(office.read(lambda db: read_float(db, str(rail)))))


def show(office: Office, rail: str | None) -> None:
    """Print how each operator is: its health, how many payments are under way or wait for a person, our float there."""
    found = [one for one in office.read(operators.list_seen) if rail in (None, one.rail)]
    rows = ((one.rail, one.health, one.failures, one.under_way, one.in_review, clock.written(one.changed_at))
            for one in found)  # fmt: skip
    print_table(TITLES, rows, "There is no operator.")
    for our_float in office.read(lambda db: [read_float(db, one.rail) for one in found]):
        tell(describe_float(our_float))
