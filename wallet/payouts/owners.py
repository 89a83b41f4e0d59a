"""Owners of a business: who hears, by text and by mail, of what concerns where its money goes."""

from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.messages import mails, notices
from wallet.messages.mails import MailKind
from wallet.messages.notices import Message, NoticeKind, Number

# Its own person, and every login that is an owner: a number that both have is texted once.
NUMBERS: Final = text("""SELECT f.number, p.language FROM merchant m JOIN person p ON p.id = m.owner_id
      JOIN phone f ON f.person_id = p.id AND f.until IS NULL WHERE m.id = :merchant
    UNION SELECT l.phone, l.language FROM membership s JOIN member_login l ON l.id = s.login_id
    WHERE s.merchant_id = :merchant AND s.until IS NULL AND s.role = 'owner' AND l.phone IS NOT NULL
      AND l.phone NOT IN (SELECT f.number FROM merchant m JOIN phone f ON f.person_id = m.owner_id AND f.until IS NULL
                          WHERE m.id = :merchant)""")
ADDRESSES: Final = text("""SELECT l.email, l.language FROM membership s JOIN member_login l ON l.id = s.login_id
    WHERE s.merchant_id = :merchant AND s.until IS NULL AND s.role = 'owner' AND l.email IS NOT NULL ORDER BY 1""")


def tell_owners(db: Connection, merchant_id: str, kind: NoticeKind, sentence: str, said: dict[str, Any]) -> None:
    """Text every owner of a business."""
    rows = db.execute(NUMBERS, {"merchant": merchant_id})
    notices.tell_all(db, kind, *(Message(Number(row.number, row.language), sentence, said) for row in rows))


def mail_owners(db: Connection, merchant_id: str, kind: MailKind, about: str) -> None:
    """Mail every owner of a business who has an address."""
    for row in db.execute(ADDRESSES, {"merchant": merchant_id}).all():
        mails.write(db, row.email, row.language, kind, about)
