"""`merchant`: the shops that are paid by the codes of their tills."""

import re
from pathlib import Path
from typing import Final

import click
from sqlalchemy import Connection

from cli import bills_file
from cli.staff_session import desk
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


def add(data: Path, owner: str, name: str, phone: str, login: str, why: str) -> None:
    """Open a person's shop with its first till, or one till more in the shop that is theirs."""

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

    with desk(data) as at:
        at.identify(login)
        click.echo(in_transaction(at.engine, write))


def owner_of(db: Connection, number: str) -> Person:
    """The person who owns the shop. Raises DeniedError unless somebody has seen their ID."""
    person = people.by_phone(db, _read(Phone, number))
    if person is None or person.state != "open":
        raise DeniedError(f"{number} has no open wallet.")
    if person.tier == 0:
        raise DeniedError(f"Nobody has seen the ID of {number} yet: a shop's owner is tier 1 at least.")
    return person


def shop_name(name: str) -> str:
    """The name people read. Raises DeniedError."""
    return _read(ShopName, name)


def shop_phone(number: str) -> str:
    """The shop's own phone. Raises DeniedError."""
    return _read(Phone, number)


def _read(kind: type[Phone] | type[ShopName], written: str) -> str:
    try:
        return str(kind.read(written))
    except Misread as wrong:
        raise DeniedError(f"{written!r} is not possible here: {wrong.key.removeprefix('error.')}.") from None


def set_biller(data: Path, till: str, word: str, url: str, login: str, why: str) -> None:
    """Let people pay this shop's bills by a word; with an address, a worker asks there for bills not known yet."""

    def write(db: Connection) -> str:
        merchant = shop_at(db, till)
        if not re.fullmatch(r"[A-Z]{2,12}", word) or word in TAKEN:
            raise DeniedError(f"{word} cannot name a biller: 2 to 12 capitals, and no word that texts use already.")
        other = merchants.biller_called(db, word)
        if other and other.merchant_id != merchant.id:
            raise DeniedError(f"{word} is {other.shop}.")
        if url and not re.fullmatch(r"https?://[^\s?#@]+", url):
            raise DeniedError("An address is http:// or https:// and a path, without a query or a login.")
        merchants.set_biller(db, merchant.id, word, url)
        audit.note(db, "biller set", merchant.id, {}, {"biller": word, "lookup": url}, why, login)
        return f"{merchant.name}: bills are paid by PAYER {word} REFERENCE, or the menu's line 4, 2."

    with desk(data) as at:
        at.identify(login)
        click.echo(in_transaction(at.engine, write))


def load_bills(data: Path, word: str, file: Path, login: str, why: str) -> None:
    """Keep the bills of a biller's file; the same file again changes nothing, a bill that was paid stays paid."""

    def write(db: Connection, due: list[Due]) -> int:
        biller = merchants.biller_called(db, word)
        if biller is None:
            raise DeniedError(f"There is no biller {word}: ./mbongo merchant biller")
        kept = bills.learn(db, biller.merchant_id, due)
        audit.note(db, "bills loaded", biller.merchant_id, {}, {"file": file.name, "bills": len(due)}, why, login)
        return kept

    with desk(data) as at:
        at.identify(login)
        due = bills_file.read(file)
        kept = in_transaction(at.engine, lambda db: write(db, due))
        click.echo(f"{word}: {len(due)} bills in {file.name}, {kept} to be paid.")


def shop_at(db: Connection, till: str) -> Merchant:
    """The shop where a till stands. Raises DeniedError."""
    merchant = merchants.by_till(db, till)
    if merchant is None:
        raise DeniedError(f"There is no till {till}.")
    return merchant
