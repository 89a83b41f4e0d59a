"""Kinds of transfer that nothing must justify: for tests, faults and benches, whose databases alone may have them."""

import uuid
from typing import Final

import psycopg
from sqlalchemy import Connection

from wallet import ledger
from wallet.ledger import Entry, Transfer

TEST: Final = "test"  # the usual one
ALLOW: Final = """INSERT INTO transfer_kind (kind, reason, named, takes, gives, posted_by)
    SELECT kind, 'trial', '{}', known, known, roles FROM unnest(%s::text[]) kind,
        (SELECT array_agg(kind) AS known FROM account_kind) account,
        (SELECT array_agg(rolname::text) AS roles FROM pg_roles WHERE starts_with(rolname, 'mbongo_')) poster
    ON CONFLICT DO NOTHING"""


def allow_trials(owner_url: str, *kinds: str) -> None:
    """Let every role post transfers of these kinds between any accounts, in a test's or a bench's database."""
    with psycopg.connect(owner_url) as owner:
        owner.execute(ALLOW, [list(kinds or (TEST,))])


def lend(db: Connection, account: int, amount: int) -> Transfer:
    """Return a transfer of this much from the house's cash, for nothing."""
    return Transfer(f"lent:{uuid.uuid4()}", TEST, (Entry(ledger.ours(db, "cash"), -amount), Entry(account, amount)))
