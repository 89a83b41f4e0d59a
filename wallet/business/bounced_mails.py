"""Mails that nobody has the address of: the business, or the person, that had one sent hears of it."""

from typing import Final

from sqlalchemy import Connection, text

from wallet.business import events
from wallet.core.public_ids import write_id
from wallet.messages import mails
from wallet.messages.mails import Mail
from wallet.requests import request_mails

# What each kind of mail is about is a row of one of these.
WHOSE: Final = text("""SELECT merchant_id::text,
        CASE WHEN starts_with(:kind, 'shop_request') THEN 'req' ELSE 'chk' END AS named
        FROM checkout WHERE id = CAST(:id AS uuid)
    UNION ALL SELECT merchant_id::text, 'inv' FROM invoice WHERE id = CAST(:id AS uuid)""")


def note_bounced(db: Connection, mail: Mail, failure: str) -> None:
    """Note that a mail's address is refused for good; the business, or whoever asked for money by it, hears of it."""
    mails.note_bounced(db, mail, failure)
    if request_mails.tell_bounced(db, mail):
        return
    whose = db.execute(WHOSE, {"id": mail.about, "kind": mail.kind}).one_or_none()
    if whose is None:
        return
    told = {
        "id": mail.id, "object": "mail", "kind": mail.kind, "about": write_id(whose.named, mail.about),
        "address": mail.address, "reason": failure[: mails.KEPT_WORDS],
    }  # fmt: skip
    events.note(db, whose.merchant_id, "mail.bounced", mail.about, told)
