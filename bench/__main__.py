# ruff: noqa: PLC0415 - a figure's module is imported when it is measured, so that --help starts quickly
"""`./mbongo bench [NAME…] [--json]`: each figure against its reference in the same run, on servers of its own."""

import json
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Final

import click
from rich.console import Console
from rich.table import Table

from bench.figures import MeasuredFigure
from bench.stage import Stage, stage


@dataclass(frozen=True)
class Bound:
    """A bound on a figure's ratio: at least, or at most."""

    bound: float
    at_least: bool

    def met_by(self, ratio: float) -> bool:
        """True when the ratio keeps to the bound."""
        return ratio >= self.bound if self.at_least else ratio <= self.bound

    def __str__(self) -> str:
        return f"{'at least' if self.at_least else 'at most'} {self.bound}"


FLOODS: Final = ("flood_slow", "flood_health", "flood_guess", "flood_texts", "flood")
WANTED: Final = {
    "menu_hop": Bound(0.45, at_least=True),
    "send_hop": Bound(0.5, at_least=False),
    "post": Bound(0.8, at_least=True),
    "post_hot": Bound(0.9, at_least=True),
    "post_many": Bound(3, at_least=True),
    "growth": Bound(1.1, at_least=False),
    "growth_cpu": Bound(1.1, at_least=False),
    "confirm": Bound(0.7, at_least=True),
    "confirm_memory": Bound(1.1, at_least=False),
    "slow_operator": Bound(1.1, at_least=False),
    "slow_operator_confirm": Bound(1.1, at_least=False),
    "callback": Bound(0.4, at_least=True),
    "checkout_api": Bound(0.4, at_least=True),
    "checkout_page": Bound(0.6, at_least=True),
    "webhooks": Bound(0.7, at_least=True),
    "webhooks_memory": Bound(1.1, at_least=False),
    "list_payments": Bound(1.3, at_least=False),
    "list_payments_far": Bound(1.3, at_least=False),
    "dashboard": Bound(1.3, at_least=False),
    "dashboard_home": Bound(3, at_least=False),
    "dashboard_database": Bound(1, at_least=False),
    "search": Bound(1.5, at_least=False),
    "names": Bound(0.5, at_least=False),
    "office_figures": Bound(1.5, at_least=False),
    "trial_balance": Bound(3, at_least=False),
    "statement_of_account": Bound(1.2, at_least=False),
    "sum_days": Bound(1.5, at_least=False),
    "close_day": Bound(1.5, at_least=False),
    "close_day_memory": Bound(2, at_least=False),  # a step is an hour, or a hundred thousand legs
    "payroll": Bound(3, at_least=False),
    "statement": Bound(0.8, at_least=True),
    "statement_memory": Bound(1.1, at_least=False),
    **dict.fromkeys(FLOODS, Bound(3, at_least=False)),
}


