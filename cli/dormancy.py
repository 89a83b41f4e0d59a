"""`dormancy`: wallets that nobody uses, their money kept apart for their owners, and given back."""

import click

from cli.approve import approve as approve_asked
from cli.office import Office, pass_office, read
from cli.office_command import OfficeGroup
from cli.options import approve_option, asked_why_option, require_all, why_option
from cli.program import as_typed
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from wallet.core import clock
from wallet.core.public_ids import write_short_id
from wallet.core.values import space
from wallet.dormancy import batches
from wallet.dormancy.batches import DormantBatch
from wallet.people.people import shorten_name
from wallet.staff import wallets
from wallet.staff.actions.move_dormant import GatherDormant, MoveDormant, ReturnDormant, hash_lines


@click.group(cls=OfficeGroup)
def dormancy() -> None:
    """Keep money of wallets that nobody uses apart, and give it back. LIST is a list of them: N3."""


@dormancy.command("list")
@pass_office
def list_(office: Office) -> None:
    """List every list that was made, the newest first, and what became of its wallets."""
    rows = ((one.name, one.made_by, clock.written(one.made_at), f"{one.lines}", f"{space(one.total)} FCFA",
             f"{one.moved}", f"{one.returned}", go_on(one)) for one in office.read(batches.list_batches))  # fmt: skip
    titles = ("list", "by", "made", "wallets", "together", "kept apart", "given back", "go on")
    print_table(titles, rows, "No list was made yet.")


def go_on(one: DormantBatch) -> str:
    """Return how to go on with a list."""
    return as_typed(f'./mbongo dormancy move {one.name} --why "..." --login YOU') if one.listed else ""


@dormancy.command()
@click.argument("name", metavar="LIST")
@pass_office
def show(office: Office, name: str) -> None:
    """Show the wallets of a list: whose, since when nothing was done, how much, and what became of it."""
    rows = (
        (shorten_name(one.name), write_short_id("per", one.person_id),
         f"{one.idle_since.astimezone(clock.DOUALA):%d/%m/%Y}", f"{space(one.amount)} FCFA", one.state,
         "" if one.state != "listed" or one.is_dormant else "woke")
        for one in office.read(lambda db: batches.list_lines(db, name))
    )  # fmt: skip
    print_table(("name", "person", "idle since", "amount", "state", ""), rows, "Nobody is on it.")


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
