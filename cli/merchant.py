"""`merchant`: the shops that are paid by the codes of their tills."""

import re
from pathlib import Path
from typing import Final

import click
from sqlalchemy import Connection

from cli import bills_file
from cli.office import open_office
from cli.options import data_option, login_option
from sms_templates.commands import LANGUAGE_NAMES, WORDS
from sms_templates.money_commands import CURRENCY, FILLERS, FOR, OPERATORS
from wallet.business import bills, merchants
from wallet.business.bills import Due
from wallet.business.merchants import Merchant
from wallet.core.database import in_transaction
from wallet.core.errors import DeniedError, Misread
from wallet.core.values import Phone, ShopName
from wallet.people import people
from wallet.people.people import Person
from wallet.staff import audit

TAKEN: Final = {*WORDS, *LANGUAGE_NAMES, *CURRENCY, *FILLERS, *FOR, *OPERATORS}  # words of texts that mean something


@click.group()
def merchant() -> None:
    """The shops people pay at."""


@merchant.command()
@click.option("--owner", required=True, metavar="PHONE", help="The number of the person whose shop it is.")
@click.option("--name", required=True, help="The shop's name, at most 20 letters.")
@click.option("--phone", default="", help="The shop's own number, texted at each payment. [default: the owner's]")
@click.option("--why", default="")
@login_option
@data_option
def add(owner: str, name: str, phone: str, why: str, login: str, data: Path) -> None:
    """Open a shop with its first till; again with the same name: one till more."""

    def write(db: Connection) -> str:
        person, shop = owner_of(db, owner), shop_name(name)
        known = merchants.of_owner(db, person.id)
        if known and known.name != shop:
            raise DeniedError(f"{owner} has the shop {known.name} already; another till of it needs that name.")
        own = shop_phone(phone) if phone else ""
        merchant = known or merchants.open_shop(db, person.id, shop, own)
        code = merchants.add_till(db, merchant.id)
        after = {"shop": merchant.name, "owner": person.id, "till": code, "phone": merchant.phone}
        audit.note(db, "till added" if known else "merchant added", merchant.id, {}, after, why, login)
        return f"{merchant.name}: till {code}. Customers pay with PAYER AMOUNT {code}, or the menu's line 4."

    with open_office(data) as office:
        office.identify(login)
        click.echo(in_transaction(office.engine, write))


def owner_of(db: Connection, number: str) -> Person:
    """Return the person who owns the shop. Raises DeniedError unless somebody has seen their ID."""
    person = people.by_phone(db, _read(Phone, number))
    if person is None or person.state != "open":
        raise DeniedError(f"{number} has no open wallet.")
    if person.tier == 0:
        raise DeniedError(f"Nobody has seen the ID of {number} yet: a shop's owner is tier 1 at least.")
    return person


def shop_name(name: str) -> str:
    """Return the name people read. Raises DeniedError."""
    return _read(ShopName, name)


def shop_phone(number: str) -> str:
    """Return the shop's own phone. Raises DeniedError."""
    return _read(Phone, number)


def _read(kind: type[Phone] | type[ShopName], written: str) -> str:
    try:
        return str(kind.read(written))
    except Misread as wrong:
        raise DeniedError(f"{written!r} is not possible here: {wrong.key.removeprefix('error.')}.") from None


@merchant.command("biller")
@click.option("--till", required=True, metavar="CODE", help="A till of the shop.")
@click.option("--word", required=True, help="What people call it: PAYER ENEO …")
@click.option("--lookup", "url", default="", metavar="URL", help="Where a worker asks for bills. [default: files tell]")
@click.option("--why", default="")
@login_option
@data_option
def set_biller(till: str, word: str, url: str, why: str, login: str, data: Path) -> None:
    """Let people pay a shop's bills by reference."""
    word = word.upper()

    def write(db: Connection) -> str:
        shop = shop_at(db, till)
        if not re.fullmatch(r"[A-Z]{2,12}", word) or word in TAKEN:
            raise DeniedError(f"{word} cannot name a biller: 2 to 12 capitals, and no word that texts use already.")
        other = merchants.biller_called(db, word)
        if other and other.merchant_id != shop.id:
            raise DeniedError(f"{word} is {other.shop}.")
        if url and not re.fullmatch(r"https?://[^\s?#@]+", url):
            raise DeniedError("An address is http:// or https:// and a path, without a query or a login.")
        merchants.set_biller(db, shop.id, word, url)
        audit.note(db, "biller set", shop.id, {}, {"biller": word, "lookup": url}, why, login)
        return f"{shop.name}: bills are paid by PAYER {word} REFERENCE, or the menu's line 4, 2."

    with open_office(data) as office:
        office.identify(login)
        click.echo(in_transaction(office.engine, write))


@merchant.command("bills")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--biller", "word", required=True, metavar="WORD")
@click.option("--why", default="")
@login_option
@data_option
def load_bills(file: Path, word: str, why: str, login: str, data: Path) -> None:
    """Load a biller's bills: CSV with the columns reference, amount and, where it has many, number.

    The same file again changes nothing; a bill that was paid stays paid.
    """
    word = word.upper()

    def write(db: Connection, due: list[Due]) -> int:
        biller = merchants.biller_called(db, word)
        if biller is None:
            raise DeniedError(f"There is no biller {word}: ./mbongo merchant biller")
        kept = bills.learn(db, biller.merchant_id, due)
        audit.note(db, "bills loaded", biller.merchant_id, {}, {"file": file.name, "bills": len(due)}, why, login)
        return kept

    with open_office(data) as office:
        office.identify(login)
        due = bills_file.read(file)
        kept = in_transaction(office.engine, lambda db: write(db, due))
        click.echo(f"{word}: {len(due)} bills in {file.name}, {kept} to be paid.")


def shop_at(db: Connection, till: str) -> Merchant:
    """Return the shop where a till stands. Raises DeniedError."""
    merchant = merchants.by_till(db, till)
    if merchant is None:
        raise DeniedError(f"There is no till {till}.")
    return merchant
