"""Commands of `merchant` about verification: papers that wait, one looked at, judged, and a level raised by two."""

from pathlib import Path

import click
from sqlalchemy import Connection

from cli.approve import approve as approve_asked
from cli.office import Office, pass_office
from cli.office_command import FileToKeep, OfficeCommand
from cli.options import approve_option, asked_why_option, require_all, why_option
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from wallet.business import level_rules, levels
from wallet.core import clock
from wallet.core.errors import Refused
from wallet.core.public_ids import find_id, write_id
from wallet.staff.actions.add_api_key import get_shop
from wallet.staff.actions.change_level import ChangeLevel, name_subject
from wallet.staff.actions.judge_document import REASONS, AcceptDocument, RefuseDocument
from wallet.staff.actions.look_at_document import LookAtDocument
from wallet.staff.actions.raise_level import RaiseLevel
from wallet.verification import business_documents
from wallet.verification.business_documents import BusinessDocument


@click.command("documents", cls=OfficeCommand)
@click.argument("till", required=False)
@pass_office
def list_documents(office: Office, till: str | None) -> None:
    """List the documents that wait, the oldest first; of the shop of a TILL, all, and its level."""

    def look(db: Connection) -> tuple[list[BusinessDocument], str]:
        if not till:
            return business_documents.list_queue(db), ""
        shop = get_shop(db, till)
        level = levels.read_level(db, shop.id).level
        shown = business_documents.find_shown_level(db, shop.id)
        return business_documents.list_of(db, shop.id), f"{shop.name}: level {level}; its documents show level {shown}."

    found, level = office.read(look)
    now = office.read(clock.now)
    rows = (
        (write_id("doc", one.id), one.shop, one.kind, one.type, one.state, one.reason or one.valid_until or "",
         one.taken_by, clock.say_ago(one.sent_at, now))
        for one in found
    )  # fmt: skip
    titles = ("document", "shop", "kind", "file", "state", "until, or why not", "taken by", "sent")
    print_table(titles, rows, "No document waits.")
    if level:
        click.echo(level)


@click.command("look", cls=OfficeCommand)
@click.argument("document")
@click.argument("to", type=FileToKeep(), metavar="FILE")
@why_option
@pass_office
def look_at(office: Office, document: str, to: Path, why: str) -> None:
    """Write what a document shows to FILE, a JPEG or a PDF; that you looked, and why, is kept."""
    seen = office.perform(LookAtDocument(read_document(document), why=why))
    to.write_bytes(seen.made)
    tell(say(seen.sentence, **seen.values))


@click.command("accept", cls=OfficeCommand)
@click.argument("document")
@click.option("--until", default="", metavar="DAY", help="Its last day, as 2027-01-31. [default: it does not end]")
@why_option
@pass_office
def accept(office: Office, document: str, until: str, why: str) -> None:
    """Accept a document that was looked at."""
    office.do(AcceptDocument(read_document(document), until, why=why))


@click.command("refuse", cls=OfficeCommand)
@click.argument("document")
@click.option("--because", required=True, type=click.Choice(REASONS), help="Its business reads it, and what to send.")
@why_option
@pass_office
def refuse(office: Office, document: str, because: str, why: str) -> None:
    """Refuse a document; its owners are told."""
    office.do(RefuseDocument(read_document(document), because, why=why))  # type: ignore[arg-type]  # click chose it


@click.command("raise", cls=OfficeCommand)
@click.argument("till")
@click.argument("level", type=click.IntRange(1, 2), required=False)
@asked_why_option
@approve_option
@pass_office
def raise_level(office: Office, till: str, level: int | None, why: str, approve: bool) -> None:
    """Ask that the shop of a till be raised to LEVEL, which its documents show, or approve what another asked."""
    shop = office.read(lambda db: get_shop(db, till))
    if approve:
        approve_asked(office, shop.id, RaiseLevel.kind, called=shop.name)
        return
    require_all(LEVEL=level, why=why)
    office.do(RaiseLevel(shop.id, shop.name, till, level, why=why))  # type: ignore[arg-type]  # click bounds it


@click.command("levels", cls=OfficeCommand)
@pass_office
def list_levels(office: Office) -> None:
    """List what each level of businesses binds: what is in force, what was, and what begins."""
    rows = [
        (one.rule.level, one.day or "the start", "in force" if one.is_in_force else "", " ".join(one.rule.methods),
         " ".join(one.rule.needs), one.rule.payment_most, one.rule.month_most, one.rule.payout_most)
        for one in office.read(level_rules.list_rules)
    ]  # fmt: skip
    titles = ("level", "from", "", "methods", "documents", "a payment", "a month", "a payout")
    print_table(titles, rows, "There are no levels.", "Ceilings in FCFA")


@click.command("level", cls=OfficeCommand)
@click.argument("level", type=click.IntRange(0, 2))
@click.argument("day")
@click.option("--methods", metavar="WORDS", default="", help="By which it is paid: wallet,mtn,card.")
@click.option("--documents", metavar="WORDS", default="", help="Without which nobody is raised to it: identity,niu.")
@click.option("--payment", type=click.IntRange(min=0), default=0, help="The most of one payment; 0 is none.")
@click.option("--month", type=click.IntRange(min=0), default=0, help="The most of a month; 0 is none.")
@click.option("--payout", type=click.IntRange(min=0), default=0, help="The most of one payout; 0 is none.")
@asked_why_option
@approve_option
@pass_office
def change_level(
    office: Office, level: int, day: str, methods: str, documents: str, payment: int, month: int, payout: int,
    why: str, approve: bool,
) -> None:  # fmt: skip
    """Ask that LEVEL bind all this from DAY (2027-01-31) on, or approve what another asked."""
    if approve:
        approve_asked(office, name_subject(level, day), ChangeLevel.kind)
        return
    require_all(why=why)
    by, papers = tuple(methods.replace(",", " ").split()), tuple(documents.replace(",", " ").split())
    office.do(ChangeLevel(level, day, by, papers, payment, month, payout, why=why))  # type: ignore[arg-type]  # click bounds it


def read_document(written: str) -> str:
    """Return a document's id. Raises Refused for what is no name of one."""
    row_id = find_id("doc", written)
    if row_id is None:
        raise Refused("staff.no_paper")
    return row_id


def add_verification(group: click.Group) -> None:
    """Add these commands to a group."""
    for command in (list_documents, look_at, accept, refuse, raise_level, list_levels, change_level):
        group.add_command(command)
