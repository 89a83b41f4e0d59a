"""Read all that is kept of a person, section by section, for themselves: what they did, and what was written of them.

Of others it holds what this person saw of them. Secrets are not in it: no PIN's hash, no code, no cookie's digest.
"""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from wallet.core.database import in_transaction

AT_A_TIME: Final = 500
NOT_HERE: Final = (
    "your PIN, kept as a hash that nobody can read back, and codes",
    "texts we sent you: they are on your phone, and are deleted here after some months",
    "what the law has our staff look into",
)

# Each section's rows, `k` being what they are gone through by: text that no two of them share.
SECTIONS: Final[dict[str, str]] = {
    "person": """SELECT id::text AS k, name, tier, language, state, locked_by_owner, robbed, joined_at
        FROM person WHERE id = CAST(:id AS uuid)""",
    "numbers": "SELECT number || since::text AS k, number, since, until FROM phone WHERE person_id = CAST(:id AS uuid)",
    "documents": """SELECT kind || number AS k, kind, number, name, at FROM identity
        WHERE person_id = CAST(:id AS uuid)""",
    "favourites": """SELECT v.person_id::text AS k, f.number, v.since FROM favourite v
        JOIN phone f ON f.person_id = v.person_id AND f.until IS NULL WHERE v.owner_id = CAST(:id AS uuid)""",
    "blocked": """SELECT b.blocked_id::text AS k, f.number, b.since FROM block b
        JOIN phone f ON f.person_id = b.blocked_id AND f.until IS NULL WHERE b.blocker = :id""",
    "operations": """SELECT to_char(e.seq, 'FM00000000000000000000') AS k, e.kind AS entry, m.kind, e.amount,
          e.balance_after, e.posted_at, m.reference, abs(abs(e.amount) - m.amount) AS price, m.till, y.rail,
          y.party, y.channel
        FROM entry e LEFT JOIN movement m ON m.transfer_id = e.transfer_id
          LEFT JOIN payment y ON y.reference = m.reference
        WHERE e.account_id = (SELECT account_id FROM person WHERE id = CAST(:id AS uuid))
          AND e.seq > CAST('0' || :after AS bigint) ORDER BY e.seq LIMIT :most""",
    "requests": """SELECT reference AS k, reference, asker_id = CAST(:id AS uuid) AS mine, phone, email, amount, reason,
          state,
          asked_at, due_at, ended_at FROM request
        WHERE asker_id = CAST(:id AS uuid) OR (payer_id = CAST(:id AS uuid) AND NOT dropped)""",
    "recharges_asked": """SELECT id::text AS k, amount, created_at, due_at, paid_at, owner_id = asked_by AS for_me
        FROM recharge WHERE asked_by = CAST(:id AS uuid)""",
    "subscriptions": """SELECT m.id::text AS k, h.name AS shop, p.title, m.most, m.every, m.times, m.said, m.agreed_at,
          s.state, s.ended_at
        FROM subscription s JOIN mandate m ON m.subscription_id = s.id JOIN plan p ON p.id = s.plan_id
          JOIN merchant h ON h.id = p.merchant_id
        WHERE s.person_id = CAST(:id AS uuid)""",
    "salaries": """SELECT l.id::text AS k, h.name AS shop, l.holder, l.number, l.amount, l.label, l.state, l.reference,
          l.ended_at
        FROM payroll_line l JOIN payroll b ON b.id = l.payroll_id JOIN merchant h ON h.id = b.merchant_id
        WHERE l.person_id = CAST(:id AS uuid) AND b.state IN ('paying', 'done')""",
    "texts_from_me": """SELECT t.gateway_id AS k, t.sender, t.text, t.heard_at FROM phone f
        JOIN text_in t ON t.sender = f.number AND t.heard_at >= f.since
          AND (f.until IS NULL OR t.heard_at < f.until)
        WHERE f.person_id = CAST(:id AS uuid)""",
    "signed_in": """SELECT digest AS k, phone, device, opened_at, seen_at, ended_at FROM page_session
        WHERE person_id = CAST(:id AS uuid)""",
}
READ: Final = {
    name: text(f"""SELECT k, to_jsonb(r) - 'k' AS said FROM ({rows}) r WHERE (k COLLATE "C") > :after
        ORDER BY k COLLATE "C" LIMIT :most""")  # noqa: S608 - constants
    for name, rows in SECTIONS.items()
}


def read_section(engine: Engine, section: str, person_id: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a section, some at a time, each time in a transaction of its own."""
    after = ""

    def read(db: Connection) -> list[Any]:
        return list(db.execute(READ[section], {"id": person_id, "after": after, "most": AT_A_TIME}))

    while found := in_transaction(engine, read):
        yield from (row.said for row in found)
        after = found[-1].k
