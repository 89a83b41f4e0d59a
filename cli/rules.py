"""The rules that a tariff changes, as a table."""

from collections.abc import Mapping
from datetime import date

import click

from cli.tables import print_table
from wallet.prices.written_tariff import NONE


def print_rules(day: date, changed: Mapping[str, tuple[str, str]]) -> None:
    """Print every rule that changes from a day on, as it was and as it will be."""
    if not changed:
        click.echo(f"From {day:%d/%m/%Y} at midnight in Douala: nothing changes.")
        return
    rows = ((name, was or NONE, will_be) for name, (was, will_be) in changed.items())
    print_table(("rule", "was", "will be"), rows, "", f"From {day:%d/%m/%Y} at midnight in Douala")
