"""Invariants of the ledger, each one query that finds where it does not hold.

Read-only, as mbongo_read, and one statement each, so every answer is of one moment even while money moves. All are
whole scans with a hash or a sort: seconds at a million transfers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

MOST_SHOWN: Final = 20  # of each kind: a ledger that is wrong everywhere need not be read to the end


@dataclass(frozen=True)
class Violation:
    """One invariant that does not hold: its name, the code of the account it shows on (if one), and the figures."""

    invariant: str
    account: str | None
    detail: str


CODES: Final = "(SELECT string_agg(code, ', ' ORDER BY code) FROM account WHERE id = ANY (t.accounts))"
LEGS: Final = """(SELECT t.id AS transfer_id, t.kind, t.posted_at, leg.* FROM transfer t
    CROSS JOIN LATERAL unnest(t.accounts, t.amounts, t.balances) leg (account_id, amount, balance_after))"""
DUE: Final = "(SELECT account_id, sum(amount) AS due FROM accrual_due GROUP BY 1)"

# Each answers (account code or null, detail) for everything that is wrong.
TRANSFERS: Final = {
    "a transfer's legs sum to zero": f"""
        SELECT {CODES}, 'transfer ' || id || ': ' || amounts::text FROM transfer t
        WHERE is_balanced(accounts, amounts, balances) IS NOT TRUE""",
    "a transfer's id is the hash of its key": """
        SELECT NULL, 'transfer ' || id FROM transfer WHERE id <> transfer_id(key)""",
    "a transfer is what was posted under its key": f"""
        SELECT {CODES}, 'transfer ' || t.id FROM transfer t
        LEFT JOIN transfer_link u ON u.by_id = t.id AND u.role = 'undoes'
        LEFT JOIN transfer_link e ON e.by_id = t.id AND e.role = 'ends'
        WHERE t.content_hash <> content_hash(t.key, t.kind, u.target, e.target, t.accounts, t.amounts)""",
    "a leg has its account, and a balance if that is ordinary": f"""
        SELECT a.code, 'account ' || l.account_id || ' in transfer ' || l.transfer_id
        FROM {LEGS} l LEFT JOIN account a ON a.id = l.account_id
        WHERE a.id IS NULL OR a.accrued <> (l.balance_after IS NULL)""",
    "what is posted is guarded against change": """
        SELECT NULL, guard || ' is off' FROM unnest(ARRAY['transfers_stay', 'links_stay', 'entries_stay']) guard
        WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = guard AND tgenabled = 'A'
          AND tgrelid IN ('public.transfer'::regclass, 'public.transfer_link'::regclass, 'public.entry'::regclass))
        UNION ALL SELECT NULL, 'entries_stay is off on ' || m.part FROM list_months() m WHERE NOT EXISTS (
          SELECT FROM pg_trigger WHERE tgname = 'entries_stay' AND tgenabled = 'A' AND tgrelid = m.part)
        UNION ALL SELECT NULL, 'entries are not unique in ' || m.part FROM list_months() m WHERE 2 <> (
          SELECT count(*) FROM pg_index WHERE indrelid = m.part AND indisunique AND indisvalid AND indpred IS NULL
          AND indkey::text IN ('1 2', '1 3'))  -- account and transfer, account and number
        UNION ALL SELECT NULL, 'legs_sum_to_zero is off' WHERE NOT EXISTS (SELECT FROM pg_constraint
          WHERE conname = 'legs_sum_to_zero' AND conrelid = 'public.transfer'::regclass AND convalidated)""",
}
LINKS: Final = {
    "a link is between transfers, as large as what made it": """
        SELECT NULL, 'transfer ' || l.by_id || ' ' || l.role || ' ' || l.target || ' by ' || l.size
        FROM transfer_link l LEFT JOIN transfer target ON target.id = l.target LEFT JOIN transfer by ON by.id = l.by_id
        WHERE target.id IS NULL OR by.id IS NULL OR l.size <> transfer_size(by.amounts)""",
    "a transfer says that it undoes another if, and only if, it does": """
        SELECT NULL, 'transfer ' || t.id FROM transfer t
        WHERE t.undoing <> EXISTS (SELECT FROM transfer_link WHERE by_id = t.id AND role = 'undoes')""",
    "what undoes a transfer never exceeds it": f"""
        SELECT {CODES}, 'transfer ' || t.id || ' of ' || transfer_size(t.amounts) || ', undone ' || u.size
        FROM (SELECT target, sum(size) AS size FROM transfer_link WHERE role = 'undoes' GROUP BY 1) u
        JOIN transfer t ON t.id = u.target WHERE u.size > transfer_size(t.amounts)""",
    "an undoing is never undone": """
        SELECT NULL, 'transfer ' || l.by_id || ' undoes ' || l.target FROM transfer_link l
        WHERE l.role = 'undoes' AND EXISTS (SELECT FROM transfer_link WHERE by_id = l.target AND role = 'undoes')""",
    "what waits ends once": """
        SELECT NULL, 'transfer ' || target || ' has ' || count(*) || ' ends'
        FROM transfer_link WHERE role = 'ends' GROUP BY target HAVING count(*) > 1""",
    "what waits is ended or undone, never both": """
        SELECT NULL, 'transfer ' || target FROM transfer_link GROUP BY target HAVING count(DISTINCT role) > 1""",
}
ACCOUNTS: Final = {
    "all balances of a currency sum to zero": f"""
        SELECT NULL, a.currency || ': sum ' || sum(a.balance + coalesce(d.due, 0))
        FROM account a LEFT JOIN {DUE} d ON d.account_id = a.id
        GROUP BY a.currency HAVING sum(a.balance + coalesce(d.due, 0)) <> 0""",
    "a transfer is of one currency": f"""
        SELECT {CODES}, 'transfer ' || t.id FROM transfer t
        WHERE (SELECT count(DISTINCT a.currency) FROM account a WHERE a.id = ANY (t.accounts)) > 1""",
    "a balance is the sum of its legs": f"""
        SELECT a.code, 'balance ' || a.balance || ' and due ' || coalesce(d.due, 0)
                       || ', legs ' || coalesce(l.total, 0)
        FROM account a LEFT JOIN {DUE} d ON d.account_id = a.id
        LEFT JOIN (SELECT account_id, sum(amount) AS total FROM {LEGS} l GROUP BY 1) l ON l.account_id = a.id
        WHERE a.balance + coalesce(d.due, 0) <> coalesce(l.total, 0)""",
    "what is due is a leg of an accrued account": f"""
        SELECT a.code, 'due to account ' || d.account_id || ': ' || d.amount
        FROM accrual_due d LEFT JOIN account a ON a.id = d.account_id
        LEFT JOIN {LEGS} l ON (l.transfer_id, l.account_id) = (d.transfer_id, d.account_id)
        WHERE a.accrued IS NOT TRUE OR l.amount IS DISTINCT FROM d.amount""",
    "nothing is below its floor": f"""
        SELECT a.code, 'balance ' || a.balance || ' and due ' || coalesce(d.due, 0) || ', floor ' || k.floor
        FROM account a JOIN account_kind k ON k.kind = a.kind LEFT JOIN {DUE} d ON d.account_id = a.id
        WHERE a.balance + coalesce(d.due, 0) < k.floor""",
    "an account is as its kind": """
        SELECT a.code, a.kind FROM account a JOIN account_kind k ON k.kind = a.kind
        WHERE (a.accrued, a.floor) IS DISTINCT FROM (k.accrued, k.floor)""",
    "a closed account is empty": """
        SELECT code, 'balance ' || balance FROM account WHERE closed_at IS NOT NULL AND balance <> 0""",
}
ENTRIES: Final = {
    "an ordinary account has an entry for each of its legs, and no other": f"""
        SELECT a.code, 'transfer ' || coalesce(e.transfer_id, l.transfer_id) || ': entry ' || coalesce(e.amount, 0)
                       || ', leg ' || coalesce(l.amount, 0)
        FROM entry e FULL JOIN (SELECT * FROM {LEGS} l WHERE balance_after IS NOT NULL) l
          ON l.account_id = e.account_id AND l.transfer_id = e.transfer_id
        LEFT JOIN account a ON a.id = coalesce(e.account_id, l.account_id)
        WHERE (e.amount, e.balance_after, e.kind, e.posted_at)
              IS DISTINCT FROM (l.amount, l.balance_after, l.kind, l.posted_at)""",
    "nothing was ever below its floor": """
        SELECT a.code, 'entry ' || e.seq || ': ' || e.balance_after
        FROM entry e JOIN account a ON a.id = e.account_id JOIN account_kind k ON k.kind = a.kind
        WHERE e.balance_after < k.floor""",
    "entries are numbered without a gap": """
        SELECT a.code, 'entries ' || coalesce(e.count, 0) || ', numbered up to ' || coalesce(e.last, 0)
                       || ', account at ' || a.seq
        FROM account a
        LEFT JOIN (SELECT account_id, count(*) AS count, count(DISTINCT seq) AS numbers, min(seq) AS first,
                     max(seq) AS last FROM entry GROUP BY 1) e ON e.account_id = a.id
        WHERE NOT (a.seq, coalesce(e.count, 0), coalesce(e.numbers, 0), coalesce(e.first, 1))
          = (coalesce(e.last, 0), a.seq, a.seq, 1)""",
    "each entry's balance is the one before it and its amount": """
        SELECT a.code, 'entry ' || e.seq || ': ' || e.before || ' and ' || e.amount || ' gave ' || e.balance_after
        FROM (SELECT account_id, seq, amount, balance_after,
                     lag(balance_after, 1, 0::bigint) OVER (PARTITION BY account_id ORDER BY seq) AS before
              FROM entry) e LEFT JOIN account a ON a.id = e.account_id
        WHERE e.before + e.amount <> e.balance_after""",
    "an account's entries follow each other in time": """
        SELECT a.code, 'entry ' || e.seq || ' of ' || e.posted_at
        FROM (SELECT account_id, seq, posted_at,
                     lag(posted_at) OVER (PARTITION BY account_id ORDER BY seq) AS before FROM entry) e
        LEFT JOIN account a ON a.id = e.account_id
        WHERE e.posted_at < e.before""",
    "an account knows when its newest entry was posted": """
        SELECT a.code, a.last_at || ', entry ' || a.seq || ' of ' || e.posted_at
        FROM account a JOIN entry e ON (e.account_id, e.seq) = (a.id, a.seq)
        WHERE e.posted_at IS DISTINCT FROM a.last_at""",
}
INVARIANTS: Final[dict[str, str]] = TRANSFERS | LINKS | ACCOUNTS | ENTRIES


def find_violations(db: Connection, invariants: Mapping[str, str]) -> list[Violation]:
    """Return everything that is not as these invariants say; an empty list is sound.

    All are asked in one round trip, straight of the driver: SQLAlchemy's way takes as long as the database does over
    books that are small. They are joined as they are written: to weigh every order of fifteen tables takes PostgreSQL
    ten times as long, and finds none that is better over 400 000 entries.
    """
    if not db.in_transaction():
        db.begin()
    driver = cast("psycopg.Connection[tuple[str | None, str]]", db.connection.driver_connection)
    try:
        with driver.pipeline():
            driver.execute("SET LOCAL join_collapse_limit = 1")
            asked = {name: driver.execute(f"{query} LIMIT {MOST_SHOWN}".encode()) for name, query in invariants.items()}
            return [Violation(name, *row) for name, answer in asked.items() for row in answer.fetchall()]
    except psycopg.Error as failed:
        raise DBAPIError.instance(None, None, failed, psycopg.Error) from failed


def names_posted(table: str, column: str) -> str:
    """Return the query of an invariant: what this column of a table names is a transfer that was posted."""
    return f"""
        SELECT NULL, '{table} names transfer ' || named.{column} FROM {table} named WHERE named.{column} IS NOT NULL
        AND NOT EXISTS (SELECT FROM transfer t WHERE t.id = named.{column})"""
