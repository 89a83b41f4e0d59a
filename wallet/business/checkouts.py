"""Checkouts: something of a business that can be paid once, by any method; then paid, expired or cancelled.

Which it becomes is decided under its row's lock; its id is the key of the one transfer that pays it, whoever pays.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, text

from wallet.business import checkout_asks, events
from wallet.business.links import Link, check_amount, check_title
from wallet.core import clock
from wallet.core.driver import find_row, write_for_driver
from wallet.core.email_addresses import EmailAddress
from wallet.core.errors import Misread, Refused
from wallet.core.payment_states import ASKED_ABOUT, in_sql
from wallet.core.public_ids import write_id
from wallet.messages import mails
from wallet.operations import pay_addresses
from wallet.operations.pay_addresses import PayAddress

WAITS: Final = timedelta(hours=24)
LONGEST: Final = timedelta(days=30)
OF_LINK: Final = timedelta(hours=1)  # whoever opened a link's page has so long to pay
FIELD_LETTERS: Final = 200
LIVE: Final = in_sql(ASKED_ABOUT)  # a payment that may be approved any moment
DUE: Final = f"""SELECT id::text FROM checkout c WHERE state = 'open' AND due_at <= wallet_now()
    AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.checkout_id = c.id AND p.state IN {LIVE}) ORDER BY due_at"""


@dataclass(frozen=True)
class Checkout:
    """A checkout as it stands: `paid_with` is the transfer, `payment_id` the payment, None where a wallet paid it."""

    id: str
    merchant_id: str
    link_id: str | None
    invoice_id: str | None
    amount: int
    title: str
    reference: str
    customer_name: str
    customer_phone: str
    customer_email: str
    return_url: str
    language: str
    state: str
    paid_with: str | None
    payment_id: str | None
    paid_by: str
    fee: int
    refunded: int
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None
    is_over: bool  # its time to be paid is past, ended or not
    till: str  # at which it is taken, "" for none


@dataclass(frozen=True)
class NewCheckout:
    """A checkout to be made: francs, what for, and what its business says of it. Raises Misread for what cannot be."""

    merchant_id: str
    amount: int
    title: str
    reference: str = ""
    customer_name: str = ""
    customer_phone: str = ""
    customer_email: str = ""
    return_url: str = ""
    language: str = ""
    link_id: str | None = None
    waits_seconds: int = int(WAITS.total_seconds())
    till: str = ""
    invoice_id: str | None = None  # what is owed is asked for whole, however much, for as long as it is owed

    def __post_init__(self) -> None:
        """Raise Misread for what no checkout can be."""
        if self.invoice_id is None:
            check_amount(self.amount)
        check_title(self.title)
        said = (self.reference, self.customer_name, self.customer_phone, self.customer_email)
        if any(len(one) > FIELD_LETTERS or (one and not one.isprintable()) for one in said):
            raise Misread("error.malformed")
        if self.customer_email and EmailAddress.read(self.customer_email) != self.customer_email:
            raise Misread("error.not_an_email")
        if self.invoice_id is None and not 60 <= self.waits_seconds <= LONGEST.total_seconds():
            raise Misread("error.malformed")
        if self.language not in ("", "fr", "en"):
            raise Misread("error.malformed")
        if self.return_url and not is_return_url(self.return_url):
            raise Misread("error.malformed")


COLUMNS: Final = """id::text, merchant_id::text, link_id::text, invoice_id::text, amount, title, reference,
    customer_name, customer_phone, customer_email, return_url, language, state, paid_with::text,
    payment_id::text, paid_by, fee, refunded, created_at, due_at, ended_at, due_at <= wallet_now() AS is_over,
    coalesce(till, '') AS till"""
# One statement: what is made most must not go to the database three times. The event says what `describe` said, but for
# the times, which the database knows.
CREATE: Final = write_for_driver(f"""WITH address AS ({pay_addresses.CREATE.format(thing="checkout")}),
    made AS (INSERT INTO checkout (id, merchant_id, link_id, invoice_id, amount, title, reference,
            customer_name, customer_phone, customer_email, return_url, language, till, created_at, due_at)
        SELECT CAST(:id AS uuid), CAST(:merchant_id AS uuid), CAST(:link_id AS uuid), CAST(:invoice_id AS uuid),
            :amount, :title, :reference, :customer_name, :customer_phone, :customer_email, :return_url, :language,
            nullif(:till, ''), now, now + make_interval(secs => :waits_seconds) FROM address, wallet_now() now
        RETURNING created_at, due_at),
    noted AS (INSERT INTO event (id, merchant_id, kind, object_id, data, at)
        SELECT CAST(:event_id AS uuid), CAST(:merchant_id AS uuid), 'checkout.created', :id,
            CAST(:data AS jsonb) || jsonb_build_object('created_at', {clock.in_sql_utc("created_at")},
                'due_at', {clock.in_sql_utc("due_at")}), created_at
        FROM made)
    SELECT created_at, due_at FROM made""")
AT: Final = write_for_driver(f"""SELECT {COLUMNS}, shop,
        (SELECT code FROM pay_address WHERE token = :token) AS page_code,
        (SELECT CASE WHEN refused_at IS NOT NULL THEN 'refused' WHEN email <> '' THEN 'mailed' ELSE 'texted' END
            FROM checkout_ask WHERE checkout_id = checkout.id) AS asked,
        CASE WHEN amount <= coalesce(payment_most, amount) THEN methods ELSE '{{}}' END AS taken, logo, shop_email
    FROM checkout, LATERAL (
        SELECT name AS shop, coalesce(logo, '') AS logo, email AS shop_email, payment_most, methods
        FROM merchant JOIN business_level USING (level) WHERE merchant.id = merchant_id) business
    WHERE id = (SELECT checkout_id FROM pay_address WHERE token = :token)""")
IS_ASKED: Final = "EXISTS (SELECT FROM checkout_ask a WHERE a.checkout_id = checkout.id)"
PAY: Final = text(f"""UPDATE checkout SET state = 'paid', paid_with = transfer_id('checkout:' || id), paid_by = :method,
        payment_id = CAST(:payment AS uuid), fee = :fee, ended_at = wallet_now() WHERE id = :id AND state = 'open'
    RETURNING {COLUMNS}, {IS_ASKED}""")
END: Final = text(f"""UPDATE checkout SET state = :state, ended_at = wallet_now() WHERE id = :id AND state = 'open'
    RETURNING {COLUMNS}, {IS_ASKED}""")

NOT_YET: Final = datetime.fromtimestamp(0, UTC)
NEW: Final[Mapping[str, Any]] = {
    "state": "open", "paid_with": None, "payment_id": None, "paid_by": "", "fee": 0, "refunded": 0,
    "created_at": NOT_YET, "due_at": NOT_YET, "ended_at": None, "is_over": False,
}  # fmt: skip
# A name or an address: no sign that readers differ on.
HOST: Final = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]*:[0-9a-f:.]*")


def is_return_url(url: str) -> bool:
    """True for an address that a page may lead back to: whole, over TLS unless on this machine, without a login."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # one that is no number, or too high
    except ValueError:
        return False
    host = parts.hostname or ""
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in ("127.0.0.1", "localhost"))
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= 500
    return safe and plain and HOST.fullmatch(host) is not None and "@" not in parts.netloc


