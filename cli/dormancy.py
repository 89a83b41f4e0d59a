"""`dormancy`: wallets that nobody uses, their money kept apart, given back, or handed over to the CDEC."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from cli.approve import approve as approve_asked
from cli.books_reading import file_option, french_option, give, name_language
from cli.books_sheets import BooksSheet
from cli.days import Day
from cli.office import Office, pass_office, read
from cli.office_command import OfficeGroup
from cli.options import approve_option, asked_why_option, require_all, why_option
from cli.program import as_typed
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from documents.sheet import Row
from wallet.core import clock
from wallet.core.public_ids import write_short_id
from wallet.core.values import space
from wallet.dormancy import batches, rules
from wallet.dormancy import handovers as lists_over
from wallet.dormancy.batches import DormantBatch, DormantLine
from wallet.people.people import shorten_name
from wallet.staff import wallets
from wallet.staff.actions.hand_over_dormant import GatherHandover, HandOverDormant
from wallet.staff.actions.move_dormant import GatherDormant, MoveDormant, ReturnDormant, hash_lines
from wallet.staff.actions.set_dormancy_rule import SetDormancyRule
from wallet.staff.moves import find_bank


@click.group(cls=OfficeGroup)
def dormancy() -> None:
    """Keep money of wallets that nobody uses apart, give it back, hand it over. LIST is N3 or H3."""


@dormancy.command("list")
@pass_office
def list_(office: Office) -> None:
    """List every list that was made, the newest first, and what became of its wallets."""
    rows = ((one.name, one.made_by, clock.written(one.made_at), f"{one.lines}", f"{space(one.total)} FCFA",
             f"{one.moved}", f"{one.returned}", f"{one.handed}", go_on(one))
            for one in office.read(batches.list_batches))  # fmt: skip
    titles = ("list", "by", "made", "wallets", "together", "kept apart", "given back", "handed over", "go on")
    print_table(titles, rows, "No list was made yet.")


def go_on(one: DormantBatch) -> str:
    """Return how to go on with a list."""
    return as_typed(f'./mbongo dormancy move {one.name} --why "..." --login YOU') if one.listed else ""


@dormancy.command()
@pass_office
def handovers(office: Office) -> None:
    """List every list that was made for the state's deposit fund (CDEC), the newest first."""
    rows = ((one.name, one.made_by, clock.written(one.made_at), f"{one.lines}", f"{space(one.total)} FCFA",
             f"{one.handed}", clock.written(one.handed_at) if one.handed_at else
             as_typed(f'./mbongo dormancy hand-over {one.name} TRUST --why "..." --login YOU'))
            for one in office.read(lists_over.list_all))  # fmt: skip
    titles = ("list", "by", "made", "wallets", "together", "handed over", "when, or go on")
    print_table(titles, rows, "No list was made yet.")


@dormancy.command()
@click.argument("name", metavar="LIST")
@file_option
@french_option
@pass_office
def show(office: Office, name: str, file: Path | None, french: bool) -> None:
    """Show the wallets of a list: whose, since when nothing was done, how much, and what became of it; or keep it.

    In a file those whose money was handed over stand with their whole names and numbers, as the CDEC asks.
    """
    is_handover = name.upper().startswith("H")
    lines = office.read(lambda db: (lists_over if is_handover else batches).list_lines(db, name))
    rows = list_rows(lines, in_clear=is_handover and file is not None)
    give(BooksSheet("dormant", name.upper(), name_language(french), rows), file)


def list_rows(lines: list[DormantLine], *, in_clear: bool) -> Iterator[Row]:
    """Yield the lines of a list as cells, people as others see them; in clear whose money was handed over."""
    for one in lines:
        whole = in_clear and one.state == "handed"
        kept = one.kept_at.astimezone(clock.DOUALA).date() if one.kept_at else ""
        woke = (one.state == "listed" and not one.is_dormant) or (
            one.state == "moved" and one.handover is not None and not one.is_long_kept
        )
        yield (one.name if whole else shorten_name(one.name), one.phone if whole else "",
               write_short_id("per", one.person_id), one.idle_since.astimezone(clock.DOUALA).date(), kept,
               one.amount, f"{one.state}, woke" if woke else one.state)  # fmt: skip


