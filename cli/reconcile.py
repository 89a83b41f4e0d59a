"""`reconcile`: an operator's file beside our books, as a table and a CSV to keep; and asking for corrections."""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from sqlalchemy import Connection

from cli.approve import approve as approve_asked
from cli.days import Day
from cli.discrepancies_csv import list_cells, make_safe, open_csv
from cli.discrepancy_words import WORDS, suggest_step
from cli.float_words import describe_float
from cli.office import Office, pass_office
from cli.office_command import FileToKeep, FileToSend, OfficeCommand
from cli.options import asked_why_option, require_all, require_at_most_one
from cli.plain import make_plain
from cli.program import as_typed
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from wallet.banks.amounts import write_decimal
from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.errors import Refused
from wallet.core.values import CURRENCY, space
from wallet.payments.floats import read_float
from wallet.payments.rails import RAILS
from wallet.reconciliation import discrepancies
from wallet.reconciliation.discrepancies import CLASSES, NOTHING_MOVED, Discrepancy
from wallet.reconciliation.imported_files import list_files
from wallet.reconciliation.reconciliation import Report, Total
from wallet.reconciliation.settlement_file import open_file
from wallet.reconciliation.settlement_lines import read_lines
from wallet.staff.actions.correct_books import CorrectBooks, find_discrepancy
from wallet.staff.actions.withdraw_file import WithdrawFile
from wallet.staff.import_file import import_file

SHOWN: Final = 50
EXIT_OPEN: Final = 3  # something waits for a person


@click.command(cls=OfficeCommand)
@click.argument("rail", type=click.Choice(list(RAILS)), required=False, metavar="[RAIL]")
@click.argument("file", type=FileToSend(), required=False)
@click.option("--csv", "out", type=FileToKeep("csv"), help="Keep every discrepancy there.")
@click.option("--date", "day", type=Day(), help="The day the file is of, in Douala.")
@click.option("--files", "list_them", is_flag=True, help="List the files imported last.")
@click.option("--withdraw", metavar="F12", default="", help="Take back a file imported by mistake, whole.")
@click.option("--correct", "name", metavar="D17", default="", help="Ask for a discrepancy's correcting transfer.")
@click.option("--approve", metavar="D17", default="", help="Approve what somebody else asked, and do it.")
@asked_why_option
@pass_office
def reconcile(
    office: Office,
    rail: str,
    file: Path | None,
    out: Path | None,
    day: date | None,
    list_them: bool,
    withdraw: str,
    name: str,
    approve: str,
    why: str,
) -> None:
    """Lay an operator's file (CSV or XLSX) beside our payments; without FILE, list what is not resolved.

    Ends with 3 while anything is not resolved, of RAIL or, without one, of all.
    """
    acts = {"correct": name, "approve": approve, "withdraw": withdraw}
    require_at_most_one(file=file, files=list_them, **acts)
    rails = [rail] if rail else list(RAILS)
    if file:
        return compare(office, rail, file, out, day)
    if list_them:
        return show_files(office, rails)
    if not any(acts.values()):
        return show_open(office, rails, out)
    if rail:
        raise click.UsageError("its name says whose it is: leave RAIL out")
    if approve:
        return approve_asked(office, approve.upper(), CorrectBooks.kind)
    require_all(why=why)
    if withdraw:
        return office.do(WithdrawFile(withdraw.upper(), why=why))
    return office.do(CorrectBooks(office.read(lambda db: find_discrepancy(db, name.upper())), why=why))


def compare(office: Office, rail: str, path: Path, out: Path | None, day: date | None) -> None:
    """Import the file, print the report, write the CSV; then print our float there, by our books and theirs."""
    office.refuse("ask", "import_file")
    try:
        file = open_file(path, day)
        with office.wallet.engine.begin() as db:
            report = import_file(db, office.session.secret, rail, file, read_lines(file), day)
            shown = _list_found(db, [rail], out, corrected=True)
            still_open = discrepancies.count_open(db, rail)
    except OSError as wrong:
        raise Refused("staff.file_not_opened", file=path.name, why=wrong.strerror) from None
    console = Console()
    tell(_summarise(report))
    _print_totals(rail, path, report)
    _print_found(console, shown, out)
    tell(describe_float(office.read(lambda db: read_float(db, rail))))
    _end(still_open)


