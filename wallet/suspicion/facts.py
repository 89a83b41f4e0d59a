"""The facts of a report of suspicion: who it is about, what they did in some days, and why somebody wonders."""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.core.clock import DOUALA
from wallet.core.errors import Refused

ENTRIES_MOST: Final = 500  # in the table of one report; the sums are of all
SUBJECT: Final = text("""SELECT p.id::text, p.name, p.tier, p.state, p.joined_at, p.account_id, a.balance,
      coalesce((SELECT string_agg(f.number, ', ' ORDER BY f.since DESC) FROM phone f
        WHERE f.person_id = p.id), '') AS phones,
      coalesce((SELECT string_agg(i.kind || ' ' || i.number || ' (' || i.name || ')', ', ' ORDER BY i.at)
        FROM identity i WHERE i.person_id = p.id), '') AS papers,
      coalesce((SELECT string_agg(m.name, ', ' ORDER BY m.since) FROM merchant m WHERE m.owner_id = p.id), '') AS shops
    FROM person p JOIN account a ON a.id = p.account_id WHERE p.id = CAST(:id AS uuid)""")
# Each leg on the wallet, with the other side of its transfer: a person's wallet, a shop, an agent's float, or an
# account of the house; what it costs is no side. In French, as the report is.
ENTRIES: Final = text("""SELECT e.posted_at, e.kind, e.amount, e.balance_after, coalesce(m.reference, '') AS reference,
      coalesce((SELECT string_agg(coalesce(nullif(concat_ws(' ', o.name, f.number), ''), s.name, CASE x.kind
            WHEN 'agent_float' THEN 'agent ' || split_part(x.code, ':', 2)
            WHEN 'operator_float' THEN 'opérateur ' || split_part(x.code, ':', 2) ELSE x.code END),
            ', ' ORDER BY x.code)
        FROM transfer t CROSS JOIN unnest(t.accounts) leg JOIN account x ON x.id = leg
        LEFT JOIN person o ON o.account_id = x.id LEFT JOIN phone f ON f.person_id = o.id AND f.until IS NULL
        LEFT JOIN merchant s ON s.account_id = x.id
        WHERE t.id = e.transfer_id AND x.id <> e.account_id
          AND x.kind NOT IN ('fees', 'tax', 'vat', 'commissions', 'agent_commission')), '') AS other
    FROM entry e LEFT JOIN movement m ON m.transfer_id = e.transfer_id
    WHERE e.account_id = :account AND e.posted_at >= CAST(:since AS timestamp) AT TIME ZONE 'Africa/Douala'
      AND e.posted_at < CAST(:after AS timestamp) AT TIME ZONE 'Africa/Douala' ORDER BY e.seq""")


@dataclass(frozen=True)
class SuspicionFacts:
    """All that a report says, but its number; times are as read in Douala, amounts in francs."""

    case: str
    case_detail: str
    name: str
    phones: str
    papers: str
    shops: str
    tier: int
    state: str
    joined: str
    balance: int
    since: str
    until: str
    came_in: int
    went_out: int
    count: int
    entries: list[dict[str, Any]]
    reasons: str
    officer: str

    def to_content(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return asdict(self)


def find_case(db: Connection, name: str) -> tuple[str, str]:
    """Return a case of any kind, as a report names it: its name, and what it is of. Raises Refused for none."""
    said = re.fullmatch(r"[Cc]([0-9]{1,15})", name)
    found = text("SELECT 'C' || number AS name, kind, detail FROM case_file WHERE number = :number")
    row = db.execute(found, {"number": said[1] if said else 0}).one_or_none()
    if row is None:
        raise Refused("staff.no_case", case=name)
    return row.name, f"{row.kind}: {row.detail}"


def gather(
    db: Connection, person_id: str, case: tuple[str, str], days: tuple[date, date], reasons: str, officer: str
) -> SuspicionFacts:  # fmt: skip
    """Return the facts of a report about a person, of these days, both included. Raises Refused for no such days."""
    since, until = days
    if since > until:
        raise Refused("staff.report_days", since=f"{since}", until=f"{until}")
    one = db.execute(SUBJECT, {"id": person_id}).one()
    asked = {"account": one.account_id, "since": since, "after": until + timedelta(days=1)}
    rows = db.execute(ENTRIES, asked).all()
    entries = [
        {"at": write_time(row.posted_at), "kind": row.kind, "other": row.other, "reference": row.reference,
         "amount": row.amount, "balance": row.balance_after}
        for row in rows[-ENTRIES_MOST:]
    ]  # fmt: skip
    return SuspicionFacts(
        *case, one.name, one.phones, one.papers, one.shops, one.tier, one.state, write_time(one.joined_at), one.balance,
        f"{since:%d/%m/%Y}", f"{until:%d/%m/%Y}", sum(row.amount for row in rows if row.amount > 0),
        -sum(row.amount for row in rows if row.amount < 0), len(rows), entries, reasons, officer,
    )  # fmt: skip


def write_time(at: datetime) -> str:
    """Return a moment as a report writes it, in Douala."""
    return f"{at.astimezone(DOUALA):%d/%m/%Y %H:%M:%S}"
