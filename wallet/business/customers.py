"""Customers: whom a business bills."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.business.invoice_sums import is_line
from wallet.core import clock
from wallet.core.email_addresses import EmailAddress
from wallet.core.errors import Misread
from wallet.core.public_ids import write_id
from wallet.core.values import Phone

NAME_LETTERS, ADDRESS_LETTERS, CODE_LETTERS = 120, 300, 40
COLUMNS: Final = """id::text, merchant_id::text, name, niu, rccm, address, email, phone, language, created_at,
    changed_at"""
FIELDS: Final = ("name", "niu", "rccm", "address", "email", "phone", "language")


@dataclass(frozen=True)
class NewCustomer:
    """A customer as a business says; an address may have lines. Raises Misread for what cannot be."""

    merchant_id: str
    name: str
    niu: str = ""
    rccm: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    language: str = "fr"

    def __post_init__(self) -> None:
        """Raise Misread for what no customer can be."""
        short = ((self.name, NAME_LETTERS), (self.niu, CODE_LETTERS), (self.rccm, CODE_LETTERS))
        if not self.name.strip() or any(not is_line(said, most) for said, most in short):
            raise Misread("error.malformed")
        check_address(self.address)
        if self.language not in ("fr", "en"):
            raise Misread("error.malformed")
        if self.email and EmailAddress.read(self.email) != self.email:
            raise Misread("error.not_an_email")
        if self.phone and Phone.read(self.phone) != self.phone:
            raise Misread("error.not_a_phone")


@dataclass(frozen=True)
class Customer:
    """A customer as they are known; see NewCustomer."""

    id: str
    merchant_id: str
    name: str
    niu: str
    rccm: str
    address: str
    email: str
    phone: str
    language: str
    created_at: datetime
    changed_at: datetime


CREATE: Final = text(f"""INSERT INTO customer (id, merchant_id, {", ".join(FIELDS)}, created_at, changed_at)
    VALUES (CAST(:id AS uuid), CAST(:merchant_id AS uuid), {", ".join(f":{name}" for name in FIELDS)}, wallet_now(),
        wallet_now())""")  # noqa: S608 - constants
CHANGE: Final = text(f"""UPDATE customer SET {", ".join(f"{name} = :{name}" for name in FIELDS)},
    changed_at = wallet_now() WHERE id = CAST(:id AS uuid) AND merchant_id = CAST(:merchant_id AS uuid)""")  # noqa: S608 - constants


def check_address(said: str) -> None:
    """Raise Misread for an address that is too long, or says anything unseen; it may have lines."""
    if len(said) > ADDRESS_LETTERS or not all(line.isprintable() for line in said.split("\n")):
        raise Misread("error.malformed")


def create(db: Connection, asked: NewCustomer) -> str:
    """Note a customer; return the id."""
    made = str(uuid.uuid4())
    db.execute(CREATE, {**vars(asked), "id": made})
    return made


def change(db: Connection, customer_id: str, asked: NewCustomer) -> bool:
    """Change a customer of a business; False where it has none of this id. What was issued says what it said."""
    return bool(db.execute(CHANGE, {**vars(asked), "id": customer_id}).rowcount)


def find(db: Connection, merchant_id: str, customer_id: str) -> Customer | None:
    """Return a customer of a business, None for none of its own."""
    found = text(f"SELECT {COLUMNS} FROM customer WHERE id = :id AND merchant_id = :merchant")  # noqa: S608 - constants
    row = db.execute(found, {"id": customer_id, "merchant": merchant_id}).one_or_none()
    return Customer(**row._mapping) if row else None


LIST: Final = text(f"""SELECT {COLUMNS} FROM customer WHERE merchant_id = :merchant
    AND (CAST(:before AS uuid) IS NULL OR (created_at, id) < (SELECT created_at, id FROM customer
        WHERE id = CAST(:before AS uuid) AND merchant_id = :merchant))
    ORDER BY created_at DESC, id DESC LIMIT :most""")  # noqa: S608 - constants


def list_of(db: Connection, merchant_id: str, most: int, before: str | None = None) -> list[Customer]:
    """Return customers of a business, the newest first: those behind `before`, the id of one, where it is said."""
    rows = db.execute(LIST, {"merchant": merchant_id, "most": most, "before": before})
    return [Customer(**row._mapping) for row in rows]


def describe(customer: Any) -> dict[str, Any]:
    """Return a customer as its business sees them."""
    said = {"id": write_id("cus", customer.id), "object": "customer"} | {one: getattr(customer, one) for one in FIELDS}
    return said | {name: clock.write_utc(getattr(customer, name)) for name in ("created_at", "changed_at")}
