"""The header of an operator's file: the line, or two merged into one, that names the columns we need."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wallet.core.plain_words import make_plain
from wallet.core.workbooks import Cell
from wallet.reconciliation.settlement_words import MEANING_OF_COLUMN, NEEDED

BEFORE_HEADER: Final = 20
Row = tuple[int, list[Cell]]


@dataclass(frozen=True)
class Header:
    """A header: the places of each column by its meaning, and its own lines, which some files repeat on each page."""

    where: dict[str, list[int]]
    lines: list[list[Cell]]


def find_header(rows: Iterator[Row]) -> Header | None:
    """Return the header among the first lines; None without one."""
    above: list[Cell] = []
    for line, cells in rows:
        where: dict[str, list[int]] = {}
        for place, names in enumerate(_list_names(above, cells)):
            meaning = next((MEANING_OF_COLUMN[name] for name in names if name in MEANING_OF_COLUMN), "")
            if meaning:
                where.setdefault(meaning, []).append(place)
        if set(where) >= NEEDED:
            return Header(where, [above, cells] if above else [cells])
        if line >= BEFORE_HEADER:
            return None
        above = cells
    return None


def _list_names(above: list[Cell], cells: list[Cell]) -> Iterator[tuple[str, ...]]:
    """Yield what each column may be called: by its own cell, or with the one merged above it (`Transaction` / `ID`)."""
    merged = ""
    for place in range(max(len(cells), len(above))):
        own = _get_plain(cells, place)
        over = _get_plain(above, place)
        merged = over or merged  # of merged cells only the first holds the name
        yield (own, f"{merged}_{own}") if own else (over,)


def _get_plain(cells: list[Cell], place: int) -> str:
    cell = cells[place] if place < len(cells) else ""
    return make_plain(cell) if isinstance(cell, str) else ""
