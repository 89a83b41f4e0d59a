"""Tell who owns a business, and who approved its payroll, how that ended: paid, back in the till, or under way still.

What operators and banks have not ended yet is waited for, an hour at most; then it is told as it stands, and once more
when the last of it has ended.
"""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.messages import mails, notices
from wallet.messages.notices import Message, Number
from wallet.salaries import payrolls
from wallet.salaries.payrolls import Count, Payroll

LOOKED_AGAIN: Final = timedelta(seconds=10)
WAITED_FOR: Final = timedelta(hours=1)  # operators take seconds; a bank takes a day
DUE: Final = "SELECT id::text FROM payroll WHERE tell_at <= wallet_now() ORDER BY tell_at"
SOMETHING_DUE: Final = "SELECT 1 FROM payroll WHERE tell_at <= wallet_now()"
LOCK: Final = text(f"""SELECT {payrolls.COLUMNS}, b.told_way,
      b.ended_at + CAST(:most AS interval) <= wallet_now() AS is_late
    FROM payroll b WHERE b.id = CAST(:id AS uuid) AND b.tell_at <= wallet_now() FOR NO KEY UPDATE SKIP LOCKED""")  # noqa: S608 - a constant
LATER: Final = text("""UPDATE payroll SET tell_at = wallet_now() + CAST(:wait AS interval), told_way = :told
    WHERE id = CAST(:id AS uuid)""")
TOLD: Final = text("UPDATE payroll SET tell_at = NULL WHERE id = CAST(:id AS uuid)")
# The business's own person, every login that owns it, and the one that approved: each number, each address once.
READERS: Final = text("""WITH login AS (
      SELECT l.phone, l.email, l.language FROM membership s JOIN member_login l ON l.id = s.login_id
      WHERE s.merchant_id = CAST(:merchant AS uuid) AND s.until IS NULL
        AND (s.role = 'owner' OR l.id = CAST(:decided_by AS uuid)))
    SELECT DISTINCT ON (phone, email) phone, email, language FROM (
      SELECT f.number AS phone, NULL AS email, p.language FROM merchant m JOIN person p ON p.id = m.owner_id
        JOIN phone f ON f.person_id = p.id AND f.until IS NULL WHERE m.id = CAST(:merchant AS uuid)
      UNION ALL SELECT phone, NULL, language FROM login WHERE phone IS NOT NULL
      UNION ALL SELECT NULL, email, language FROM login WHERE email IS NOT NULL) reader ORDER BY phone, email""")


def tell_due(db: Connection, most: int) -> int:
    """Tell of payrolls that have ended, or look again later; return how many were looked at."""
    due = db.execute(text(f"{DUE} LIMIT :most"), {"most": most}).scalars().all()
    for payroll_id in due:
        tell_one(db, str(payroll_id))
    return len(due)


def tell_one(db: Connection, payroll_id: str) -> None:
    """Tell of one payroll whose turn it is, unless another worker does, or it is too early."""
    row = db.execute(LOCK, {"id": payroll_id, "most": WAITED_FOR}).one_or_none()
    if row is None:
        return
    *columns, told_way, is_late = row
    payroll, found = Payroll(*columns), payrolls.count(db, payroll_id)
    if not found.pending:
        tell(db, payroll, found)
        db.execute(TOLD, {"id": payroll.id})
        return
    if is_late and not told_way:
        tell(db, payroll, found)
    db.execute(LATER, {"id": payroll.id, "wait": WAITED_FOR if is_late else LOOKED_AGAIN, "told": is_late})


def tell(db: Connection, payroll: Payroll, found: Count) -> None:
    """Text and mail everybody who is to know it."""
    said = {"title": payroll.title, "reference": payroll.reference, **name_sums(found)}
    texts = []
    for row in db.execute(READERS, {"merchant": payroll.merchant_id, "decided_by": payroll.decided_by}).all():
        if row.phone:
            texts.append(Message(Number(row.phone, row.language), choose_sentence(found), said))
        else:
            mails.write(db, row.email, row.language, "payroll_ended", payroll.id)
    notices.tell_all(db, "receipt", *texts)


def name_sums(found: Count) -> dict[str, Any]:
    """Return what became of a payroll's lines: how many, and francs, of each end."""
    return {
        "paid_count": found.paid, "paid_francs": found.paid_francs, "back_count": found.failed,
        "back_francs": found.failed_francs, "going_count": found.pending, "going_francs": found.pending_francs,
    }  # fmt: skip


def choose_sentence(found: Count) -> str:
    """Return the sentence that tells how a payroll stands."""
    if found.pending:
        return "payroll_going"
    return "payroll_some_back" if found.failed else "payroll_all_paid"