def posting(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure posting, its three figures over one reference."""
    from bench.post import run

    return run(on.postgres)


def menu_hop(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure a hop without money."""
    from bench.menu_hop import run

    return run(on)


def send_hop(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure a hop with money."""
    from bench.send_hop import run

    return run(on)


def growth(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure a hop with money, years later."""
    from bench.growth import run

    return run(on)


def confirm(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure the confirming of ten thousand pending payments."""
    from bench.confirm import run

    return run(on)


def slow_operator(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure everybody else, while one operator takes 25 s."""
    from bench.slow_operator import run

    return run(on)


def callback(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure an operator's callback, kept and answered."""
    from bench.callback import run

    return run(on)


def checkout_api(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure checkouts made over the API."""
    from bench.checkout_api import run

    return run(on)


def checkout_page(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure the page of a checkout."""
    from bench.checkout_page import run

    return run(on)


def pdf(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure receipts and invoices as PDF."""
    from bench.pdf import run

    return run(on)


def webhooks(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure the telling of events to an endpoint, and its memory."""
    from bench.webhooks import run

    return run(on)


def list_payments(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure pages of a million payments."""
    from bench.list_payments import run

    return run(on)


def dashboard(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure the first page of a business with a million payments."""
    from bench.dashboard import run

    return run(on)


def search(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure what staff look for among many people."""
    from bench.search import run

    return run(on)


def books(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure the books of many entries: a day's trial balance, an account's month, the adding up of days."""
    from bench.books import run

    return run(on)


def close_day(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure the closing of a day of a million entries, and its memory."""
    from bench.close_day import run

    return run(on)


def payroll(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure five thousand salaries, from approval to the last one."""
    from bench.payroll import run

    return run(on)


def statement(_: Stage) -> dict[str, MeasuredFigure]:
    """Measure the reading of a bank's statement."""
    from bench.statement import run

    return run()


def flood(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure a hop beside each attack, and beside all."""
    from bench.flood import run

    return run(on)


def capacity(on: Stage) -> dict[str, MeasuredFigure]:
    """Measure how many calls a second may begin."""
    from bench.capacity import run

    return run(on)


def office_figures(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure how the office's first page reads today behind all that was before."""
    from bench.office_figures import run

    return run(stage)


def payday(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure a small payday beside its simulation, and simulate a country's."""
    from bench.payday import run

    return run(stage)


def names(_: Stage) -> dict[str, MeasuredFigure]:
    """Measure how fast, and how well, names are compared with a sanctions list."""
    from bench.names import run

    return run()


MEASURED_BY: Final[dict[str, Callable[[Stage], dict[str, MeasuredFigure]]]] = {
    "menu_hop": menu_hop, "send_hop": send_hop,
    "post": posting, "post_hot": posting, "post_many": posting,
    "growth": growth, "growth_cpu": growth,
    "confirm": confirm, "confirm_memory": confirm,
    "slow_operator": slow_operator, "slow_operator_confirm": slow_operator,
    "callback": callback,
    "checkout_api": checkout_api,
    "checkout_page": checkout_page,
    "pdf": pdf, "invoice_pdf": pdf,
    "webhooks": webhooks, "webhooks_memory": webhooks,
    "list_payments": list_payments, "list_payments_far": list_payments,
    "dashboard": dashboard, "dashboard_home": dashboard, "dashboard_database": dashboard,
    "search": search, "trial_balance": books, "statement_of_account": books, "sum_days": books,
    "close_day": close_day, "close_day_memory": close_day,
    "payroll": payroll, "statement": statement, "statement_memory": statement,
    **dict.fromkeys(FLOODS, flood),
    "names": names,
    "office_figures": office_figures,
    "capacity": capacity,
    "payday": payday,
}  # fmt: skip


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]}, epilog=f"A NAME is one of: {', '.join(MEASURED_BY)}."
)
@click.argument("names", nargs=-1, type=click.Choice(list(MEASURED_BY)), metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="Print one object: name → ratio, value, reference, unit.")
@click.option(
    "--entries", type=click.IntRange(10_000), help="Of the books that are measured, and of growth. [default: 1000000]"
)
def bench(names: tuple[str, ...], as_json: bool, entries: int | None) -> None:
    """Measure NAMEs (or all), and what is measured with them, against references, in turns; medians of the rounds."""
    if entries:
        import bench.books
        import bench.growth
        import bench.search

        bench.books.ENTRIES = bench.search.ENTRIES = bench.growth.ENTRIES = entries
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # asked to stop, it still puts its servers away
    asked = {MEASURED_BY[name] for name in names or MEASURED_BY}
    found: dict[str, MeasuredFigure] = {}
    for measure in (one for one in dict.fromkeys(MEASURED_BY.values()) if one in asked):
        click.echo(f"measuring {', '.join(name for name, by in MEASURED_BY.items() if by is measure)} …", err=True)
        with stage() as fresh:  # one stage a measure: none finds what another left in caches and write-ahead log
            found |= measure(fresh)
    if as_json:
        click.echo(json.dumps({name: figure.as_json() for name, figure in found.items()}))
    else:
        Console().print(table(found), *map(table_of_details, (one for one in found.values() if one.details)))


def table(figures: dict[str, MeasuredFigure]) -> Table:
    """Return a table of ratios with their bounds, where there is one, and both medians with their extremes."""
    drawn = Table(title="Medians of rounds measured in turns (least to greatest)")
    for column in ("figure", "ratio", "wanted", "", "value", "reference", "unit"):
        drawn.add_column(column, justify="right" if column == "ratio" else "left")
    for name, figure in figures.items():
        wanted = WANTED.get(name)
        met = "" if wanted is None else "met" if wanted.met_by(figure.ratio) else "[bold red]not met[/]"
        both = spread(figure.value_rounds), spread(figure.reference_rounds)
        drawn.add_row(name, f"{figure.ratio:.2f}", str(wanted or ""), met, *both, figure.unit)
    return drawn


def table_of_details(figure: MeasuredFigure) -> Table:
    """Return a table of what a figure says besides its numbers."""
    drawn = Table("", *figure.details)
    for row in next(iter(figure.details.values())):
        drawn.add_row(row, *(f"{column[row]:g}" for column in figure.details.values()))
    return drawn


def spread(rounds: tuple[float, ...]) -> str:
    """Return `4021 (3890 to 4133)`, with a decimal where numbers are small."""
    digits = 0 if median(rounds) >= 100 else 1
    middle, least, greatest = (f"{one:.{digits}f}" for one in (median(rounds), min(rounds), max(rounds)))
    return f"{middle} ({least} to {greatest})"


if __name__ == "__main__":
    bench(prog_name="mbongo bench")
