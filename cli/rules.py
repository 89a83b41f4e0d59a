"""The rules that a tariff changes, as a table."""

from collections.abc import Mapping
from datetime import date

import click
from rich.console import Console
from rich.table import Table

from wallet.prices.written_tariff import NONE


def print_rules(day: date, changed: Mapping[str, tuple[str, str]]) -> None:
    """Print every rule that changes from a day on, as it was and as it will be."""
    if not changed:
        click.echo(f"From {day:%d/%m/%Y} at midnight in Douala: nothing changes.")
        return
    table = Table(title=f"From {day:%d/%m/%Y} at midnight in Douala", title_justify="left")
    for name in ("rule", "was", "will be"):
        table.add_column(name)
    for name, (was, will_be) in changed.items():
        table.add_row(name, was or NONE, will_be)
    Console().print(table)
