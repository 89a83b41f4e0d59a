"""The accounts of the ledger by the names of those they are of, as staff read them."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.people.people import shorten_name

OWNED: Final = text("""SELECT a.id, a.code, a.kind, coalesce(p.name, q.name) AS person,
    coalesce(h.number, g.code) AS known_by, coalesce(
      (SELECT m.name FROM merchant m WHERE m.account_id = a.id),
      (SELECT b.title FROM bank_account b WHERE a.code = 'bank:' || b.rib)) AS owner
    FROM account a LEFT JOIN person p ON p.account_id = a.id
    LEFT JOIN phone h ON h.person_id = p.id AND h.until IS NULL
    LEFT JOIN agent g ON a.id IN (g.float_id, g.commission_id) LEFT JOIN person q ON q.id = g.person_id
    WHERE a.id = ANY(:ids)""")


class NamedAccount(NamedTuple):
    """An account: its kind, and how staff call it."""

    kind: str
    name: str


def name_accounts(db: Connection, ids: Iterable[int]) -> dict[int, NamedAccount]:
    """Return each account, named by its kind and its owner; one of the house's, which nobody owns, by its code."""
    named = {}
    for row in db.execute(OWNED, {"ids": [*ids]}):
        person = " ".join(filter(None, (row.person and shorten_name(row.person), row.known_by)))
        owner = person or row.owner
        named[row.id] = NamedAccount(row.kind, f"{row.kind.replace('_', ' ')} {owner}" if owner else row.code)
    return named
