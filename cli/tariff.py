"""`tariff`: the tariff in force as tables, loading a file of new rules, and approving what another asked."""

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click
from sqlalchemy import Connection

from cli.approve import approve as approve_asked
from cli.days import FORM, Day
from cli.office import Office, pass_office
from cli.office_command import FileToSend, OfficeGroup
from cli.options import approve_option, asked_why_option, require_all, why_option
from cli.program import as_typed
from cli.rules import print_rules
from cli.sentences import tell
from cli.tables import print_table
from cli.words import WORDS, say
from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.prices import tariff_book, tariff_file
from wallet.prices.rates import Rate, list_rates
from wallet.prices.tariff_book import SPANS_OF, Book, to_midnight
from wallet.prices.tariff_changes import find_rules
from wallet.prices.written_tariff import FIRST_YEARS, WrittenPrice
from wallet.staff import approvals
from wallet.staff.actions.drop_tariff import DropTariff
from wallet.staff.actions.load_rate import DAYS_MAX, MARGIN_PPM_MAX, LoadRate
from wallet.staff.actions.load_tariff import LoadTariff, read_file

SPANS = ("operation", "day", "week", "month", "balance")
PRICED = ("fee_percent", "fee_min", "fee_max", "tax_percent", "tax_fixed")
PERCENT: Final = re.compile(r"[0-9]{1,2}([.][0-9]{1,4})?")
PRICES = "Prices in FCFA and %: fees and taxes round up to the franc, commissions down"


class TariffDay(Day):
    """A day on which a tariff may begin."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day. Fails for what is no day, or in a year in which no tariff begins."""
        day = super().convert(value, param, ctx)
        if day.year not in FIRST_YEARS:
            self.fail(f"{value} is outside the years {FIRST_YEARS[0]} to {FIRST_YEARS[-1]}.", param, ctx)
        return day


class Margin(click.ParamType[int]):
    """A margin of ours as a percent, 1.5; kept in millionths."""

    name = "PERCENT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the millionths. Fails for what is no such percent."""
        if isinstance(value, int):
            return value
        if not PERCENT.fullmatch(value) or (ppm := int(Decimal(value).scaleb(4))) > MARGIN_PPM_MAX:
            most = MARGIN_PPM_MAX // 10_000
            return self.fail(f"{value!r} is no margin: a percent from 0 to {most}, as 1.5", param, ctx)
        return ppm


@click.group(cls=OfficeGroup)
def tariff() -> None:
    """Prices, taxes, commissions and ceilings: what is in force, and what is to come."""


@tariff.command("list")
@pass_office
def list_(office: Office) -> None:
    """List the days on which loaded rules begin, what is in force, and what was asked and waits for an approval."""
    begin, now, asked = office.read(
        lambda db: (tariff_book.list_beginnings(db), clock.now(db), approvals.list_waiting(db))
    )
    newest = max((one for one in begin if one <= now), default=None)
    rows = [(f"{one.astimezone(DOUALA):%d/%m/%Y}", "to come" if one > now else "in force" if one == newest else "was",
             as_typed(f"./mbongo tariff show --at {one.astimezone(DOUALA):%Y-%m-%d}")) for one in begin]  # fmt: skip
    rows += [(f"{one.act.rules.begins:%d/%m/%Y}", f"asked by {one.asked_by}: {WORDS['act_kind'][one.act.kind]}",
              f"{say(f'approve.{one.act.kind}', **one.act.list_values())} --login YOU")
             for one in asked if isinstance(one.act, LoadTariff | DropTariff)]  # fmt: skip
    print_table(("begins", "is", "see"), rows, "No tariff was loaded: the rules are those of the start.")


@tariff.command()
@click.option(
    "--at",
    "day",
    type=TariffDay(),
    help="As that day begins in Douala. [default: now]",
)
@click.option("--file", "as_file", is_flag=True, help="As the file that says the same: to start the next one from.")
@pass_office
def show(office: Office, day: date | None, as_file: bool) -> None:
    """Show what is in force, and the days other rules begin."""

    def look(db: Connection) -> tuple[datetime, Book, list[datetime]]:
        at = to_midnight(day) if day else clock.now(db).astimezone(DOUALA)
        return at, tariff_book.read(db, at), [one.astimezone(DOUALA) for one in tariff_book.list_beginnings(db)]

    at, book, begin = office.read(look)
    if as_file:
        click.echo(tariff_file.write(at.date(), book))
        return
    since = max((one for one in begin if one <= at), default=None)
    begun = f"since {since:%d/%m/%Y}" if since else "as from the start"
    click.echo(f"In force on {at:%d/%m/%Y} at {at:%H:%M} in Douala, {begun}:")
    print_prices(book)
    print_ceilings(book)
    for other in (one for one in begin if one > at):
        tell(as_typed(f"Other rules begin on {other:%d/%m/%Y}: ./mbongo tariff show --at {other:%Y-%m-%d}"))


