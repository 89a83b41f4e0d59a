"""Migrations are read by squawk: what would hold a table, or break processes of the version before, is found here.

All room files of one migration are read as the one transaction they are. Those that are frozen break some rules, and
stay as they are: each is counted in KNOWN, so that no new one hides among them. `migrate` sets lock_timeout and
statement_timeout itself (test_beside_others.py).
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from wallet.migrations import afterwards

VERSIONS = Path(afterwards.__file__).parent / "versions"
OLDEST_POSTGRES = "15.0"
# What each rule finds, and what is done instead. Rules that are not here are of no danger, or of no use to us (the size
# of numbers, as prefer-bigint-over-int; a CHECK dropped to be made anew, wider, ban-drop-constraint).
RULES = {
    # It holds everybody up, for as long as all rows are read or written.
    "adding-field-with-default": "a default that differs for each row writes all rows: add it without, fill it later",
    "adding-required-field": "NOT NULL without a default fails where rows are: add it with one that is constant",
    "adding-not-nullable-field": "SET NOT NULL reads all rows: CHECK (… IS NOT NULL) NOT VALID, and the next release",
    "adding-serial-primary-key-field": "it writes all rows",
    "adding-foreign-key-constraint": "it reads all rows of two tables: NOT VALID; every migrate validates what is not",
    "adding-primary-key-constraint": "it builds an index under a lock",
    "changing-column-type": "it writes all rows, and old code reads another type: add a column",
    "constraint-missing-not-valid": "it reads all rows: NOT VALID; every migrate validates what is not",
    "disallowed-unique-constraint": "it builds an index under a lock: a line of indexes.sql",
    "require-concurrent-index-creation": "it stops who writes: a line of indexes.sql",
    "require-concurrent-index-deletion": "it stops who reads",
    "ban-concurrent-index-creation-in-transaction": "it fails in a migration: a line of indexes.sql",
    # The version before reads it, and runs until all processes are the new version's: expand, backfill, contract.
    "ban-drop-column": "drop it in the release after the one that reads it no more",
    "ban-drop-table": "drop it in the release after the one that reads it no more",
    "ban-drop-not-null": "old code counts on a value there",
    "renaming-column": "add a column, write both, drop the old one a release later",
    "renaming-table": "add a table, write both, drop the old one a release later",
    "ban-truncate-cascade": "nobody sees what goes with it",
    "transaction-nesting": "migrate has the transaction",
    "syntax-error": "PostgreSQL would not take it",
}
KNOWN = {  # how often; whoever adds one says why beside it
    "0002": {
        "adding-foreign-key-constraint": 1,
        "adding-not-nullable-field": 2,
        "constraint-missing-not-valid": 1,
        "renaming-column": 1,
        "require-concurrent-index-creation": 7,
        "require-concurrent-index-deletion": 1,
    },
    "0003": {"adding-not-nullable-field": 1, "require-concurrent-index-creation": 2},
    "0004": {
        "adding-foreign-key-constraint": 1,
        "constraint-missing-not-valid": 3,
        "require-concurrent-index-creation": 2,
    },
    "0005": {
        "adding-foreign-key-constraint": 2,
        "constraint-missing-not-valid": 2,
        "disallowed-unique-constraint": 1,
        "renaming-column": 1,
        "require-concurrent-index-creation": 2,
    },
    "0006": {
        "adding-foreign-key-constraint": 2,
        "constraint-missing-not-valid": 2,
        "require-concurrent-index-creation": 6,
        "require-concurrent-index-deletion": 1,
    },
    "0007": {
        "adding-foreign-key-constraint": 2,
        "constraint-missing-not-valid": 6,
        "require-concurrent-index-creation": 3,
    },
    "0008": {
        "adding-foreign-key-constraint": 1,
        "ban-drop-column": 4,
        "ban-drop-not-null": 1,
        "constraint-missing-not-valid": 4,
        "disallowed-unique-constraint": 1,
        "require-concurrent-index-creation": 2,
    },
    "0009": {
        "adding-foreign-key-constraint": 2,
        "ban-drop-not-null": 1,
        "constraint-missing-not-valid": 2,
        "require-concurrent-index-creation": 7,
    },
    "0010": {
        "adding-foreign-key-constraint": 2,
        "ban-drop-table": 1,
        "constraint-missing-not-valid": 6,
        "disallowed-unique-constraint": 2,
        "require-concurrent-index-creation": 2,
    },
    "0011": {
        "adding-foreign-key-constraint": 7,
        "constraint-missing-not-valid": 7,
        "require-concurrent-index-creation": 12,
    },
    "0012": {
        "adding-foreign-key-constraint": 1,
        "ban-drop-column": 2,
        "constraint-missing-not-valid": 1,
        "require-concurrent-index-creation": 10,
    },
}


def lint(file: str, sql: str, *, in_transaction: bool = True) -> list[dict[str, str]]:
    """Return what squawk finds by the rules above."""
    ours = ["--assume-in-transaction"] if in_transaction else []
    squawk = [str(Path(sys.executable).with_name("squawk")), "--reporter=json", f"--pg-version={OLDEST_POSTGRES}"]
    argv = [*squawk, *ours, f"--stdin-filepath={file}"]
    said = subprocess.run(argv, input=sql, capture_output=True, text=True, check=False)
    assert said.stdout, said.stderr
    return [found for found in json.loads(said.stdout) if found["rule_name"] in RULES]


def list_migrations() -> list[str]:
    return sorted(path.name for path in VERSIONS.iterdir() if path.is_dir() and list(path.glob("*.sql")))


@pytest.mark.parametrize("revision", list_migrations())
def test_a_migration_holds_nobody_up_and_takes_nothing_away(revision: str) -> None:
    rooms = sorted((VERSIONS / revision).glob("*.sql"))
    found = lint(f"{revision}.sql", "\n".join(room.read_text("utf-8") for room in rooms))
    told = [f"{one['rule_name']}, {RULES[one['rule_name']]}: {one['message']} ({one['line']})" for one in found]
    assert Counter(one["rule_name"] for one in found) == KNOWN.get(revision, {}), "\n".join(told)


def test_indexes_of_older_tables_are_well_made() -> None:
    assert lint("indexes.sql", afterwards.INDEXES.read_text("utf-8"), in_transaction=False) == []


BAD = {
    "adding-field-with-default": "ALTER TABLE person ADD COLUMN drawn uuid DEFAULT gen_random_uuid()",
    "adding-required-field": "ALTER TABLE person ADD COLUMN nick text NOT NULL",
    "adding-not-nullable-field": "ALTER TABLE person ALTER COLUMN nick SET NOT NULL",
    "adding-foreign-key-constraint": "ALTER TABLE person ADD FOREIGN KEY (id) REFERENCES other (id)",
    "changing-column-type": "ALTER TABLE person ALTER COLUMN tier TYPE bigint",
    "constraint-missing-not-valid": "ALTER TABLE person ADD CONSTRAINT named CHECK (name <> '')",
    "disallowed-unique-constraint": "ALTER TABLE person ADD CONSTRAINT once UNIQUE (name)",
    "require-concurrent-index-creation": "CREATE INDEX by_name ON person (name)",
    "ban-concurrent-index-creation-in-transaction": "CREATE INDEX CONCURRENTLY IF NOT EXISTS by_name ON person (name)",
    "ban-drop-column": "ALTER TABLE person DROP COLUMN name",
    "ban-drop-table": "DROP TABLE person",
    "renaming-column": "ALTER TABLE person RENAME COLUMN name TO called",
    "renaming-table": "ALTER TABLE person RENAME TO human",
    "syntax-error": "ALTER TABLE person ADD COLUMN",
}
GOOD = (
    "CREATE TABLE thing (id bigint PRIMARY KEY, of uuid NOT NULL REFERENCES person (id))",
    "CREATE INDEX on_it ON thing (of)",
    "ALTER TABLE person ADD COLUMN nick text",
    "ALTER TABLE person ADD COLUMN nicks integer NOT NULL DEFAULT 0",
    "ALTER TABLE person ADD CONSTRAINT named CHECK (name <> '') NOT VALID",
    "ALTER TABLE person ADD CONSTRAINT of_it FOREIGN KEY (id) REFERENCES other (id) NOT VALID",
)


@pytest.mark.parametrize(("rule", "sql"), BAD.items(), ids=BAD.keys())
def test_each_rule_finds_what_it_is_for(rule: str, sql: str) -> None:
    assert rule in {one["rule_name"] for one in lint("bad.sql", f"{sql};\nSELECT 1;")}


def test_what_is_done_instead_breaks_none() -> None:
    assert lint("good.sql", ";\n".join(GOOD) + ";") == []
