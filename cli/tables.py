"""Tables of staff's lists, where the terminal has room, else lines for each row: no word is ever broken."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

import click
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.plain import make_plain
from cli.shown import ShownLines, ShownTable, keep
from wallet.core.values import space

WIDEST: Final = 1_000  # columns, where no terminal says how many: in a pipe, a line stays a line
FRAME_COLUMNS, GAP_COLUMNS = 1, 3  # of a table's edge, and around each cell


def count_columns() -> int:
    """Return how wide the output is: the terminal, what COLUMNS says, or as wide as any line in a pipe."""
    return min(shutil.get_terminal_size((WIDEST, 0)).columns, WIDEST)


def print_table(titles: Sequence[str], rows: Iterable[Sequence[object]], none: str, heading: str = "") -> None:
    """Print rows under titles, amounts to the right; `none` where there are none. Cells are text, never markup.

    Where a row has no room on one line of the terminal, each is printed as lines of a title and its value.
    """
    found = [tuple(row) for row in rows]
    cells = [[make_plain(write_cell(cell)) for cell in row] for row in found]
    amounts = frozenset(
        place for place in range(len(titles)) if any(isinstance(row[place], int | Decimal) for row in found)
    )
    shown = ShownTable(heading, tuple(titles), tuple(tuple(cell.plain for cell in row) for row in cells), amounts)
    if not found:
        Console(width=count_columns()).print(none, markup=False)
    elif mark := keep(shown):
        click.echo(mark)
    elif widths := choose_widths(titles, cells):
        table = Table(title=heading or None, title_justify="left", title_style="bold")
        for place, (title, width) in enumerate(zip(titles, widths, strict=True)):
            table.add_column(title, justify="right" if place in amounts else "left", width=width)
        for row in cells:
            table.add_row(*row)
        Console(width=count_columns()).print(table)
    else:
        for number, row in enumerate(cells):
            print_lines(dict(zip(titles, row, strict=True)), heading if number == 0 else "")


def write_cell(cell: object) -> str:
    """Return a cell as text: whole amounts with their thousands apart, nothing for None."""
    if cell is None:
        return ""
    return space(cell) if isinstance(cell, int) else str(cell)


def choose_widths(titles: Sequence[str], cells: Sequence[Sequence[Text]]) -> list[int]:
    """Return how wide each column is, no cell being broken and a title only between its words; [] without room."""
    lines = [[one for row in cells for one in row[place].plain.split("\n")] for place in range(len(titles))]
    least = [max(map(cell_len, (*title.split(), *below))) for title, below in zip(titles, lines, strict=True)]
    room = count_columns() - FRAME_COLUMNS - GAP_COLUMNS * len(titles)
    full = [max(width, cell_len(title)) for width, title in zip(least, titles, strict=True)]
    return next((widths for widths in (full, least) if sum(widths) <= room), [])


def print_lines(lines: Mapping[str, str | Text], heading: str = "") -> None:
    """Print what is not empty of these, each after its title, and a blank line; a long value goes on between words."""
    said = [
        (title, value if isinstance(value, Text) else make_plain(value)) for title, value in lines.items() if str(value)
    ]
    if mark := keep(ShownLines(heading, tuple((title, value.plain) for title, value in said))):
        return click.echo(mark)
    console = Console(width=count_columns())
    if heading:
        console.print(make_plain(heading), style="bold")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for title, value in said:
        table.add_row(title, value)
    console.print(table)
    return console.print()
