"""The grants of the database are those written, both ways; `check` says so where they are not."""

import psycopg
import pytest
from sqlalchemy import text

from tests.conftest import Database
from tests.world.wallet_under_test import connect_owner
from wallet.core import grants
from wallet.core.grants import PRESENT, Grant, read_written
from wallet.core.roles import ROLES
from wallet.ledger.check import find_violations

SECRETS = {("pin", "hash"), ("pin", "past"), ("staff", "verifier"), ("staff", "tried"), ("cash_out", "code_digest")}
CHANGES = {
    "GRANT DELETE ON person TO mbongo_web": "mbongo_web may delete person",
    "GRANT UPDATE (tier) ON ceiling TO mbongo_worker": "mbongo_worker may update ceiling tier",
    "GRANT SELECT ON staff TO PUBLIC": "everybody may select staff",
    "GRANT SELECT ON pin TO mbongo_app_of_old": "mbongo_app_of_old may select pin",
    "GRANT USAGE ON SEQUENCE account_id_seq TO mbongo_read": "mbongo_read may usage account_id_seq",
    "GRANT EXECUTE ON FUNCTION refuse_link TO mbongo_web": "mbongo_web may execute refuse_link",
    "GRANT SELECT ON person TO mbongo_read WITH GRANT OPTION": "mbongo_read may not select person",
    "REVOKE INSERT ON notice FROM mbongo_worker": "mbongo_worker may not insert notice",
    "REVOKE EXECUTE ON FUNCTION roll_up FROM mbongo_worker": "mbongo_worker may not execute roll_up",
    "GRANT mbongo_owner TO mbongo_web": "mbongo_web",
    "ALTER ROLE mbongo_office BYPASSRLS": "mbongo_office",
    "GRANT CREATE ON SCHEMA public TO mbongo_read": "mbongo_read may make what it likes",
    "ALTER TABLE block OWNER TO mbongo_web": "mbongo_web",
    "ALTER ROLE mbongo_web SET synchronous_commit = off": "mbongo_web begins with synchronous_commit=off",
}


def test_the_database_grants_what_is_written_no_less_and_no_more(database: Database) -> None:
    with connect_owner(database.owner_url).connect() as db:
        present = {Grant(*row) for row in db.execute(text(PRESENT))}
        assert present == read_written()
        assert {grant.role for grant in present} == set(ROLES.values())
        assert find_violations(db, grants.INVARIANTS) == []


@pytest.mark.parametrize(("statement", "found"), CHANGES.items())
def test_whatever_is_granted_or_taken_by_hand_is_found(database: Database, statement: str, found: str) -> None:
    with psycopg.connect(database.superuser_url) as owner:  # its roles are undone with the transaction
        owner.execute("CREATE ROLE mbongo_app_of_old")
        owner.execute(statement.encode())
        details = [row[1] for query in grants.INVARIANTS.values() for row in owner.execute(query.encode())]
        owner.rollback()
    assert found in details


def test_a_database_made_by_hand_lets_nobody_make_tables_of_their_own(database: Database) -> None:
    """PostgreSQL lets everybody make temporary tables in a new one; `migrate` takes that away, as its owner."""
    with psycopg.connect(database.superuser_url) as owner:
        [name] = owner.execute("SELECT quote_ident(current_database())").fetchone() or [""]
        owner.execute(f"GRANT TEMPORARY ON DATABASE {name} TO PUBLIC".encode())
        owner.execute("SET ROLE mbongo_owner")
        owner.execute(grants.REVOKE.encode())
        [left] = owner.execute("SELECT has_database_privilege('mbongo_read', current_database(), 'TEMPORARY')")
        owner.rollback()
    assert left == (False,)


def test_no_process_that_does_not_compare_a_secret_reads_its_hash() -> None:
    readers = {
        (grant.name, column, grant.role)
        for grant in read_written()
        for name, column in SECRETS
        if grant.privilege == "select" and grant.name == name and grant.column in ("", column)
    }
    comparing = {("pin", column, ROLES["web"]) for column in ("hash", "past")}
    comparing |= {("cash_out", "code_digest", ROLES[kind]) for kind in ("web", "worker", "office")}
    assert readers == comparing


def test_nobody_may_change_what_is_posted_or_the_rules_of_it() -> None:
    kept = {
        "account",
        "account_kind",
        "transfer",
        "transfer_link",
        "entry",
        "accrual_due",
        "clock_shift",
        "staff_act_kind",
    }
    assert {grant.privilege for grant in read_written() if grant.name in kept} == {"select"}
