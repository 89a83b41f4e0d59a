"""`take`: take something that waits, so that no two look into it."""

import click

from cli.office import Office, pass_office
from cli.office_command import OfficeCommand
from cli.options import why_option
from wallet.staff.actions.take_waiting import TakeWaiting


@click.command(cls=OfficeCommand)
@click.argument("name")
@why_option
@pass_office
def take(office: Office, name: str, why: str) -> None:
    """Take what waits under a NAME, so that no two look into it; or take it over from who has it.

    NAME is a case's (C17), a discrepancy's (D5), a bank line's (L12), a move's (M3), a payment's reference, or a
    document's.
    """
    office.do(TakeWaiting(name, why=why))
