"""Links of businesses: each makes a checkout whenever it is paid, once or many times, for a fixed or an open amount."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import NoResultFound

from wallet.business import makers
from wallet.core.errors import Misread, Refused
from wallet.operations import pay_addresses
from wallet.operations.actor import Actor
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
    till: str  # at which it stands, "" for none


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
    till: str = ""

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
    coalesce(until <= wallet_now(), false) AS is_over, until, created_at,
    coalesce(till, '') AS till"""
FIND: Final = f"SELECT {COLUMNS} FROM link WHERE id = :id"  # noqa: S608 - a constant
CREATE: Final = text("""INSERT INTO link (id, merchant_id, title, amount, least, most, times, fields, thanks,
        created_at, until, till, made_by, made_by_key)
    VALUES (:id, :merchant_id, :title, :amount, :least, :most, :times, :fields, :thanks, wallet_now(),
        CAST(:until AS timestamptz), nullif(:till, ''), CAST(:made_by AS uuid), CAST(:made_by_key AS uuid))""")
LIST: Final = text(f"""SELECT {COLUMNS}, code, token FROM link JOIN pay_address a ON a.link_id = link.id
    WHERE merchant_id = :merchant AND (CAST(:tills AS text[]) IS NULL OR till = ANY (CAST(:tills AS text[])))
    ORDER BY created_at DESC, id""")  # noqa: S608 - a constant
MAKERS: Final = text(f"SELECT id::text, {makers.NAMED} FROM link WHERE merchant_id = :merchant")  # noqa: S608 - constants
# Those it was paid by, and those that may be paid by now: under the link's lock they are never more than its times.
TAKEN: Final = text("SELECT count(*) FROM checkout WHERE link_id = :id AND state IN ('open', 'paid')")


def check_title(title: str) -> str:
    """Return a title. Raises Misread for one that is empty, longer than a poster has room for, or no one line."""
    if not 1 <= len(title) <= TITLE_LETTERS or not title.isprintable() or title != title.strip():
        raise Misread("error.malformed")
    return title


def check_amount(amount: int) -> int:
    """Return an amount. Raises Misread for less, or more, than anybody can pay at once."""
    if amount < tariffs.MINIMUM:
        raise Misread("error.amount_below", minimum=int(tariffs.MINIMUM))
    if amount > LARGEST:
        raise Misread("error.amount_above", maximum=LARGEST)
    return amount


def create(db: Connection, asked: NewLink, maker: Actor | None = None) -> tuple[Link, PayAddress]:
    """Make a link, and the address by which it is paid; its maker is a member or a program, or none of its business."""
    address = pay_addresses.create(db, "link")
    row = {**vars(asked), "fields": asked.fields.split(), "id": address.id}
    db.execute(CREATE, row | makers.name_columns(maker))
    return get_link(db, address.id), address


def get_link(db: Connection, link_id: str) -> Link:
    """Return the link of this id. Raises NoResultFound."""
    return _read(db, FIND, link_id)


def find(db: Connection, link_id: str) -> Link | None:
    """Return the link of this id, None for none."""
    return _find(db, FIND, link_id)


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


def list_of(db: Connection, merchant_id: str, tills: Sequence[str] | None = None) -> list[tuple[Link, PayAddress]]:
    """Return the links of a business, or those at some of its tills, the newest first, each with its address."""
    found = db.execute(LIST, {"merchant": merchant_id, "tills": None if tills is None else [*tills]})
    listed = []
    for row in found:
        *columns, code, token = row
        link = Link(*columns)
        listed.append((replace(link, fields=tuple(link.fields)), PayAddress(code, token, "link", link.id)))
    return listed


def name_makers(db: Connection, merchant_id: str) -> dict[str, str]:
    """Return who made each link of a business, by the link's id."""
    return {row.id: row.maker for row in db.execute(MAKERS, {"merchant": merchant_id})}


def close(db: Connection, link_id: str) -> None:
    """Close a link: nothing more is paid by it."""
    db.execute(text("UPDATE link SET state = 'closed' WHERE id = :id"), {"id": link_id})


def _read(db: Connection, query: str, link_id: str) -> Link:
    found = _find(db, query, link_id)
    if found is None:
        raise NoResultFound(link_id)
    return found


def _find(db: Connection, query: str, link_id: str) -> Link | None:
    row = db.execute(text(query), {"id": link_id}).one_or_none()
    return Link(**{**row._mapping, "fields": tuple(row.fields)}) if row else None
