"""`find`: people, businesses, payments and papers, by what staff are told of them."""

from typing import Final

import click

from cli.office import Office, pass_office
from cli.office_command import OfficeCommand
from cli.program import as_typed
from cli.tables import print_table
from wallet.core.errors import Refused
from wallet.staff import permissions, search
from wallet.staff.search import SearchHit, Sort

SHORTEST: Final = 2
SHOWN_BY: Final[dict[Sort, str]] = {  # the first word of the command, which a role may read or not
    "person": "person", "agent": "person", "payment": "payments", "case": "case", "operation": "payments",
    "shop": "merchant", "invoice": "merchant", "to pay": "merchant", "link": "merchant",
}  # fmt: skip


@click.command(cls=OfficeCommand)
@click.argument("words", nargs=-1, required=True)
@pass_office
def find(office: Office, words: tuple[str, ...]) -> None:
    """Find people, shops, payments and papers by a number, a name, a reference, a code.

    A number is a phone's, an operator's own, an invoice's, a till's or a case's; of a name, the beginning of each word
    will do. That you looked is kept.
    """
    asked = " ".join(words).strip()
    if len(asked) < SHORTEST:
        raise Refused("staff.find_more")
    found = office.read_report(lambda db: search.search(db, asked))
    may = office.read(lambda db: permissions.list_read(db, office.login))
    rows = ((one.sort, one.name, one.state, name_look(one, may)) for one in found)
    print_table(("what", "name", "state", "look"), rows, "Nothing is called so. A name: the beginnings of its words.")
    if len(found) >= search.MOST:
        click.echo("There may be more: type more of it.")


def name_look(one: SearchHit, may: set[str]) -> str:
    """Return the command that shows more of what was found, "" for none.

    It names what is masked beside it, so it is for those alone who may use it: `may` are the first words they may.
    """
    shown_by = SHOWN_BY[one.sort]
    if not one.named or not permissions.reads(may, shown_by):
        return ""
    return as_typed({
        "person": f"./mbongo person show {one.named} --login YOU",
        "payments": f"./mbongo payments --show {one.named} --login YOU",
        "case": f"./mbongo case show {one.named} --login YOU",
        "merchant": f"./mbongo merchant timeline {one.named} --login YOU",
    }[shown_by])  # fmt: skip
