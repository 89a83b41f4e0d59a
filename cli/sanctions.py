"""`sanctions`: lists of those with whom nobody may deal, and the people whose names are like theirs."""

from datetime import date
from pathlib import Path

import click

from cli.approve import approve as approve_asked
from cli.days import Day
from cli.office import Office, pass_office
from cli.office_command import FileToSend, OfficeGroup
from cli.options import approve_option, asked_why_option, require_all, require_one
from cli.program import as_typed
from cli.sentences import tell
from cli.tables import print_lines, print_table
from cli.words import say
from wallet.core import clock
from wallet.core.errors import Refused
from wallet.core.public_ids import write_short_id
from wallet.sanctions import hits, lists
from wallet.sanctions.hits import SanctionHit
from wallet.sanctions.lists import SanctionList
from wallet.sanctions.read_list import read_list
from wallet.staff.actions.agree_list import AgreeList
from wallet.staff.actions.decide_hit import ClearHit, DecideHit
from wallet.staff.import_list import KIND, import_list


@click.group(cls=OfficeGroup)
def sanctions() -> None:
    """Import sanctions lists, and decide who is named by one. HIT is a name that is alike: X7."""


@sanctions.command("import")
@click.argument("source")
@click.argument("file", type=FileToSend())
@click.option("--day", type=Day(), required=True, help="Of which day the list is.")
@pass_office
def import_(office: Office, source: str, file: Path, day: date) -> None:
    """Import a list of SOURCE (un, eu): our CSV, or the consolidated list of the United Nations as XML.

    Everybody is compared with it in the minutes after, beside the ones before of the same source, until two agree that
    it takes their place. A file that is in force changes nothing.
    """
    office.refuse("ask", KIND)
    try:
        read = read_list(file)
    except OSError as wrong:
        raise Refused("staff.file_not_opened", file=file.name, why=wrong.strerror) from None
    if not (source.isascii() and source.islower() and 2 <= len(source) <= 20 and source.replace("_", "").isalnum()):
        raise Refused("staff.list_source", source=source)
    with office.wallet.engine.begin() as db:
        name, is_new = import_list(db, office.session.secret, office.login, source, day, read)
    told = "staff.list_imported" if is_new else "staff.list_known"
    tell(say(told, name=name, source=source, entries=len(read.entries)))


@sanctions.command("lists")
@pass_office
def list_lists(office: Office) -> None:
    """List every list that was imported, the newest first, and how far everybody is compared with it."""
    rows = ((one.name, one.source, f"{one.listed_on:%d/%m/%Y}", f"{one.entries}", one.file, one.sha256[:12],
             one.imported_by, clock.written(one.imported_at), write_standing(one),
             f"{one.swept}, {'all' if one.swept_at else 'going on'}", write_next(one))
            for one in office.read(lists.list_all))  # fmt: skip
    titles = ("list", "source", "of", "entries", "file", "sha256", "by", "imported", "is", "compared", "go on")
    print_table(titles, rows, "No list was imported yet.")


def write_standing(one: SanctionList) -> str:
    """Return how a list stands, in words."""
    if one.state == "withdrawn":
        return "withdrawn"
    return ("compared too" if one.state == "added" else "in force") if one.in_force else "before"


def write_next(one: SanctionList) -> str:
    """Return the command by which two agree of a list that was added, "" for any other."""
    if not one.is_to_agree:
        return ""
    return as_typed(f'./mbongo sanctions agree {one.name} --replaces --why "..." --login YOU')


@sanctions.command()
@click.argument("name", metavar="LIST")
@click.option("--replaces", is_flag=True, help="It takes the place of those before it of its source.")
@click.option("--withdrawn", is_flag=True, help="It was imported by mistake: those before it stay alone.")
@approve_option
@asked_why_option
@pass_office
def agree(office: Office, name: str, replaces: bool, withdrawn: bool, approve: bool, why: str) -> None:
    """Ask what becomes of a LIST (S3) that was imported, or approve that: two do, and see which names go."""
    require_one(**{"--replaces": replaces, "--withdrawn": withdrawn, "--approve": approve})
    one = office.read(lambda db: lists.get(db, name))
    if approve:
        return approve_asked(office, one.name, AgreeList.kind)
    require_all(why=why)
    return office.do(AgreeList(one.name, "replaces" if replaces else "withdrawn", why=why))


@sanctions.command("hits")
@pass_office
def list_hits(office: Office) -> None:
    """List whose names are like an entry's and wait to be decided: first those whose money stays until then."""
    rows = ((one.hit, one.kind, one.name, f"{one.score}", one.names[0], f"{one.source} {one.reference}",
             "stays" if one.strong else "moves", one.case_name,
             as_typed(f"./mbongo sanctions show {one.hit} --login YOU"))
            for one in office.read(hits.list_open))  # fmt: skip
    print_table(
        ("hit", "is a", "name", "alike", "listed", "entry", "money", "case", "go on"), rows, "Nobody's name waits."
    )


@sanctions.command()
@click.argument("hit")
@pass_office
def show(office: Office, hit: str) -> None:
    """Show both sides of a name that is alike: who it is here, and all that the list says."""
    one = office.read(lambda db: hits.get(db, hit))
    print_lines({
        "is a": one.kind, "name": one.name, "id": name_subject(one), "alike": f"{one.score} of 100",
        "entry": f"{one.reference} of {one.source}, {one.listed_on:%d/%m/%Y} ({one.list_name})",
        "listed as": "\n".join(one.names), "born": one.born, "nationality": one.nationality,
        "money": "stays" if one.state == "true" or (one.strong and one.state == "open") else "moves",
        "state": one.state, "found": clock.written(one.found_at), "case": one.case_name,
        "decide it": "\n".join(list_decisions(one)),
        "look": as_typed(f"./mbongo person show {name_subject(one)} --login YOU") if one.kind == "person" else "",
    }, one.hit)  # fmt: skip


def name_subject(one: SanctionHit) -> str:
    """Return whoever is alike as staff type them: a person by their short id, all else by its own."""
    return write_short_id("per", one.subject_id) if one.kind == "person" else one.subject_id


def list_decisions(one: SanctionHit) -> list[str]:
    """Return the commands that decide a hit."""
    commands = {
        "false": as_typed(f'./mbongo sanctions decide {one.hit} --false --why "..." --login YOU'),
        "true": as_typed(f'./mbongo sanctions decide {one.hit} --true --why "..." --login YOU'),
    }
    return [command for verdict, command in commands.items() if verdict != one.state]


@sanctions.command()
@click.argument("hit")
@click.option("--true", "true", is_flag=True, help="It is who the list names: all their money stays.")
@click.option("--false", "false", is_flag=True, help="It is somebody else: not asked again, and their money moves.")
@approve_option
@asked_why_option
@pass_office
def decide(office: Office, hit: str, true: bool, false: bool, approve: bool, why: str) -> None:
    """Ask to decide a hit, or approve that. That a name which stopped no money is another's, one login says alone."""
    require_one(**{"--true": true, "--false": false, "--approve": approve})
    one = office.read(lambda db: hits.get(db, hit))
    if approve:
        return approve_asked(office, one.hit, DecideHit.kind)
    require_all(why=why)
    if false and one.state == "open" and not one.strong:
        return office.do(ClearHit(one.hit, why=why))
    return office.do(DecideHit(one.hit, "true" if true else "false", why=why))