def create(db: Connection, asked: NewCheckout) -> tuple[Checkout, PayAddress]:
    """Make a checkout, and the address by which it is paid; its business hears of it."""
    given = dict(vars(asked))
    waits, made = given.pop("waits_seconds"), Checkout(id="", **given, **NEW)

    def write(drawn: PayAddress) -> Any:
        nonlocal made
        made = replace(made, id=drawn.id)
        row = {**vars(drawn), **given, "waits_seconds": waits, "event_id": events.new_id()}
        times = find_row(db, CREATE, row | {"data": json.dumps(describe(made))})
        if times is not None:
            made = replace(made, created_at=times.created_at, due_at=times.due_at)
        return times

    address = pay_addresses.write_free("checkout", write)
    return made, address


def create_by_link(db: Connection, link: Link, amount: int, **customer: str) -> tuple[Checkout, PayAddress]:
    """Make the checkout that a link's payer pays; the link is locked and open, and takes this amount."""
    waits = int(OF_LINK.total_seconds())
    new = NewCheckout(
        link.merchant_id, amount, link.title, link_id=link.id, waits_seconds=waits, till=link.till, **customer
    )
    return create(db, new)


def find(db: Connection, checkout_id: str) -> Checkout | None:
    """Return the checkout of this id, None when there is none."""
    row = db.execute(text(f"SELECT {COLUMNS} FROM checkout WHERE id = :id"), {"id": checkout_id}).one_or_none()
    return Checkout(**row._mapping) if row else None


def get(db: Connection, checkout_id: str) -> Checkout:
    """Return the checkout of this id. Raises NoResultFound."""
    row = db.execute(text(f"SELECT {COLUMNS} FROM checkout WHERE id = :id"), {"id": checkout_id}).one()
    return Checkout(**row._mapping)


def find_paid_with(db: Connection, transfer: str) -> str | None:
    """Return the id of the checkout that a transfer paid, or None."""
    paid = text("SELECT id::text FROM checkout WHERE paid_with = CAST(:transfer AS uuid)")
    found: str | None = db.execute(paid, {"transfer": transfer}).scalar_one_or_none()
    return found


class AtPage(NamedTuple):
    """A checkout at its page: its shop's name, its code, and how somebody was asked for it.

    `asked` is texted, mailed; "refused" once they refused; "" where nobody was. `taken` are the methods by which its
    business's level lets so much be paid; `logo` and `email` are the business's, "" for none.
    """

    checkout: Checkout
    shop: str
    code: str
    asked: str
    taken: tuple[str, ...]
    logo: str
    email: str


