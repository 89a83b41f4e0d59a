"""Approvers of a business: who hears, by text and by mail, that a payroll waits for one of them."""

from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.members.roles import ROLES, list_permissions
from wallet.messages import mails, notices
from wallet.messages.mails import MailKind
from wallet.messages.notices import Message, Number

MAY_APPROVE: Final = [role for role in ROLES if "salaries:approve" in list_permissions(role)]
# The business's own person, whom its pages may not know, and every login that may.
NUMBERS: Final = text("""SELECT DISTINCT ON (phone) phone, language FROM (
      SELECT f.number AS phone, p.language FROM merchant m JOIN person p ON p.id = m.owner_id
      JOIN phone f ON f.person_id = p.id AND f.until IS NULL WHERE m.id = CAST(:merchant AS uuid)
      UNION ALL SELECT l.phone, l.language FROM membership s JOIN member_login l ON l.id = s.login_id
      WHERE s.merchant_id = CAST(:merchant AS uuid) AND s.until IS NULL AND s.role = ANY (CAST(:roles AS text[]))
        AND l.phone IS NOT NULL) approver ORDER BY phone""")

ADDRESSES: Final = text("""SELECT l.email, l.language FROM membership s JOIN member_login l ON l.id = s.login_id
    WHERE s.merchant_id = CAST(:merchant AS uuid) AND s.until IS NULL AND s.role = ANY (CAST(:roles AS text[]))
      AND l.email IS NOT NULL ORDER BY 1""")


def tell(db: Connection, merchant_id: str, sentence: str, said: dict[str, Any]) -> None:
    """Text everybody of a business who may approve its payrolls."""
    rows = db.execute(NUMBERS, {"merchant": merchant_id, "roles": MAY_APPROVE})
    notices.tell_all(db, "receipt", *(Message(Number(row.phone, row.language), sentence, said) for row in rows))


def mail(db: Connection, merchant_id: str, kind: MailKind, about: str) -> None:
    """Mail everybody of a business who may approve its payrolls and has an address."""
    for row in db.execute(ADDRESSES, {"merchant": merchant_id, "roles": MAY_APPROVE}).all():
        mails.write(db, row.email, row.language, kind, about)
