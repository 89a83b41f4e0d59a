"""`audit`: the acts of staff, and the proof that nobody changed the trail."""

import json
import sys
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from cli.office import Office, pass_office
from cli.office_command import OfficeGroup, Sent
from cli.plain import make_plain
from cli.sent_anchors import read_sent
from cli.words import say
from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.errors import Refused
from wallet.staff import audit as trail


@click.group(cls=OfficeGroup)
def audit() -> None:
    """Show what staff did, in a trail nobody can change."""


@audit.command()
@click.option("--known", metavar="N:HASH", default="", help="The newest act as an earlier verify printed it.")
@click.option(
    "--anchors", "sent", metavar="FILE", type=Sent(), help="Anchors as they were sent out. [default: the office's own]"
)
@pass_office
def verify(office: Office, known: str, sent: Path | None) -> None:
    """Prove that no act was changed, taken away or put in between; fails, naming the first that was."""
    number, _, digest = known.partition(":")
    if known and not (number.isdecimal() and len(digest) == 64):
        raise click.UsageError("--known is what an earlier `audit verify` printed: NUMBER:HASH")
    anchored = read_sent(sent)
    heads = anchored.heads
    if known and heads.setdefault(int(number), digest) != digest:
        raise Refused("staff.anchors_contradict", number=number)
    found = office.read(lambda db: trail.verify(db, heads))
    if found.broken:
        problem = say(found.broken, **found.values)
        click.echo(say("staff.audit_broken", problem=problem, length=found.length))
        sys.exit(1)
    click.echo(say("staff.audit_holds", length=found.length))
    if last := anchored.last:
        at = clock.written(datetime.fromisoformat(last.at))
        click.echo(say("staff.audit_anchored", count=len(anchored.anchors), number=last.number, at=at))
    else:
        click.echo(say("staff.audit_not_anchored"))
    if found.length:
        click.echo(say("staff.audit_keep", head=found.head))


@audit.command()
@click.option("--last", type=click.IntRange(1, 10_000), default=20, show_default=True)
@pass_office
def show(office: Office, last: int) -> None:
    """Show who did what, when, why, and who approved it."""
    acts = office.read(lambda db: trail.list_newest(db, last))
    table = Table()
    for name in ("no", "when", "who", "approved by", "what", "before", "after", "why"):
        table.add_column(name, overflow="fold")
    for one in acts:
        cells = (str(one.number), f"{one.at.astimezone(DOUALA):%d/%m/%Y %H:%M:%S}", one.asked_by, one.approved_by or "",
                 f"{one.kind} {one.subject}", _write_lines(one.before), _write_lines(one.after), one.why)  # fmt: skip
        table.add_row(*map(make_plain, cells))
    Console().print(table if acts else say("staff.audit_empty"))


def _write_lines(content: dict[str, object]) -> str:
    """Return `name: value` lines."""
    return "\n".join(
        f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in content.items()
    )
