"""Customers of a business: listed, added, changed; what was issued to them keeps saying what it said."""

import secrets
from typing import Any, Final

from flask import Response, abort, request

from wallet.business import customers
from wallet.business.customers import FIELDS, Customer, NewCustomer
from wallet.business.save_customer import SaveCustomer
from wallet.core.email_addresses import EmailAddress
from wallet.core.errors import Misread
from wallet.core.public_ids import find_id, write_id
from wallet.core.values import Phone
from web.business.answers import lead_on, write_address
from web.business.inside import Inside, do_or_say, enter, read_field

A_PAGE: Final = 30
TYPED_LETTERS: Final = 400


def show_customers(merchant: str, problem: str = "", typed: dict[str, str] | None = None) -> Response:
    """Return whom a business bills, and the form that adds one."""
    inside = enter(merchant)
    inside.need("customers:read")
    before = find_id("cus", request.args.get("before", ""))
    found = inside.read(lambda db: customers.list_of(db, merchant, A_PAGE + 1, before))
    last = found[A_PAGE - 1].id if len(found) > A_PAGE else ""
    older = write_address(f"{inside.way}/customers", before=write_id("cus", last)) if last else ""
    return inside.answer(
        "customers.html", "customers", 422 if problem else 200, problem=problem, customers=found[:A_PAGE], older=older,
        typed=typed or dict.fromkeys(FIELDS, ""), write_id=write_id, attempt=secrets.token_urlsafe(16),
        may_write=inside.may("customers:write"),
    )  # fmt: skip


def add_customer(merchant: str) -> Response:
    """Add a customer."""
    inside, typed = enter(merchant), read_typed()
    inside.need("customers:write")

    def add() -> Response:
        inside.perform(SaveCustomer(read_customer(inside, typed)))
        return lead_on(f"{inside.way}/customers")

    way = f"{inside.way}/customers"
    return do_or_say(inside, add, lambda problem: show_customers(merchant, problem, typed), way)


def show_customer(merchant: str, customer: str, problem: str = "", typed: dict[str, str] | None = None) -> Response:
    """Return one customer, and the form that changes what is known of them."""
    inside = enter(merchant)
    inside.need("customers:read")
    known = _find(inside, customer)
    return inside.answer(
        "customer.html", "customers", 422 if problem else 200, problem=problem, customer=known, named=customer,
        typed=typed or {name: getattr(known, name) for name in FIELDS}, attempt=secrets.token_urlsafe(16),
        may_write=inside.may("customers:write"),
    )  # fmt: skip


def change_customer(merchant: str, customer: str) -> Response:
    """Change a customer."""
    inside, typed = enter(merchant), read_typed()
    inside.need("customers:write")
    known = _find(inside, customer)

    def change() -> Response:
        inside.perform(SaveCustomer(read_customer(inside, typed), known.id))
        return lead_on(f"{inside.way}/customers")

    way = f"{inside.way}/customers/{customer}"
    return do_or_say(inside, change, lambda problem: show_customer(merchant, customer, problem, typed), way)


def _find(inside: Inside, written: str) -> Customer:
    """Return the customer of an address. Aborts with 404 for none of theirs."""
    row_id = find_id("cus", written)
    known = inside.read(lambda db: customers.find(db, inside.merchant_id, row_id)) if row_id else None
    if known is None:
        abort(404)
    return known


def read_typed() -> dict[str, str]:
    """Return what was typed, each field as its form shows it again."""
    typed = {name: read_field(name, TYPED_LETTERS) for name in FIELDS}
    return typed | {"language": typed["language"] or "fr"}


def read_customer(inside: Inside, typed: dict[str, str]) -> NewCustomer:
    """Return a customer as typed, as the wallet takes one. Raises Misread, by what is wrong."""
    said: dict[str, Any] = dict(typed)
    if said["phone"]:
        said["phone"] = str(Phone.read(said["phone"]))
    if said["email"]:
        said["email"] = EmailAddress.read(said["email"])
    try:
        return NewCustomer(inside.merchant_id, **said)
    except Misread as wrong:
        raise Misread("member.customer_unfit") from wrong