def find_at(db: Connection, token: str) -> AtPage | None:
    """Return the checkout behind a page's address, None for none: in one statement."""
    row = find_row(db, AT, {"token": token})
    if row is None:
        return None
    *columns, shop, code, asked, taken, logo, email = row
    return AtPage(Checkout(*columns), shop, code, asked or "", tuple(taken), logo, email)


def lock_row(db: Connection, checkout_id: str) -> Checkout:
    """Return a checkout as it is now, locked until the transaction ends. Raises NoResultFound."""
    found = text(f"SELECT {COLUMNS} FROM checkout WHERE id = :id FOR NO KEY UPDATE")
    return Checkout(**db.execute(found, {"id": checkout_id}).one()._mapping)


def lock_row_open(db: Connection, checkout_id: str) -> Checkout:
    """Return a checkout that can still be paid, locked. Raises Refused, saying what became of it."""
    checkout = lock_row(db, checkout_id)
    check_open(checkout)
    return checkout


def check_open(checkout: Checkout) -> None:
    """Raise Refused for one that is paid, cancelled, expired, or past its time.

    That others are about to pay it stands in nobody's way: the first success pays it, the rest go back.
    """
    state = "expired" if checkout.state == "open" and checkout.is_over else checkout.state
    if state != "open":
        raise Refused(f"refusal.checkout_{state}")


def mark_paid(
    db: Connection, checkout: Checkout, method: str, fee: int, payment_id: str | None = None, paid_by: str = ""
) -> None:
    """Mark a locked, open checkout paid; its business hears of it. `fee` is what the business pays of it.

    `paid_by` is the number that paid, "" for one that is not known: whoever was asked at another is told.
    Raises RuntimeError for one that is not open.
    """
    row = {"id": checkout.id, "method": method, "fee": fee, "payment": payment_id}
    paid = db.execute(PAY, row).one_or_none()
    if paid is None:
        raise RuntimeError(f"checkout {checkout.id} is not open")
    _note_ended(db, paid, "checkout.paid", paid_by)
    if checkout.customer_email:
        mails.write(db, checkout.customer_email, checkout.language or "fr", "checkout_paid", checkout.id)


def end(db: Connection, checkout_id: str, state: str) -> None:
    """End a locked, open checkout as "expired" or "cancelled"; its business hears of it."""
    _note_ended(db, db.execute(END, {"id": checkout_id, "state": state}).one(), f"checkout.{state}")


def _note_ended(db: Connection, row: Row[Any], kind: str, paid_by: str = "") -> None:
    """Tell a business what became of a checkout, and of the request that it was for somebody, if it was one."""
    *columns, is_asked = tuple(row)
    ended = Checkout(*columns)
    note(db, ended, kind)
    if is_asked:
        checkout_asks.note_ended(db, ended.id, paid_by)


def cancel_all(db: Connection, merchant_id: str) -> None:
    """Cancel all that can still be paid of a business, and close its links: it closes."""
    db.execute(text("UPDATE link SET state = 'closed' WHERE merchant_id = :id"), {"id": merchant_id})
    open_now = text("SELECT id::text FROM checkout WHERE merchant_id = :id AND state = 'open' ORDER BY id FOR UPDATE")
    for checkout_id in db.execute(open_now, {"id": merchant_id}).scalars().all():
        end(db, checkout_id, "cancelled")


def make_key(checkout: Checkout) -> str:
    """Return the key of the one transfer that pays a checkout, whoever pays."""
    return f"checkout:{checkout.id}"


def expire(db: Connection, checkout_id: str) -> None:
    """End a checkout that nobody paid in time, unless it has ended meanwhile or is about to be paid."""
    lock_row(db, checkout_id)
    if db.execute(text(f"SELECT 1 FROM ({DUE}) due WHERE id = :id"), {"id": checkout_id}).first():
        end(db, checkout_id, "expired")


def note(db: Connection, checkout: Checkout, kind: str, **more: Any) -> None:
    """Note an event about a checkout; `more` stands beside what every such event says."""
    events.note(db, checkout.merchant_id, kind, checkout.id, {**describe(checkout), **more})


def describe(checkout: Checkout) -> dict[str, Any]:
    """Return a checkout as its business sees it, in the API and in events; amounts are whole francs."""
    said = {
        "id": write_id("chk", checkout.id), "object": "checkout",
        "amount": checkout.amount, "currency": "XAF", "title": checkout.title,
        "reference": checkout.reference, "state": checkout.state, "method": checkout.paid_by, "fee": checkout.fee,
        "refunded": checkout.refunded, "link": write_id("lnk", checkout.link_id) if checkout.link_id else None,
        "invoice": write_id("inv", checkout.invoice_id) if checkout.invoice_id else None,
        "payment": write_id("pay", checkout.paid_with) if checkout.paid_with else None,
        "customer_name": checkout.customer_name, "customer_phone": checkout.customer_phone,
        "customer_email": checkout.customer_email, "return_url": checkout.return_url,
    }  # fmt: skip
    times = {"created_at": checkout.created_at, "due_at": checkout.due_at, "ended_at": checkout.ended_at}
    return said | {name: clock.write_utc(at) if at else None for name, at in times.items()}
