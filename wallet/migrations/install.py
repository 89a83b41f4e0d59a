"""Parts that every migrate installs anew: rails, functions, triggers, rows the code names, house accounts, grants."""

import re
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import Connection

from wallet.compliance.rules import QUERIES
from wallet.core import grants
from wallet.members import roles
from wallet.payments.rails import RAILS
from wallet.staff import for_logins, permissions

WALLET: Final = Path(__file__).parents[1]
INSTALLED: Final = (  # in this order
    "core/functions.sql",
    "ledger/functions.sql",
    "ledger/months.sql",
    "ledger/reasons.sql",
    "ledger/moves.sql",
    "people/functions.sql",
    "operations/functions.sql",
    "payments/functions.sql",
    "payments/rail_holds.sql",
    "topups/functions.sql",
    "accounts/functions.sql",
    "members/sessions.sql",
    "members/second_factors.sql",
    "members/membership.sql",
    "members/sent_addresses.sql",
    "members/passwords.sql",
    "business/levels.sql",
    "business/functions.sql",
    "business/invoices.sql",
    "business/kept_sales.sql",
    "prices/functions.sql",
    "reconciliation/functions.sql",
    "staff/factors.sql",
    "staff/functions.sql",
    "staff/lifts.sql",
    "retentions/functions.sql",
    "sanctions/functions.sql",
    "suspicion/functions.sql",
    "dormancy/functions.sql",
    "staff/unmasking.sql",
    "accounts/erasing.sql",
    "payouts/functions.sql",
    "subscriptions/functions.sql",
    "salaries/functions.sql",
    "verification/functions.sql",
    "books/functions.sql",
    "books/vat.sql",
    "books/journals.sql",
    "books/months.sql",
    *(f"compliance/rules/{one.name}" for one in sorted(QUERIES.glob("*.sql"))),
    "compliance/functions.sql",
    "compliance/months.sql",
    "core/masking.sql",
    "core/life.sql",
    "core/peppers.sql",
    "migrations/rows.sql",
    "migrations/transfer_kinds.sql",
    "migrations/accounts.sql",
)
NOTE_RAIL: Final = """INSERT INTO operator AS o (rail, currencies, maintenance, changed_at) VALUES (%s, %s, %s, now())
    ON CONFLICT (rail) DO UPDATE SET currencies = excluded.currencies WHERE o.currencies <> excluded.currencies"""
# A function that a trigger or a CHECK stands on cannot go, and need not: it has no arguments that could have changed.
DROP_FUNCTIONS: Final = """
    DO $$
    DECLARE old regprocedure;
    BEGIN
      FOR old IN
        SELECT oid FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND pg_has_role(proowner, 'USAGE')
        AND NOT EXISTS (SELECT FROM pg_depend WHERE refclassid = 'pg_proc'::regclass AND refobjid = p.oid)
      LOOP
        EXECUTE 'DROP ROUTINE ' || old;
      END LOOP;
    END $$"""

UPON: Final = re.compile(r"ALTER TABLE (\w+)|DROP TRIGGER (?:IF EXISTS )?\w+ ON (\w+)")
LOCK: Final = """
    DO $$
    DECLARE tables text := (SELECT string_agg(oid::regclass::text, ', ' ORDER BY oid) FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname = ANY ('{{{names}}}'));
    BEGIN
      IF tables IS NOT NULL THEN
        EXECUTE 'LOCK TABLE ' || tables || ' IN ACCESS EXCLUSIVE MODE';
      END IF;
    END $$"""


def write_lock() -> str:
    """Return the statement that locks each table which install() changes, as far as it is there.

    No other: of the rest somebody may ask meanwhile whether we are ready, or a program for what it asked before.
    """
    texts = [(WALLET / file).read_text(encoding="utf-8") for file in INSTALLED]
    named = {name for text in texts for found in UPON.findall(text) for name in found if name}
    named |= {one.table for one in for_logins.read_written()}
    return LOCK.format(names=",".join(sorted(named)))


def install(connection: Connection) -> None:
    """Note every rail, drop functions nothing stands on, run the INSTALLED files, then write what is in *.txt."""
    for name, rail in sorted(RAILS.items()):
        connection.exec_driver_sql(NOTE_RAIL, (name, list(rail.currencies), rail.off_at_first))
    connection.exec_driver_sql(DROP_FUNCTIONS)
    for file in INSTALLED:
        run_file(connection, WALLET / file)
    for statement in (
        *for_logins.write_statements(),
        *permissions.write_statements(),
        *roles.write_statements(),
        *grants.write_statements(),
    ):
        connection.exec_driver_sql(statement)


def run_file(connection: Connection, file: Path) -> None:
    """Run a file's statements as they are (no `%` of theirs is a parameter)."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    raw.execute(file.read_text(encoding="utf-8").encode())