@dormancy.command()
@why_option
@pass_office
def gather(office: Office, why: str) -> None:
    """List the wallets that were dormant long enough, 200 at most, and ask that another login moves their money."""
    made = office.perform(GatherDormant(why=why)).values
    tell(say("staff.dormant_listed", **made))
    office.do(MoveDormant(made["list"], made["sha256"], why=why))


@dormancy.command()
@click.argument("name", metavar="LIST")
@approve_option
@asked_why_option
@pass_office
def move(office: Office, name: str, approve: bool, why: str) -> None:
    """Ask anew that the money of a list is kept apart, or approve that: of all who are dormant still."""
    if approve:
        return approve_asked(office, name.upper(), MoveDormant.kind)
    require_all(why=why)
    lines = office.read(lambda db: batches.list_lines(db, name))
    return office.do(MoveDormant(lines[0].batch, hash_lines(lines), why=why))


@dormancy.command("return")
@click.argument("person")
@approve_option
@asked_why_option
@pass_office
def return_(office: Office, person: str, approve: bool, why: str) -> None:
    """Ask to give back what is kept apart of a person's wallet, who showed their document; or approve that."""
    wallet = office.read(lambda db: wallets.find_wallet(db, read(wallets.Whom, person)))
    if approve:
        return approve_asked(office, wallet.person_id, ReturnDormant.kind, called=wallet.public_id)
    require_all(why=why)
    kept = office.read(lambda db: batches.find_kept(db, wallet.person_id))
    return office.do(ReturnDormant(wallet, kept.id, kept.amount, why=why))


@dormancy.command()
@why_option
@pass_office
def prepare(office: Office, why: str) -> None:
    """List what was kept apart long enough to be handed over to the CDEC, 200 wallets at most; nothing moves by it."""
    tell(say("staff.handover_listed", **office.perform(GatherHandover(why=why)).values))


@dormancy.command("hand-over")
@click.argument("name", metavar="LIST")
@click.argument("trust", required=False, default="")
@approve_option
@asked_why_option
@pass_office
def hand_over(office: Office, name: str, trust: str, approve: bool, why: str) -> None:
    """Ask to hand a list (H3) over to the CDEC by a TRUST account, or approve that: of all who did nothing since.

    TRUST is a RIB of ours, or its title. A statement tells of it later, as of a move: ./mbongo bank moves
    """
    if approve:
        return approve_asked(office, name.upper(), HandOverDormant.kind)
    require_all(TRUST=trust, why=why)
    rib = office.read(lambda db: find_bank(db, "TRUST", trust)).rib
    lines = office.read(lambda db: lists_over.list_lines(db, name))
    return office.do(HandOverDormant(name.upper(), rib, hash_lines(lines), why=why))


@dormancy.command("rules")
@pass_office
def list_rules(office: Office) -> None:
    """List after how long wallets are dormant, their money kept apart and handed over, and from when on."""
    rows = ((f"{one.day:%d/%m/%Y}" if one.day else "the beginning", name, f"{one.numbers[name]}", meant)
            for one in office.read(rules.list_all) for name, (meant, _, _) in rules.NUMBERS.items())  # fmt: skip
    print_table(("from", "number", "is", "what it is"), rows, "There is no rule.")


@dormancy.command("set")
@click.argument("given", metavar="NAME=NUMBER", nargs=-1)
@click.option("--from", "since", type=Day(), help="The day in Douala from which on it is in force.")
@asked_why_option
@approve_option
@pass_office
def set_(office: Office, given: tuple[str, ...], since: date | None, why: str, approve: bool) -> None:
    """Ask that wallets be dormant by other numbers from a day to come, or approve that."""
    if approve:
        return approve_asked(office, "dormancy rule", SetDormancyRule.kind)
    if since is None or not given:
        require_all(**{"NAME=NUMBER": given, "from": since})
        return None
    before = office.read(lambda db: rules.get_numbers(db, since))
    after = rules.read_numbers(before, given)
    return office.do(SetDormancyRule(since.isoformat(), after, before, why=why))
