"""Days as options of commands: 29/11/2026, as commands write them, or 2026-11-29."""

from datetime import date, datetime
from typing import Any, Final

import click

FORM: Final = "DD/MM/YYYY"
FORMS: Final = ("%d/%m/%Y", "%Y-%m-%d")


class Day(click.ParamType[date]):
    """A day in Douala."""

    name = FORM

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day. Fails for what is none."""
        if isinstance(value, date):
            return value
        for form in FORMS:
            try:
                return datetime.strptime(value, form).date()
            except ValueError:
                continue
        return self.fail(f"{value!r} is no day: write 29/11/2026 or 2026-11-29.", param, ctx)
