"""Tables of what is known, as staff's lists print them."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from cli.plain import make_plain
from wallet.core.values import space


def print_table(titles: Sequence[str], rows: Iterable[Sequence[object]], none: str) -> None:
    """Print rows under titles, amounts to the right; `none` where there are none. Cells are text, never markup."""
    found = [tuple(row) for row in rows]
    table = Table()
    for place, title in enumerate(titles):
        is_amount = any(isinstance(row[place], int) for row in found)
        table.add_column(title, justify="right" if is_amount else "left", overflow="fold")
    for row in found:
        table.add_row(*(make_plain(space(cell) if isinstance(cell, int) else str(cell)) for cell in row))
    Console().print(table if found else none)