def print_prices(book: Book) -> None:
    """Print each price that is asked, and the commission that an agent earns of it; nothing where there is none."""
    rows = []
    for kind, price in sorted(book.prices.items()):
        written = WrittenPrice.of(price)
        said = written.model_dump(exclude_defaults=True)
        earned = f"{written.commission_percent} of {written.commission_of}" if written.commission_percent else ""
        rows.append((kind, *(said.get(name, "") for name in PRICED), earned))
    titles = ("operation", *(name.replace("_", " ") for name in PRICED), "commission percent")
    print_table(titles, rows, "Nothing costs anything.", PRICES)


def print_ceilings(book: Book) -> None:
    """Print each tier's ceilings, by the way the money goes; nothing where there is none."""
    rows = [
        (str(tier), way, *(book.ceilings.get((tier, way, span)) for span in SPANS))
        for tier in book.tiers
        for way in SPANS_OF
    ]
    print_table(("tier", "way", *SPANS), rows, "There are no ceilings.", "Ceilings in FCFA; a week begins on Monday")


@tariff.command()
@click.argument("file", type=FileToSend())
@why_option
@pass_office
def load(office: Office, file: Path, why: str) -> None:
    """Show what FILE changes from its day on, and ask for it; somebody else approves."""
    try:
        words = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise click.UsageError(f"{file.name} cannot be read: {wrong}") from None
    _ask(office, LoadTariff(words, office.read(lambda db: read_file(db, words)), why=why))


@tariff.command()
@click.argument("day", metavar=FORM, type=TariffDay())
@why_option
@pass_office
def drop(office: Office, day: date, why: str) -> None:
    """Ask that the tariff of a day to come be taken away; somebody else approves."""
    _ask(office, DropTariff(office.read(lambda db: find_rules(db, day)), why=why))


def _ask(office: Office, act: LoadTariff | DropTariff) -> None:
    """Print what an act changes, and ask for it."""
    print_rules(act.rules.begins, office.read(act.preview).rules)
    office.do(act)


@tariff.command()
@click.argument("day", metavar=FORM, type=TariffDay())
@pass_office
def approve(office: Office, day: date) -> None:
    """Approve what somebody else asked about that day's tariff."""
    approve_asked(office, str(day), LoadTariff.kind, DropTariff.kind)


@tariff.command()
@click.argument("currency", metavar="CURRENCY")
@click.argument("francs", metavar="[FCFA]", required=False, default="")
@click.option("--source", default="", help="Who says so, as BEAC.")
@click.option("--margin", "margin_ppm", type=Margin(), default=0, help="Ours, in percent of it. [default: 0]")
@click.option(
    "--days",
    "lasts_days",
    type=click.IntRange(0, DAYS_MAX),
    default=0,
    help="After so many, nothing is charged by it. [default: it holds until another is loaded]",
)
@asked_why_option
@approve_option
@pass_office
def rate(
    office: Office, currency: str, francs: str, source: str, margin_ppm: int, lasts_days: int, why: str, approve: bool
) -> None:
    """Ask that one unit of a currency be worth so many francs from now on, or approve what another asked.

    CURRENCY is three letters, as USD; FCFA the francs that one unit is worth, as 560.25. To approve, leave FCFA out.
    """
    if approve:
        approve_asked(office, currency.upper(), LoadRate.kind)
        return
    require_all(FCFA=francs, why=why, source=source)
    office.do(LoadRate(currency.upper(), francs, source, 2, margin_ppm, lasts_days, why=why))


@tariff.command()
@pass_office
def rates(office: Office) -> None:
    """List the rates payers abroad are charged by."""
    known = office.read(list_rates)
    rows = [
        (one.currency, f"{one.rate.normalize():f}", one.source, f"{one.since:%d/%m/%Y}", describe_age(one))
        for one in known
    ]
    titles = ("currency", "FCFA", "source", "since", "holds")
    print_table(titles, rows, "There are no rates.", "FCFA that one unit pays")


def describe_age(rate: Rate) -> str:
    """Return for how long a rate holds."""
    return "until another is loaded" if rate.lasts_days is None else f"for {rate.lasts_days} days"
