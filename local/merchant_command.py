"""`merchant`: the shops that are paid by the codes of their tills."""

from pathlib import Path

import click
from sqlalchemy import Connection

from local.desk import desk
from wallet import audit, merchants, people
from wallet.database import in_transaction
from wallet.errors import Misread
from wallet.people import Person
from wallet.staff import DeniedError
from wallet.values import Phone, ShopName


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
