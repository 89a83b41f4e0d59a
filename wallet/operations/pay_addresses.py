"""Addresses of what can be paid: an 8-digit code for a phone, a token for a browser, one of each for one thing.

A thing is a request between people, a checkout of a business, a link that makes checkouts, a plan that people agree
to be charged by, or money to be added to a wallet (recharge), which its page alone pays.
"""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, text

from wallet.core.codes import RequestCode

CODE_TRIES: Final = 8
TOKEN_BYTES: Final = 16
TOKEN_LETTERS: Final = 22
KEY: Final = "k"  # in the address by which a payer follows their own payment (payer_keys.py)
BACK: Final = "back"  # in the address of whoever comes back from a rail's page
Thing = Literal["checkout", "link", "request", "recharge", "plan"]

CREATE: Final = """INSERT INTO pay_address (code, token, {thing}_id)
    SELECT :code, :token, CAST(:id AS uuid) WHERE NOT EXISTS (SELECT FROM bill_search WHERE code = :code)
    ON CONFLICT (code) DO NOTHING RETURNING code"""
FIND: Final = """SELECT code, token, CASE WHEN checkout_id IS NOT NULL THEN 'checkout'
    WHEN link_id IS NOT NULL THEN 'link' WHEN recharge_id IS NOT NULL THEN 'recharge'
    WHEN plan_id IS NOT NULL THEN 'plan' ELSE 'request' END AS thing,
    coalesce(checkout_id, link_id, request_id, recharge_id, plan_id)::text AS id FROM pay_address"""


@dataclass(frozen=True)
class PayAddress:
    """The address of one thing: `id` is the thing's."""

    code: str
    token: str
    thing: Thing
    id: str


def create(db: Connection, thing: Thing) -> PayAddress:
    """Write down an address nobody has, for a thing whose row is written after it in this transaction, under `id`."""
    return write_free(thing, lambda drawn: db.execute(text(CREATE.format(thing=thing)), vars(drawn)).first())


def write_free(thing: Thing, write: Callable[[PayAddress], Any]) -> PayAddress:
    """Return an address for a thing to be made, as `write` wrote it with CREATE: it returns None for a code taken."""
    id_, token = str(uuid.uuid4()), secrets.token_urlsafe(TOKEN_BYTES)
    for _ in range(CODE_TRIES):
        drawn = PayAddress(RequestCode.draw(), token, thing, id_)
        if write(drawn) is not None:
            return drawn
    raise RuntimeError("eight codes in a row were taken")


def find_by_code(db: Connection, code: str) -> PayAddress | None:
    """Return the address of this code, None when there is none."""
    return _one(db.execute(text(f"{FIND} WHERE code = :code"), {"code": code}).one_or_none())


def find_by_token(db: Connection, token: str) -> PayAddress | None:
    """Return the address of this token, None when there is none."""
    if len(token) != TOKEN_LETTERS:
        return None
    return _one(db.execute(text(f"{FIND} WHERE token = :token"), {"token": token}).one_or_none())


def get_of(db: Connection, thing: Thing, id_: str) -> PayAddress:
    """Return the address of a thing by its id. Raises NoResultFound."""
    row = db.execute(text(f"{FIND} WHERE {thing}_id = :id"), {"id": id_}).one()
    return PayAddress(**row._mapping)


def write_url(public_url: str, token: str) -> str:
    """Return the address a browser opens: https://our.host/pay/<token>."""
    return f"{public_url.rstrip('/')}/pay/{token}"


def _one(row: Any) -> PayAddress | None:
    return PayAddress(**row._mapping) if row else None
