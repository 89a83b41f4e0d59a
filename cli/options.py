"""Options that many commands take."""

from pathlib import Path
from typing import Any, Final

import click

USUAL_DATA: Final = Path(__file__).parents[1] / ".mbongo"
data_option: Final = click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), default=USUAL_DATA,
    help="Where the embedded servers keep everything. [default: .mbongo]",
)  # fmt: skip
why_option: Final = click.option("--why", metavar="TEXT", required=True, help="Kept with what is done.")
asked_why_option: Final = click.option("--why", metavar="TEXT", default="", help="To ask: kept with what is done.")
approve_option: Final = click.option("--approve", is_flag=True, help="Approve what somebody else asked, and do it.")


def require_one(**given: Any) -> None:
    """Raise UsageError unless exactly one of these was said."""
    if sum(map(bool, given.values())) != 1:
        raise click.UsageError(f"say one of: {', '.join(given)}")


def require_at_most_one(**given: Any) -> None:
    """Raise UsageError when several of these were said."""
    if sum(map(bool, given.values())) > 1:
        raise click.UsageError(f"say one of: {', '.join(name for name, value in given.items() if value)}")


def require_all(**given: Any) -> None:
    """Raise UsageError unless all of these were said."""
    if missing := [name if name.isupper() else f"--{name}" for name, value in given.items() if not value]:
        raise click.UsageError(f"missing: {', '.join(missing)}")
