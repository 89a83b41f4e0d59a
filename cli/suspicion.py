"""`suspicion`: reports of suspicion to the financial intelligence unit, for compliance alone."""

from datetime import date
from pathlib import Path

import click

from cli.days import Day
from cli.office import Office, pass_office, read
from cli.office_command import FileToKeep, FileToSend, OfficeGroup
from cli.options import why_option
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from documents.suspicion import print_suspicion
from wallet.core import clock
from wallet.core.errors import Refused
from wallet.core.values import Phone
from wallet.staff.actions.write_report import ReadReport, WriteReport
from wallet.suspicion import reports


@click.group(cls=OfficeGroup)
def suspicion() -> None:
    """Write and read reports of suspicion, of which nobody they are about may hear. REPORT: DOS-2026-0001."""


@suspicion.command("list")
@pass_office
def list_(office: Office) -> None:
    """List reports, the newest first: their numbers, who wrote them and when, and nothing of whom they are about."""
    rows = ((one.name, one.written_by, clock.written(one.written_at)) for one in office.read(reports.list_all))
    print_table(("report", "written by", "at"), rows, "No report was written yet.")


@suspicion.command()
@click.argument("case")
@click.argument("number")
@click.option("--since", type=Day(), required=True, help="The first day whose entries it shows.")
@click.option("--until", type=Day(), required=True, help="The last one.")
@click.option(
    "--reasons", type=FileToSend(), required=True, metavar="FILE", help="A text: why somebody wonders, in French."
)
@why_option
@pass_office
def write(
    office: Office, case: str, number: str, since: date, until: date, reasons: Path, why: str
) -> None:  # fmt: skip
    """Write a report about the wallet of NUMBER, from a CASE, with its entries of some days and the reasons of a file.

    It has the next number of its year, and stays as it is. --why says nothing of its person: it stands in the trail.
    """
    try:
        said = reasons.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise Refused("staff.file_not_opened", file=reasons.name, why=type(wrong).__name__) from None
    office.do(WriteReport(case, read(Phone, number), since.isoformat(), until.isoformat(), said, why=why))


@suspicion.command("read")
@click.argument("report")
@click.argument("to", type=FileToKeep(), metavar="FILE")
@why_option
@pass_office
def read_(office: Office, report: str, to: Path, why: str) -> None:
    """Write a report to FILE as PDF; that you read it, and why, is kept."""
    seen = office.perform(ReadReport(report, why=why))
    to.write_bytes(print_suspicion(seen.values["report"], seen.made["facts"], seen.made["written_at"]))
    tell(say(seen.sentence, **seen.values))
