"""`archive`: months of the books as Parquet: written, judged, read."""

from pathlib import Path
from typing import Any, Final

import click

from cli.program import as_typed
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from local.wallet_settings import open_as_reader
from wallet.books import archive_check, archive_reading, month_archive
from wallet.books.months import read_month
from wallet.core import clock
from wallet.core.errors import Refused

FIRST_ALONE: Final = """These are the first {most} lines, and there may be more. duckdb, for one, reads all of them:
SELECT * FROM '{folder}/entry.parquet' WHERE account_id =
  (SELECT id FROM '{folder}/account.parquet' WHERE code = '{account}') ORDER BY seq"""


def write_month(data: Path, month: str, to: Path) -> int:
    """Write a month into a folder, judge what was written, and say so. Returns the exit code."""
    try:
        wanted = read_month(month)
        with open_as_reader(data) as db:
            folder = month_archive.write_archive(db, wanted, to)
    except Refused as refused:
        raise click.ClickException(say(refused.key, **refused.values)) from None
    except FileExistsError as there:
        raise click.ClickException(
            f"{there} is there already. " + as_typed("Judge it: ./mbongo archive check FOLDER")
        ) from None
    except OSError as failed:
        raise click.ClickException(
            f"Nothing was written into {to}: {failed.strerror}. Name a folder with room that you may write into: --to"
        ) from None
    return judge(data, folder, alone=False)


def judge(data: Path, folder: Path, *, alone: bool) -> int:
    """Print what is wrong with an archived month, and how it differs from the database. Returns the exit code."""
    try:
        wrong = list(archive_check.find_wrong(folder))
        if not wrong and not alone:
            with open_as_reader(data) as db:
                wrong += archive_check.find_differences(db, folder)
        manifest = archive_check.read_manifest(folder)
    except Refused as refused:
        raise click.ClickException(say(refused.key, **refused.values)) from None
    rows = [(name, one["rows"], one["bytes"], one["sha256"][:12]) for name, one in manifest["files"].items()]
    print_table(("file", "rows", "bytes", "SHA-256"), rows, "")
    for one in wrong:
        tell(f"BROKEN: {one}")
    if not wrong:
        beside = "by itself" if alone else "and as its closed days have it"
        tell(f"{manifest['month']} is whole {beside}.")
    return 1 if wrong else 0


def read(folder: Path, account: str, reference: str) -> None:
    """Print the lines of an account of an archived month, or all of a reference."""
    try:
        archive_check.read_manifest(folder)
        if account:
            lines = archive_reading.read_account(folder, account)
            rows = [(clock.written(one.at), one.kind, one.reference, one.amount, one.balance) for one in lines]
            print_table(("at", "kind", "reference", "amount", "balance"), rows, "")
            if len(lines) == archive_reading.MOST:
                tell(FIRST_ALONE.format(most=archive_reading.MOST, account=account, folder=folder))
            return
        for what, found in archive_reading.read_reference(folder, reference).items():
            print_each(what, found)
    except Refused as refused:
        raise click.ClickException(say(refused.key, **refused.values)) from None
    except archive_check.UNREADABLE:
        raise click.ClickException(
            f"A file of {folder} is missing or damaged. "
            + as_typed("To see which: ./mbongo archive check FOLDER --alone")
        ) from None


def print_each(what: str, found: list[dict[str, Any]]) -> None:
    """Print rows of one sort under their columns' names."""
    if found:
        titles = tuple(found[0])
        print_table(titles, [tuple(write(one[title]) for title in titles) for one in found], "", heading=what)


def write(value: Any) -> Any:
    """Return a value as it is printed."""
    return clock.written(value) if hasattr(value, "astimezone") else "" if value is None else value
