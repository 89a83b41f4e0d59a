"""Links of businesses: each makes a checkout whenever it is paid, once or many times, for a fixed or an open amount."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Misread, Refused
from wallet.operations import pay_addresses
from wallet.operations.pay_addresses import PayAddress
from wallet.prices import tariffs

LARGEST: Final = 10_000_000  # francs: no one payment is larger anywhere
TITLE_LETTERS: Final = 60
FIELDS: Final = ("name", "phone", "email", "reference")


@dataclass(frozen=True)
class Link:
    """A link; `amount` in francs, None where whoever pays says one from `least` to `most`; `times` None: any number."""

    id: str
    merchant_id: str
    title: str
    amount: int | None
    least: int | None
    most: int | None
    times: int | None
    fields: tuple[str, ...]
    thanks: str
    state: str
    is_over: bool
    until: datetime | None
    created_at: datetime


@dataclass(frozen=True)
class NewLink:
    """A link to be made; an open amount has `least` and `most`. Raises Misread for what no link can be."""

    merchant_id: str
    title: str
    amount: int | None = None
    least: int | None = None
    most: int | None = None
    times: int | None = None
    fields: str = ""  # of FIELDS, a space between
    thanks: str = ""
    until: str | None = None  # ISO 8601

    def __post_init__(self) -> None:
        """Raise Misread for what no link can be."""
        check_title(self.title)
        if self.amount is not None:
            check_amount(self.amount)
        elif self.least is None or self.most is None or check_amount(self.least) > check_amount(self.most):
            raise Misread("error.amount_below", minimum=int(tariffs.MINIMUM))
        if not set(self.fields.split()) <= set(FIELDS):
            raise Misread("error.malformed")


COLUMNS: Final = """id::text, merchant_id::text, title, amount, least, most, times, fields, thanks, state,
    coalesce(until <= wallet_now(), false) AS is_over, until, created_at"""
FIND: Final = f"SELECT {COLUMNS} FROM link WHERE id = :id"  # noqa: S608 - a constant
CREATE: Final = text("""INSERT INTO link (id, merchant_id, title, amount, least, most, times, fields, thanks,
        created_at, until)
    VALUES (:id, :merchant_id, :title, :amount, :least, :most, :times, :fields, :thanks, wallet_now(),
        CAST(:until AS timestamptz))""")
# Those it was paid by, and those that may be paid by now: under the link's lock they are never more than its times.
TAKEN: Final = text("SELECT count(*) FROM checkout WHERE link_id = :id AND state IN ('open', 'paid')")


def check_title(title: str) -> str:
    """Return the same. Raises Misread for a title that is empty, longer than a poster has room for, or no one line."""
    if not 1 <= len(title) <= TITLE_LETTERS or not title.isprintable() or title != title.strip():
        raise Misread("error.malformed")
    return title


def check_amount(amount: int) -> int:
    """Return the same. Raises Misread for less, or more, than anybody can pay at once."""
    if amount < tariffs.MINIMUM:
        raise Misread("error.amount_below", minimum=int(tariffs.MINIMUM))
    if amount > LARGEST:
        raise Misread("error.amount_above", maximum=LARGEST)
    return amount


def create(db: Connection, asked: NewLink) -> tuple[Link, PayAddress]:
    """Make a link, and the address by which it is paid."""
    address = pay_addresses.create(db, "link")
    db.execute(CREATE, {**vars(asked), "fields": asked.fields.split(), "id": address.id})
    return get_link(db, address.id), address


def get_link(db: Connection, link_id: str) -> Link:
    """Return the link of this id. Raises NoResultFound."""
    return _read(db, FIND, link_id)


def lock_row(db: Connection, link_id: str) -> Link:
    """Return a link as it is now, locked until the transaction ends. Raises NoResultFound."""
    return _read(db, f"{FIND} FOR NO KEY UPDATE", link_id)


def check_open(db: Connection, link: Link) -> None:
    """Raise Refused for a link by which nothing more is paid: closed, past its time, or paid as often as it may be."""
    if link.state != "open" or link.is_over:
        raise Refused("refusal.link_closed")
    if link.times is not None and db.execute(TAKEN, {"id": link.id}).scalar_one() >= link.times:
        raise Refused("refusal.link_closed")


def choose_amount(link: Link, amount: int) -> int:
    """Return the francs that are paid by a link. Raises Misread for an amount outside its bounds.

    `amount` is what whoever pays says; of a link with an amount of its own, that counts.
    """
    if link.amount is not None:
        return link.amount
    if link.least is not None and amount < link.least:
        raise Misread("error.amount_below", minimum=link.least)
    if link.most is not None and amount > link.most:
        raise Misread("error.above_link", maximum=link.most)
    return amount


def list_of(db: Connection, merchant_id: str) -> list[tuple[Link, PayAddress]]:
    """Return the links of a business, the newest first, each with its address."""
    ids = text("SELECT id::text FROM link WHERE merchant_id = :id ORDER BY created_at DESC, id")
    found = db.execute(ids, {"id": merchant_id}).scalars().all()
    return [(get_link(db, one), pay_addresses.get_of(db, "link", one)) for one in found]


def close(db: Connection, link_id: str) -> None:
    """Close a link: nothing more is paid by it."""
    db.execute(text("UPDATE link SET state = 'closed' WHERE id = :id"), {"id": link_id})


def _read(db: Connection, query: str, link_id: str) -> Link:
    row = dict(db.execute(text(query), {"id": link_id}).one()._mapping)
    return Link(**{**row, "fields": tuple(row["fields"])})
