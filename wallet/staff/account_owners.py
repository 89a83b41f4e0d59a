"""The accounts of the ledger by the names of those they are of, as staff read them."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

OWNED: Final = text("""SELECT a.id, a.code, a.kind, coalesce(
      (SELECT concat_ws(' ', p.name, h.number) FROM person p
        LEFT JOIN phone h ON h.person_id = p.id AND h.until IS NULL WHERE p.account_id = a.id),
      (SELECT concat_ws(' ', g.code, p.name) FROM agent g JOIN person p ON p.id = g.person_id
        WHERE a.id IN (g.float_id, g.commission_id)),
      (SELECT m.name FROM merchant m WHERE m.account_id = a.id),
      (SELECT b.title FROM bank_account b WHERE a.code = 'bank:' || b.rib)) AS owner
    FROM account a WHERE a.id = ANY(:ids)""")


class NamedAccount(NamedTuple):
    """An account: its kind, and how staff call it."""

    kind: str
    name: str


def name_accounts(db: Connection, ids: Iterable[int]) -> dict[int, NamedAccount]:
    """Return each account, named by its kind and its owner; one of the house's, which nobody owns, by its code."""
    rows = db.execute(OWNED, {"ids": [*ids]})
    return {
        row.id: NamedAccount(row.kind, f"{row.kind.replace('_', ' ')} {row.owner}" if row.owner else row.code)
        for row in rows
    }
