"""Sentences in a terminal: broken between words, never within a command, which is copied as it stands."""

import re
from typing import Final

import click
from rich.cells import cell_len

from cli.plain import make_plain
from cli.tables import count_columns

PIECE: Final = re.compile(r"[(`]?\./mbongo.*?[.,;:)`]+(?= )|[(`]?\./mbongo.*$|\S+")


def tell(told: str, *, err: bool = False) -> None:
    """Print sentences, steering no terminal: in lines as long as it has room for, in a pipe each as a line."""
    click.echo(wrap_words(make_plain(told).plain, count_columns()), err=err)


def wrap_words(told: str, columns: int) -> str:
    """Return sentences in lines of so many columns; a word or a command that is longer has one of its own."""
    return "\n".join(piece for line in told.split("\n") for piece in _wrap_line(line, columns))


def _wrap_line(line: str, columns: int) -> list[str]:
    if cell_len(line) <= columns:
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    lines = [""]
    for piece in PIECE.findall(line):
        longer = f"{lines[-1]} {piece}" if lines[-1] else f"{indent}{piece}"
        if lines[-1] and cell_len(longer) > columns:
            lines.append(f"{indent}{piece}")
        else:
            lines[-1] = longer
    return lines
