"""Features that a distributed PostgreSQL lacks, where we use them all the same, and what each use becomes there.

The engine is YugabyteDB 2025.2: PostgreSQL 15's front over storage spread by key. COMPAT and VOYAGER are its pages of
what differs, read on 2026-11-30; `#N` is an issue of yugabyte/yugabyte-db. What it learnt before 2025.2 is no row here:
UNLOGGED (2024.2), NULLS NOT DISTINCT, GENERATED … STORED, rows' BEFORE triggers on partitions (all 2025.1).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

COMPAT: Final = "docs.yugabyte.com/stable/reference/configuration/postgresql-compatibility"
VOYAGER: Final = "docs.yugabyte.com/stable/yugabyte-voyager/known-issues/postgresql"
OURS: Final = "relnamespace = 'public'::regnamespace"
WRITTEN_TRIGGER: Final = "NOT tgisinternal AND tgparentid = 0"


@dataclass(frozen=True)
class Lacking:
    """A feature: what happens there, who says so, what finds it, an example of it, and our uses by place."""

    there: str
    said_by: str
    example: str  # run in a database, in a transaction, it must be found; so a row that finds nothing is seen
    catalog: str = ""  # a query for `place`s, or
    words: re.Pattern[str] | None = None  # what stands in a function's body, or in a statement of the code
    becomes: Mapping[str, str] = field(default_factory=dict)  # place → what it becomes; a place ends in * for many


def written(pattern: str) -> re.Pattern[str]:
    """Return the pattern of words in SQL, in capitals or not."""
    return re.compile(pattern, re.IGNORECASE)


def body(statement: str) -> str:
    """Return a function with this statement in its body."""
    return f"CREATE FUNCTION lacking_example() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {statement}; END $$"


JUDGED_AT_ONCE: Final = "an AFTER trigger of the same function on the row that is written last of the two"
LOCK_ROW: Final = "SELECT … FOR NO KEY UPDATE of one row that stands for the table, as roll_up() does on account_kind"
OWN_NUMBER: Final = "the moment the transaction began and its backend's pid, which no role chooses: only compared"
BY_TIME: Final = "the same index without `USING brin`; there is no cheaper one by time"
BY_KEY: Final = "by the table's primary key in place of ctid"

LACKING: Final[Mapping[str, Lacking]] = {
    "constraint trigger": Lacking(
        "CREATE CONSTRAINT TRIGGER fails", f"{VOYAGER}, #4700",
        "CREATE CONSTRAINT TRIGGER example AFTER INSERT ON person DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger WHERE tgconstraint <> 0 AND {WRITTEN_TRIGGER}",
        becomes={
            "bank_line_paid.paid_indeed": JUDGED_AT_ONCE,
            "charge.charged_indeed": JUDGED_AT_ONCE,
            "checkout.paid_indeed": f"{JUDGED_AT_ONCE} (the transfer is posted before the checkout is marked paid)",
            "event.told_as_it_is": JUDGED_AT_ONCE,
            "invoice_series.number_is_used": "an AFTER trigger on invoice, and `check` for a number that nothing used",
            "payment_posted.charged_too": JUDGED_AT_ONCE,
            "payment_posted.payout_too": JUDGED_AT_ONCE,
            "payout.put_aside_indeed": JUDGED_AT_ONCE,
            "payout_file.file_whole": "a state `written` of the file that the last line's writer sets, judged then",
            "payroll.payroll_held": JUDGED_AT_ONCE,
            "payroll_line.line_moved": JUDGED_AT_ONCE,
            "refund.refunded_indeed": JUDGED_AT_ONCE,
            "settlement_account.told_to_owners": "the notices are written first, then the account; an AFTER trigger",
        },
    ),
    "deferrable key": Lacking(
        "DEFERRABLE on a unique key fails; on a foreign key it works", f"{VOYAGER}, #1709",
        "ALTER TABLE person ADD CONSTRAINT example UNIQUE (id) DEFERRABLE INITIALLY DEFERRED",
        "SELECT conrelid::regclass || '.' || conname FROM pg_constraint "
        "WHERE condeferrable AND contype IN ('p', 'u', 'x')",
    ),
    "exclusion": Lacking(
        "EXCLUDE fails", f"{VOYAGER}, #3944",
        "ALTER TABLE person ADD CONSTRAINT example EXCLUDE USING btree (id WITH =)",
        "SELECT conrelid::regclass || '.' || conname FROM pg_constraint WHERE contype = 'x'",
    ),
    "transition table": Lacking(
        "REFERENCING NEW TABLE fails", f"{VOYAGER}, #1668",
        "CREATE TRIGGER example AFTER INSERT ON person REFERENCING NEW TABLE AS written "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger "
        f"WHERE (tgoldtable IS NOT NULL OR tgnewtable IS NOT NULL) AND {WRITTEN_TRIGGER}",
        becomes={
            "bill.*_for_one": "FOR EACH ROW: a bill is loaded once, and compares its biller alone",
            "payroll_line.lines_said": "FOR EACH ROW, adding to the payroll's counts",
            "sanction_entry.listed_at_once": "FOR EACH ROW, comparing the list's state",
        },
    ),
    "inheritance": Lacking(
        "INHERITS fails; partitions work", f"{VOYAGER}, #5956",
        "CREATE TABLE example () INHERITS (person)",
        "SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid "
        f"WHERE NOT c.relispartition AND c.relkind = 'r' AND c.{OURS}",
    ),
    "index method": Lacking(
        "GiST, BRIN and SP-GiST fail; btree and gin work, hash becomes theirs", f"{VOYAGER}, #1337",
        "CREATE INDEX example ON person USING brin (joined_at)",
        "SELECT c.relname FROM pg_class c JOIN pg_am a ON a.oid = c.relam WHERE a.amname IN ('gist', 'brin', 'spgist') "
        f"AND c.relkind IN ('i', 'I') AND NOT c.relispartition AND c.{OURS}",
        becomes={
            "*_by_age": f"{BY_TIME}, split by a modulo of its hash, since what is new lands on one node otherwise",
            "person_joined_at": BY_TIME,
            "transfer_posted_at": "(yb_hash_code(id) % 16) HASH, posted_at: a day is read from sixteen places at once",
        },
    ),
    "gin of two columns": Lacking(
        "a second column of a gin index fails", f"{VOYAGER}, yb-voyager#724",
        "CREATE INDEX example ON person USING gin (name_words(name), name_words(name))",
        "SELECT c.relname FROM pg_class c JOIN pg_am a ON a.oid = c.relam JOIN pg_index i ON i.indexrelid = c.oid "
        f"WHERE a.amname = 'gin' AND i.indnatts > 1 AND c.{OURS}",
    ),
    "index of a complex type": Lacking(
        "a btree on arrays, jsonb, inet, citext, tsvector, intervals, ranges, bits or rows fails",
        f"{VOYAGER}, #9698, #23829, #17017; all of them: yb-voyager's UnsupportedIndexDatatypes",
        "CREATE INDEX example ON transfer (accounts)",
        "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_am am ON am.oid = c.relam AND am.amname = 'btree' "
        "JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid "
        "WHERE (t.typcategory IN ('A', 'C', 'I', 'R', 'V', 'P') OR t.typname IN ('jsonb', 'citext', 'tsvector', "
        "'tsquery', 'interval', 'macaddr', 'macaddr8', 'pg_lsn', 'xid8')) "
        f"AND c.relkind IN ('i', 'I') AND c.{OURS}",
    ),
    "storage parameter": Lacking(
        "WITH (fillfactor …, autosummarize …) fails or says nothing", f"{VOYAGER}, #23467",
        "CREATE TABLE example (id int) WITH (fillfactor = 50)",
        "SELECT relname FROM pg_class "
        f"WHERE reloptions IS NOT NULL AND relkind IN ('r', 'p', 'i', 'I') AND NOT relispartition AND {OURS}",
        becomes={
            "account": "left out: its storage writes a row anew wherever it was, there is no page to leave room on",
            "accrual_due": "left out: there is no vacuum, what was deleted goes as files are merged",
            "*_by_age": "left out with the index",
            "person_joined_at": "left out with the index",
            "transfer_posted_at": "left out with the index",
        },
    ),
    "transaction's number": Lacking(
        "pg_current_xact_id() and what reads snapshots fail: time there is a hybrid clock", f"{VOYAGER}, #15638",
        body("PERFORM pg_current_xact_id()"),
        words=written(r"\bpg_(current_(xact|snapshot)|snapshot_|xact_|visible_in)\w*|\btxid_\w+"),
        becomes={
            "post_transfer*": "left out, with sum_hours' wait: see there",
            "sum_hours": "a day is added up once the longest time-out of a statement and the skew of clocks are "
            "over, and not once all that began before are",
            "count_*_try": OWN_NUMBER,
            "*page_code*": OWN_NUMBER,
            "*_staff_code*": OWN_NUMBER,
            "*_member_*": OWN_NUMBER,
            "keep_factor": OWN_NUMBER,
            "open_staff_session": OWN_NUMBER,
        },
    ),
    "column of transactions' numbers": Lacking(
        "xid and xid8 have no values", f"{VOYAGER}, #15638",
        "ALTER TABLE person ADD COLUMN example xid8",
        "SELECT c.relname || '.' || attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "WHERE a.atttypid IN ('xid'::regtype, 'xid8'::regtype) AND a.attnum > 0 AND NOT a.attisdropped "
        f"AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.{OURS}",
        becomes={"*tried_in": OWN_NUMBER, "posting_horizon.sure_in": "goes with sum_hours' wait"},
    ),
    "place in the log": Lacking(
        "each tablet has a log of its own; PostgreSQL's says nothing, and pg_lsn is no type", f"{VOYAGER}, #11323",
        body("PERFORM pg_current_wal_lsn()"),
        words=written(r"\bpg_(current_wal|last_wal|walfile|wal_lsn)\w*|\bpg_lsn\b"),
        becomes={
            "wallet/core/replica.py": "a read at followers within a staleness that the session names",
            "find_timeline": "left out: no node takes over without what was acknowledged; after a restore, staff hold",
        },
    ),
    "system column": Lacking(
        "xmin, xmax, cmin, cmax and ctid fail", f"{VOYAGER}, #24843",
        body("DELETE FROM notice WHERE ctid IN (SELECT ctid FROM notice LIMIT 1)"),
        words=written(r"\b(ctid|xmin|xmax|cmin|cmax)\b(?!\s*\()"),
        becomes={
            "forget_old": BY_KEY,
            "mask_old": BY_KEY,
            "roll_up_sales": "sale_due gets a key (uuid), by which it is deleted",
        },
    ),
    "lock of a table": Lacking(
        "LOCK TABLE fails but in ACCESS SHARE",
        "docs.yugabyte.com/stable/api/ysql/the-sql-language/statements/txn_lock, #5384",
        body("LOCK TABLE person IN SHARE ROW EXCLUSIVE MODE"),
        words=written(r"\bLOCK\s+TABLE\b"),
        becomes={
            "ask_staff_act": LOCK_ROW,
            "chain_act": LOCK_ROW,
            "keep_suspicion_report": LOCK_ROW,
            "roll_up_sales": LOCK_ROW,
            "wallet/cases/taken.py": LOCK_ROW,
            "wallet/prices/tariff_changes.py": LOCK_ROW,
            "begin_months": "left out: the table is made with its months, before anything is in it",
            "keep_months": "left out: each month is made by statements of its own, ahead of what comes into it",
            "wallet/migrations/install.py": "left out: migrate runs with nothing else running there (--stopped)",
        },
    ),
    "advisory lock": Lacking(
        "fails before 2025.1; and any role may take one, so it guards nothing of ours", f"{VOYAGER}, #3642",
        body("PERFORM pg_advisory_xact_lock(1)"),
        words=written(r"\bpg_(try_)?advisory\w*"),
    ),
    "listen and notify": Lacking(
        "LISTEN is ignored with a warning", f"{VOYAGER}, #1872",
        body("PERFORM pg_notify('paid', '1')"),
        words=re.compile(r"\bpg_notify\b|^\s*(?:UN)?LISTEN\s+[\w*]+\s*;?\s*$|\bNOTIFY\s+\w+\s*[,;]", re.MULTILINE),
    ),
    "two-phase commit": Lacking(
        "PREPARE TRANSACTION fails", f"{VOYAGER}, #11084",
        body("EXECUTE 'PREPARE TRANSACTION ''one'' '"),
        words=written(r"\b(PREPARE\s+TRANSACTION|COMMIT\s+PREPARED|ROLLBACK\s+PREPARED)\b"),
    ),
    "merge": Lacking(
        "MERGE fails; INSERT … ON CONFLICT works", f"{VOYAGER}, #25574",
        body("MERGE INTO person p USING person q ON p.id = q.id WHEN MATCHED THEN DO NOTHING"),
        words=written(r"\bMERGE\s+INTO\b"),
    ),
    "%TYPE": Lacking(
        "a variable of a column's type fails", f"{VOYAGER}, #23619",
        "CREATE FUNCTION lacking_example(a person.id%TYPE) RETURNS void LANGUAGE plpgsql AS "
        "$$ DECLARE b person.id%TYPE; BEGIN END $$",
        words=written(r"\w%TYPE\b"),
    ),
    "large object": Lacking(
        "lo_create and its like fail", f"{VOYAGER}, #25318",
        body("PERFORM lo_create(0)"),
        words=written(r"\blo_(create|creat|open|import|export|unlink|put|get|from_bytea|manage)\b"),
    ),
    "xml": Lacking(
        "built without libxml: its type and functions fail", f"{VOYAGER}, #1043",
        body("PERFORM xpath('/a', '<a/>'::xml)"),
        words=written(r"::\s*xml\b|\bxpath(_exists)?\s*\(|\bxml(element|forest|agg|parse|table|serialize|concat|root)\s*\("),
    ),
    "column of xml": Lacking(
        "holds nothing", f"{VOYAGER}, #1043",
        "ALTER TABLE person ADD COLUMN example xml",
        "SELECT c.relname || '.' || attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        f"WHERE a.atttypid IN ('xml'::regtype, 'pg_lsn'::regtype) AND c.relkind IN ('r', 'p') AND c.{OURS}",
    ),
    "view that checks": Lacking(
        "WITH CHECK OPTION fails", f"{VOYAGER}, #22716",
        "CREATE VIEW example AS SELECT id FROM person WITH CHECK OPTION",
        f"SELECT relname FROM pg_class WHERE relkind = 'v' AND reloptions::text LIKE '%check_option%' AND {OURS}",
    ),
    "rule": Lacking(
        "ALTER TABLE … DISABLE RULE fails, and nothing of ours needs one", f"{VOYAGER}, #1124",
        "CREATE RULE example AS ON DELETE TO person DO INSTEAD NOTHING",
        "SELECT ev_class::regclass || '.' || rulename FROM pg_rewrite JOIN pg_class c ON c.oid = ev_class "
        f"WHERE rulename <> '_RETURN' AND c.{OURS}",
    ),
    "collation of its own": Lacking(
        "one that is not deterministic fails", f"{VOYAGER}, #25575",
        'CREATE COLLATION example FROM "C"',
        "SELECT collname FROM pg_collation WHERE collnamespace = 'public'::regnamespace",
    ),
    "compressed column": Lacking(
        "COMPRESSION fails", f"{VOYAGER}, #25575",
        "ALTER TABLE person ALTER COLUMN name SET COMPRESSION pglz",
        "SELECT c.relname || '.' || attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid "
        f"WHERE attcompression <> '' AND c.relkind IN ('r', 'p') AND c.{OURS}",
    ),
    "column's own options": Lacking(
        "ALTER COLUMN … SET (n_distinct …) fails", f"{VOYAGER}, #1124",
        "ALTER TABLE person ALTER COLUMN name SET (n_distinct = 5)",
        "SELECT c.relname || '.' || attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid "
        f"WHERE attoptions IS NOT NULL AND c.{OURS}",
    ),
    "conversion": Lacking(
        "CREATE CONVERSION fails", f"{COMPAT}, #10866",
        "CREATE CONVERSION example FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
        "SELECT conname FROM pg_conversion WHERE connamespace = 'public'::regnamespace",
    ),
    "foreign table": Lacking(
        "has no keys there, and what another server says is no truth of ours", f"{COMPAT}, #10698",
        "CREATE FOREIGN DATA WRAPPER example",
        "SELECT fdwname FROM pg_foreign_data_wrapper",
    ),
    "extension": Lacking(
        "only those it ships with", "docs.yugabyte.com/stable/additional-features/pg-extensions",
        "CREATE EXTENSION pageinspect",
        "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'",
    ),
}  # fmt: skip
