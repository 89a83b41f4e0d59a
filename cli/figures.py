"""`figures`: what moved today beside yesterday, and how operators answered."""

from typing import Final

import click

from cli.office import Office, pass_office
from cli.office_command import OfficeCommand
from cli.tables import print_lines, print_table
from wallet.core import clock
from wallet.core.values import space
from wallet.staff.day_figures import BesideBefore, read_figures

GROUPS: Final = {
    "sent": "between people", "asked": "paid on request", "added": "money added", "withdrawn": "money withdrawn",
    "shops": "shops and bills", "given_back": "given back or contested",
}  # fmt: skip
MOVED: Final = ("times", "FCFA", "fees", "times before", "FCFA before", "fees before")


@click.command(cls=OfficeCommand)
@pass_office
def figures(office: Office) -> None:
    """Show today beside yesterday up to the same minute: what moved, who joined, how operators answered.

    By the hour yesterday is whole. Hours are those of Douala.
    """
    found = office.read(read_figures)
    print_lines({
        "now": clock.written(found.at),
        "people who joined": f"{space(found.joined)}; yesterday until then {space(found.joined_before)}",
    })  # fmt: skip
    rows = [(GROUPS[group], *_write(flow)) for group, flow in found.groups.items()]
    print_table(
        ("what moved", *MOVED), [*rows, ("all", *_write(found.total))], "", "Today, beside yesterday until then"
    )
    hours = ((f"{hour:02d}:00", *_write(flow)) for hour, flow in enumerate(found.hours)
             if flow.now.count or flow.before.count)  # fmt: skip
    print_table(("hour", *MOVED), hours, "Nothing moved today or yesterday.", "By the hour, beside all of yesterday")
    rails = ((one.rail, one.health, one.came, one.failed, one.under_way, write_percent(one.success_percent))
             for one in found.rails)  # fmt: skip
    titles = ("operator", "is", "came through", "came to nothing", "under way", "came through of what ended")
    print_table(titles, rows=rails, none="There is no operator.", heading="Payments begun today")


def write_percent(percent: int | None) -> str:
    """Return a share as staff read it; "" of nothing."""
    return "" if percent is None else f"{percent} %"


def _write(flow: BesideBefore) -> tuple[int, ...]:
    now, before = flow.now, flow.before
    return (now.count, now.amount, now.fee, before.count, before.amount, before.fee)
