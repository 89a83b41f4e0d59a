"""`merchant`: the shops that are paid by the codes of their tills."""

from pathlib import Path
from typing import Final

import click
from sqlalchemy import Connection

from cli import bills_file
from cli.office import Office, pass_office, read
from cli.office_command import OfficeGroup, Sent
from cli.options import why_option
from cli.tables import print_table
from sms_templates.reading.words import MEANINGS
from wallet.business import merchants
from wallet.core.errors import Refused
from wallet.core.values import Phone, ShopName
from wallet.people import people
from wallet.staff.actions.add_merchant import AddMerchant
from wallet.staff.actions.add_till import AddTill
from wallet.staff.actions.close_shop import CloseShop
from wallet.staff.actions.load_bills import LoadBills
from wallet.staff.actions.set_biller import SetBiller

TAKEN: Final = {phrase[0] for phrase in MEANINGS if len(phrase) == 1}  # words of texts that mean something


@click.group(cls=OfficeGroup)
def merchant() -> None:
    """Open the shops that people pay at, with their tills, and their bills."""


@merchant.command("list")
@pass_office
def list_(office: Office) -> None:
    """List every shop: its owner, its tills, the word its bills are paid by, its takings."""
    found = office.read(merchants.list_shops)
    rows = ((one.name, one.owner, ", ".join(one.tills), one.biller, one.takings) for one in found)
    none = "There is no shop. To open one: ./mbongo merchant add --help"
    print_table(("shop", "owner", "tills", "bills by", "takings"), rows, none)


@merchant.command()
@click.option("--owner", required=True, metavar="PHONE", help="The number of the person whose shop it is.")
@click.option("--name", required=True, help="The shop's name, at most 20 letters.")
@click.option("--phone", default="", help="The shop's own number, texted at each payment. [default: the owner's]")
@why_option
@pass_office
def add(office: Office, owner: str, name: str, phone: str, why: str) -> None:
    """Open a shop with its first till; again with the same name: one till more."""
    number, shop = read(Phone, owner), read(ShopName, name)
    own = read(Phone, phone) if phone else ""
    has_shop = office.read(lambda db: owns_a_shop(db, number))
    office.do(AddTill(number, shop, why=why) if has_shop else AddMerchant(number, shop, own, why=why))


def owns_a_shop(db: Connection, number: str) -> bool:
    """Return True for a number that reaches the owner of a shop."""
    person = people.find_by_phone(db, number)
    return person is not None and merchants.find_by_owner(db, person.id) is not None


@merchant.command("close")
@click.argument("till")
@why_option
@pass_office
def close(office: Office, till: str, why: str) -> None:
    """Close the shop where a till stands, once its takings are empty."""
    office.do(CloseShop(till, why=why))


@merchant.command("biller")
@click.option("--till", required=True, metavar="CODE", help="A till of the shop.")
@click.option("--word", required=True, help="What people call it: PAYER ENEO …")
@click.option("--lookup", "url", default="", metavar="URL", help="Where a worker asks for bills. [default: files tell]")
@why_option
@pass_office
def set_biller(office: Office, till: str, word: str, url: str, why: str) -> None:
    """Let people pay a shop's bills by reference."""
    if word.upper() in TAKEN:
        raise Refused("staff.no_biller_word", word=word.upper())
    office.do(SetBiller(till, word.upper(), url, why=why))


@merchant.command("bills")
@click.argument("file", type=Sent())
@click.option("--biller", "word", required=True, metavar="WORD")
@why_option
@pass_office
def load_bills(office: Office, file: Path, word: str, why: str) -> None:
    """Load a biller's bills: CSV with the columns reference, amount and, where it has many, number.

    The same file again changes nothing; a bill that was paid stays paid.
    """
    office.do(LoadBills(word.upper(), file.name, tuple(bills_file.read(file)), why=why))
