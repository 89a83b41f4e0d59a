"""What must hold of the ledger at every moment, each as one query that finds where it does not.

Read-only, as the app's role, and one statement each, so every answer is of one moment even while money moves. All are
whole scans with a hash or a sort: seconds at a million entries.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet.ledger.promises import PROMISES

MOST_SHOWN: Final = 20  # of each kind: a ledger that is wrong everywhere need not be read to the end


@dataclass(frozen=True)
class Violation:
    """An invariant that does not hold: its name, the code of the account it shows on (if one), and the figures."""

    invariant: str
    account: str | None
    detail: str


# Each answers (account code or null, detail) for everything that is wrong.
INVARIANTS: Final[dict[str, str]] = {
    "a transfer's entries sum to zero": """
        SELECT string_agg(a.code, ', ' ORDER BY a.code), 'transfer ' || e.transfer_id || ': ' || sum(e.amount)
        FROM entry e LEFT JOIN account a ON a.id = e.account_id GROUP BY e.transfer_id HAVING sum(e.amount) <> 0""",
    "a transfer has entries": """
        SELECT NULL, 'transfer ' || t.id FROM transfer t
        WHERE NOT EXISTS (SELECT FROM entry e WHERE e.transfer_id = t.id)""",
    "an entry has its account and its transfer": """
        SELECT a.code, 'entry of account ' || e.account_id || ' in transfer ' || e.transfer_id
        FROM entry e LEFT JOIN account a ON a.id = e.account_id LEFT JOIN transfer t ON t.id = e.transfer_id
        WHERE a.id IS NULL OR t.id IS NULL""",
    "what is due has its accrued account": """
        SELECT a.code, 'due to account ' || d.account_id || ': ' || d.amount
        FROM accrual_due d LEFT JOIN account a ON a.id = d.account_id WHERE a.accrued IS NOT TRUE""",
    "all balances sum to zero": """
        SELECT NULL, 'sum ' || total FROM (
          SELECT (SELECT coalesce(sum(balance), 0) FROM account)
               + (SELECT coalesce(sum(amount), 0) FROM accrual_due) AS total) s
        WHERE total <> 0""",
    "a balance is the sum of its entries": """
        SELECT a.code, 'balance ' || a.balance || ' and due ' || coalesce(d.due, 0)
                       || ', entries ' || coalesce(e.total, 0)
        FROM account a
        LEFT JOIN (SELECT account_id, sum(amount) AS total FROM entry GROUP BY 1) e ON e.account_id = a.id
        LEFT JOIN (SELECT account_id, sum(amount) AS due FROM accrual_due GROUP BY 1) d ON d.account_id = a.id
        WHERE a.balance + coalesce(d.due, 0) <> coalesce(e.total, 0)""",
    "nothing is below its floor": """
        SELECT a.code, 'balance ' || a.balance || ' and due ' || coalesce(d.due, 0) || ', floor ' || k.floor
        FROM account a JOIN account_kind k ON k.kind = a.kind
        LEFT JOIN (SELECT account_id, sum(amount) AS due FROM accrual_due GROUP BY 1) d ON d.account_id = a.id
        WHERE a.balance + coalesce(d.due, 0) < k.floor""",
    "nothing was ever below its floor": """
        SELECT a.code, 'entry ' || e.seq || ': ' || e.balance_after
        FROM entry e JOIN account a ON a.id = e.account_id JOIN account_kind k ON k.kind = a.kind
        WHERE e.balance_after < k.floor""",
    "an account is as its kind": """
        SELECT a.code, a.kind FROM account a JOIN account_kind k ON k.kind = a.kind
        WHERE (a.accrued, a.floor) IS DISTINCT FROM (k.accrued, k.floor)""",
    "a closed account is empty": """
        SELECT code, 'balance ' || balance FROM account WHERE closed_at IS NOT NULL AND balance <> 0""",
    "entries are numbered if, and only if, their account is ordinary": """
        SELECT a.code, 'transfer ' || e.transfer_id FROM entry e JOIN account a ON a.id = e.account_id
        WHERE a.accrued <> (e.seq IS NULL) OR (e.seq IS NULL) <> (e.balance_after IS NULL)""",
    "entries are numbered without a gap": """
        SELECT a.code, 'entries ' || coalesce(e.count, 0) || ', numbered up to ' || coalesce(e.last, 0)
                       || ', account at ' || a.seq
        FROM account a
        LEFT JOIN (SELECT account_id, count(DISTINCT seq), min(seq) AS first, max(seq) AS last
                   FROM entry WHERE seq IS NOT NULL GROUP BY 1) e ON e.account_id = a.id
        WHERE NOT (a.seq, coalesce(e.count, 0), coalesce(e.first, 1)) = (coalesce(e.last, 0), a.seq, 1)""",
    "each entry's balance is the one before it and its amount": """
        SELECT a.code, 'entry ' || e.seq || ': ' || e.before || ' and ' || e.amount || ' gave ' || e.balance_after
        FROM (SELECT account_id, seq, amount, balance_after,
                     lag(balance_after, 1, 0::bigint) OVER (PARTITION BY account_id ORDER BY seq) AS before
              FROM entry WHERE seq IS NOT NULL) e LEFT JOIN account a ON a.id = e.account_id
        WHERE e.before + e.amount <> e.balance_after""",
    "an account's entries follow each other in time": """
        SELECT a.code, 'entry ' || e.seq || ' of ' || e.posted_at
        FROM (SELECT e.account_id, e.seq, t.posted_at,
                     lag(t.posted_at) OVER (PARTITION BY e.account_id ORDER BY e.seq) AS before
              FROM entry e JOIN transfer t ON t.id = e.transfer_id WHERE e.seq IS NOT NULL) e
        LEFT JOIN account a ON a.id = e.account_id
        WHERE e.posted_at < e.before""",
    "a transfer's id is the hash of its key": """
        SELECT NULL, 'transfer ' || id FROM transfer WHERE id <> transfer_id(key)""",
    "a transfer is what was posted under its key": """
        SELECT e.codes, 'transfer ' || t.id FROM transfer t
        JOIN (SELECT e.transfer_id, array_agg(e.account_id ORDER BY e.account_id) AS accounts,
                     array_agg(e.amount ORDER BY e.account_id) AS amounts,
                     string_agg(a.code, ', ' ORDER BY a.code) AS codes
              FROM entry e LEFT JOIN account a ON a.id = e.account_id GROUP BY 1) e ON e.transfer_id = t.id
        WHERE t.content_hash <> content_hash(t.key, t.kind, t.undoes, t.ends, e.accounts, e.amounts)""",
    "what undoes a transfer never exceeds it": """
        SELECT s.codes, 'transfer ' || u.undoes || ' of ' || s.size || ', undone ' || u.size
        FROM (SELECT t.undoes, sum(e.amount) AS size FROM transfer t
              JOIN entry e ON e.transfer_id = t.id AND e.amount > 0 WHERE t.undoes IS NOT NULL GROUP BY 1) u
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(e.amount) FILTER (WHERE e.amount > 0), 0) AS size,
                 string_agg(a.code, ', ' ORDER BY a.code) AS codes
          FROM entry e LEFT JOIN account a ON a.id = e.account_id WHERE e.transfer_id = u.undoes) s
        WHERE u.size > s.size""",
    "an undoing is never undone": """
        SELECT NULL, 'transfer ' || t.id || ' undoes ' || t.undoes
        FROM transfer t JOIN transfer undone ON undone.id = t.undoes WHERE undone.undoes IS NOT NULL""",
    "what waits ends once": """
        SELECT NULL, 'transfer ' || ends || ' has ' || count(*) || ' ends'
        FROM transfer WHERE ends IS NOT NULL GROUP BY ends HAVING count(*) > 1""",
    "what waits is ended or undone, never both": """
        SELECT NULL, 'transfer ' || ending.ends FROM transfer ending WHERE ending.ends IS NOT NULL
        AND EXISTS (SELECT FROM transfer undoing WHERE undoing.undoes = ending.ends)""",
    "what is posted is guarded against change": """
        SELECT NULL, guard || ' is off' FROM unnest(ARRAY['entries_stay', 'transfers_stay', 'entries_balance']) guard
        WHERE NOT EXISTS (
          SELECT FROM pg_trigger WHERE tgname = guard AND tgenabled = 'A'
          AND tgrelid IN ('public.entry'::regclass, 'public.transfer'::regclass))""",
    **PROMISES,
}


def check(db: Connection) -> list[Violation]:
    """Everything about the ledger that is not as it must be; an empty list is a sound ledger."""
    return [
        Violation(name, account, detail)
        for name, query in INVARIANTS.items()
        for account, detail in db.execute(text(f"{query} LIMIT {MOST_SHOWN}"))
    ]
