"""`security`: what looked like an attack, newest last, as the database keeps it."""

from datetime import date
from typing import Final

import click

from cli.days import Day
from cli.office import Office, pass_office, read
from cli.office_command import OfficeCommand
from cli.tables import print_table
from cli.words import say
from wallet.core import clock, security_events
from wallet.core.errors import Refused
from wallet.core.logs import masked
from wallet.core.security_events import KINDS, WantedEvents
from wallet.core.values import Phone

TITLES: Final = ("when", "what", "phone", "detail")


@click.command(cls=OfficeCommand)
@click.option("--last", type=click.IntRange(1, 10_000), default=20, show_default=True, help="So many of them.")
@click.option("--kind", metavar="KIND", help='Of this kind, as "PIN locked".')
@click.option("--day", type=Day(), help="Of this day in Douala.")
@click.option("--phone", metavar="NUMBER", help="Of this number, which is not shown either.")
@click.option(
    "--kinds", "list_them", is_flag=True, help="List the kinds, what each tells, and how many the last day had."
)
@pass_office
def security(office: Office, last: int, kind: str | None, day: date | None, phone: str | None, list_them: bool) -> None:
    """Show what looked like an attack: wrong PINs, locks, names and codes tried, doors knocked at.

    Phones are masked.
    """
    if list_them:
        counted = office.read(security_events.count_lately)
        rows = ((one, counted[one], tells) for one, tells in KINDS.items())
        return print_table(("kind", "last day", "tells"), rows, "")
    if kind and kind not in KINDS:
        raise Refused("staff.no_event_kind", kind=kind, kinds=[*KINDS])
    wanted = WantedEvents(kind, day, read(Phone, phone) if phone else None)
    found = office.read(lambda db: security_events.list_newest(db, last, wanted))
    cells = ((clock.written(one.at), one.kind, masked(one.phone) if one.phone else "", one.detail) for one in found)
    return print_table(TITLES, cells, say("staff.no_event"))
