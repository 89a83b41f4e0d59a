"""`audit`: what staff did, and the proof that nobody changed the trail."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from cli.payments_command import plain
from cli.staff_session import desk
from wallet.core.clock import DOUALA
from wallet.core.database import in_transaction
from wallet.staff import audit


def verify(data: Path, known: str) -> None:
    """Follow the chain; the first row that breaks it ends the command with 1."""
    number, _, digest = known.partition(":")
    if known and not (number.isdecimal() and len(digest) == 64):
        raise click.UsageError("--known is what an earlier `audit verify` printed: NUMBER:HASH")
    with desk(data) as at:
        with at.engine.connect() as db:
            found = audit.verify(db, known)
        if found.broken:
            click.echo(f"BROKEN: {found.broken}. {found.length} acts before it hold.")
            sys.exit(1)
        click.echo(f"The trail holds: {found.length} acts, each as it was written.")
        if found.length:
            click.echo(f"Keep this elsewhere, it proves later that none was taken away: --known {found.head}")


def show(data: Path, last: int) -> None:
    """The last acts, oldest first."""
    with desk(data) as at:
        entries = in_transaction(at.engine, lambda db: audit.newest(db, last))
    table = Table()
    for name in ("no", "when", "who", "approved by", "what", "before", "after", "why"):
        table.add_column(name, overflow="fold")
    for one in entries:
        cells = (str(one.number), f"{one.at.astimezone(DOUALA):%d/%m/%Y %H:%M:%S}", one.asked_by, one.approved_by or "",
                 f"{one.what} {one.subject}", _written(one.before), _written(one.after), one.why)  # fmt: skip
        table.add_row(*map(plain, cells))
    Console().print(table if entries else "Staff have done nothing yet.")


def _written(content: dict[str, object]) -> str:
    """`name: value` lines."""
    return "\n".join(
        f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in content.items()
    )