def show_open(office: Office, rails: list[str], out: Path | None) -> None:
    """Print what earlier files left to resolve, and which operators never gave one; with none at all it ends with 3."""
    with office.wallet.engine.begin() as db:
        shown = _list_found(db, rails, out, corrected=False)
        unknown = [one for one in rails if all(file.withdrawn_at for file in list_files(db, [one], SHOWN))]
    for one in unknown:
        tell(say("staff.never_reconciled", rail=one))
    if len(unknown) < len(rails):
        _print_found(Console(), shown, out)
    _end(shown[1] or len(unknown) == len(rails))


def _end(still_open: int) -> None:
    """End the command with 3 while anything waits for a person."""
    if still_open:
        sys.exit(EXIT_OPEN)


def show_files(office: Office, rails: list[str]) -> None:
    """Print the files imported last, and how one of them is taken back."""
    found = office.read(lambda db: list_files(db, rails, SHOWN))
    rows = (
        (one.file, one.rail, one.name, one.lines, clock.written(one.imported_at),
         clock.written(one.withdrawn_at) if one.withdrawn_at else "")
        for one in found
    )  # fmt: skip
    print_table(("file", "of", "name", "lines", "imported", "withdrawn"), rows, "No file was imported yet.")
    tell(suggest_withdrawal("F…"))


def suggest_withdrawal(file: str) -> str:
    """Return how an imported file is taken back, the command included."""
    return as_typed(f'A file imported by mistake: ./mbongo reconcile --withdraw {file} --why "…" --login YOU')


def _list_found(
    db: Connection, rails: list[str], out: Path | None, *, corrected: bool
) -> tuple[list[Discrepancy], int]:
    """Print the first of each class, and how many there are; all of them go to the CSV on the way."""
    shown: list[Discrepancy] = []
    seen: dict[str, int] = {}
    with open_csv(out) as write:
        found = (one for rail in rails for one in discrepancies.list_discrepancies(db, rail, corrected=corrected))
        for one in found:
            kind = f"{one.rail} {one.kind}"
            seen[kind] = seen.get(kind, 0) + 1
            if seen[kind] <= SHOWN:
                shown.append(one)
            if write:
                write.writerow([make_safe(cell) for cell in list_cells(one)])
    return shown, sum(seen.values())


def _summarise(report: Report) -> str:
    seen = "This file was imported before. " if report.seen_before else ""
    span = "Payments missing from it were not looked for: it tells no time; say --date."
    if report.since and report.until:
        since, until = (moment.astimezone(DOUALA) for moment in (report.since, report.until))
        span = f"Our payments from {since:%d/%m/%Y %H:%M} to {until:%d/%m/%Y %H:%M} were looked for in it."
    return f"{seen}New lines: {report.new_lines}. {span}\n{suggest_withdrawal(f'F{report.file}')}"


def _print_totals(rail: str, path: Path, report: Report) -> None:
    found = (report.totals.get(name, Total(name)) for name in (*CLASSES, NOTHING_MOVED))
    rows = ((WORDS[one.name], one.lines, write_sums(one.collected), write_sums(one.paid)) for one in found)
    print_table(("class", "lines", "collected", "paid out"), rows, "", f"{rail}: {path.name}")


def write_held(amount: int | None, currency: str) -> str:
    """Return an amount as staff read it: francs bare, another currency with its code, `none` for none."""
    if amount is None:
        return "none"
    return space(amount) if currency == CURRENCY else f"{write_decimal(amount, currency)} {currency}"


def write_sums(sums: Mapping[str, int]) -> str:
    """Return sums in several currencies, francs first."""
    abroad = [write_held(amount, code) for code, amount in sorted(sums.items()) if amount and code != CURRENCY]
    return ", ".join([write_held(sums.get(CURRENCY, 0), CURRENCY), *abroad])


def _print_found(console: Console, found: tuple[list[Discrepancy], int], out: Path | None) -> None:
    shown, count = found
    if not count:
        console.print("Nothing to resolve.")
    for one in shown:
        told = (one.reference, one.operator_id, one.direction, one.phone)
        amounts = f"ours {write_held(one.ours, one.currency)}, theirs {write_held(one.theirs, one.their_currency)}"
        states = f"here {one.our_state or 'unknown'}, there {one.their_status or 'absent'}"
        words = [f"{one.name} {WORDS[one.kind]}:", *filter(None, told), amounts, states]
        console.print(make_plain(" · ".join(words).replace(": ·", ":")))
        tell(f"    {suggest_step(one)}")
    if count > len(shown):
        console.print(f"… {count - len(shown)} more: keep all of them with --csv FILE")
    if out:
        console.print(make_plain(f"All {count} are in {out.name}"))
