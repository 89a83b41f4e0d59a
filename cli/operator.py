"""`operator`: how operators are, the switch that stops new payments with one, and the hold of all at once."""

from typing import Final

import click

from cli.approve import approve as approve_asked
from cli.float_words import describe_float
from cli.office import Office, pass_office
from cli.office_command import OfficeCommand
from cli.options import require_all, require_at_most_one
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from wallet.core import clock
from wallet.payments import operators, rail_holds
from wallet.payments.floats import read_float
from wallet.payments.rails import RAILS
from wallet.staff.actions.hold_rails import RAILS as ALL_RAILS
from wallet.staff.actions.hold_rails import HoldRails
from wallet.staff.actions.release_rails import ReleaseRails
from wallet.staff.actions.set_maintenance import SetMaintenance

TITLES: Final = ("operator", "is", "silent calls", "under way", "in review", "since")


@click.command(cls=OfficeCommand)
@click.argument("rail", type=click.Choice(list(RAILS)), required=False)
@click.option("--maintenance", type=click.Choice(["on", "off"]), help="on: stop new payments; off: let them go again.")
@click.option("--hold", is_flag=True, help="Hold all of them: nothing new is told to any, as after a restore.")
@click.option("--release", is_flag=True, help="Ask that all be let go again, once each is reconciled since.")
@click.option("--approve", is_flag=True, help="Approve that they are let go, and do it.")
@click.option("--why", metavar="TEXT", default="", help="With what changes something: kept with what is done.")
@pass_office
def operator(
    office: Office, rail: str | None, maintenance: str | None, hold: bool, release: bool, approve: bool, why: str
) -> None:
    """Show how operators are, or one; stop new payments with one, or with all, or let them go again."""
    require_at_most_one(maintenance=maintenance, hold=hold, release=release, approve=approve)
    if rail and (hold or release or approve):
        raise click.UsageError("it is about all operators: leave RAIL out")
    if approve:
        return approve_asked(office, ALL_RAILS, ReleaseRails.kind)
    if hold or release:
        require_all(why=why)
        return office.do(HoldRails(why=why) if hold else ReleaseRails(why=why))
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
    if (hold := office.read(rail_holds.find_hold)).held:
        tell(describe_hold(hold))
    for our_float in office.read(lambda db: [read_float(db, one.rail) for one in found]):
        tell(describe_float(our_float))


def describe_hold(hold: rail_holds.RailHold) -> str:
    """Return why all operators are held, and the command that goes on."""
    why = say("staff.restored_to", moment=hold.restored_to) if hold.restored_to else ""
    return why + (say("staff.rails_held") if hold.since else say("staff.hold_rails_first"))
