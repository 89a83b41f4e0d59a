"""Print what happened to a person or a shop as a table, newest first."""

from collections.abc import Iterable

from cli.tables import print_table
from wallet.core.clock import written
from wallet.staff.timelines import Happened


def print_timeline(happened: Iterable[Happened]) -> None:
    """Print it, a line each."""
    rows = ((written(one.at), one.sort, one.what, one.state) for one in happened)
    print_table(("when", "what", "which", "then"), rows, "Nothing has happened yet.")
