"""`./mbongo advisories`: say which versions we install are known to be broken, and renew what is known."""

from datetime import UTC, datetime
from typing import Final

import click

from cli.program import as_typed
from local.advisories.compare import KnownAdvisories, find_hits, read_locks
from local.advisories.renew import renew

OLD_DAYS: Final = 60
BROKEN, NOT_REACHED = 1, 2


def tell_advisories() -> int:
    """Print what is known of the locks' versions. Returns the exit code: 1 when one is broken."""
    versions, known = read_locks(), KnownAdvisories.read()
    hits = find_hits(versions, known)
    for hit in hits:
        cure = f"fixed in {hit.fixed}" if hit.fixed else "no version is said to be without it"
        click.echo(f"{hit.package} {hit.version}: {hit.id} {hit.summary} ({cure})")
    if not hits:
        click.echo(f"None of {len(versions)} packages is named by {len(known.advisories)} advisories.")
    age = (datetime.now(UTC).date() - known.known_at).days
    late = as_typed("; that is old: ./mbongo advisories --refresh") if age > OLD_DAYS else ""
    click.echo(f"Known up to {known.known_at}{late}.", err=bool(late))
    return BROKEN if hits else 0


def refresh_advisories(source: str) -> int:
    """Ask about every package, keep what is new, and print it. Returns the exit code: 2 when some were not reached."""
    renewed = renew(KnownAdvisories.read(), read_locks(), source)
    renewed.known.write()
    click.echo(f"{len(renewed.new)} new: {', '.join(renewed.new) or 'none'}")
    for one in renewed.missed:
        click.echo(f"not reached: {one}", err=True)
    return NOT_REACHED if renewed.missed else 0
