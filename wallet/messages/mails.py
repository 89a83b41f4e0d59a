"""Mails: e-mails waiting to be sent, written in the transaction of what they tell (the outbox); see notices.

A mail ends as sent; bounced, when its address is refused for good, at once or by a report that comes later; uncertain,
when it may have been taken a few times over; or expired. Each try bears the same Message-ID, so that a reader who is
sent it twice is shown it once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import Connection, text

from wallet.core import traces

MailKind = Literal[
    "checkout_paid", "invoice_sent", "invoice_reminder", "invitation", "new_password", "password_changed",
    "request_asked", "request_reminder", "request_ended", "request_paid", "request_late",
    "key_may_refund", "factor_changed",
    "settlement_added", "claim_to_make",
    "shop_request_asked", "shop_request_reminder", "shop_request_ended",
    "document_refused", "document_ends", "level_changed", "payroll_asked", "payroll_ended",
]  # fmt: skip
LEASE: Final = timedelta(seconds=120)  # a batch: each mail may take all of what one answer is waited for
RETRY_SECONDS: Final = (10, 60, 300, 900, 1_800, 3_600)  # and every hour from then on, for as long as it lives
LIFE: Final = timedelta(days=3)
MAY_HAVE_LEFT_MOST: Final = 3  # tries of one mail, each of which may have been taken
KEPT_WORDS: Final = 200  # of a failure
IS_DUE: Final = "SELECT 1 FROM mail WHERE state IN ('waiting', 'sending') AND due_at <= wallet_now()"


@dataclass(frozen=True)
class Mail:
    """One mail to be written and sent; `about` is the id of what it tells of."""

    id: str
    address: str
    language: str
    kind: MailKind
    about: str
    tries: int
    maybe_sent: int
    written_at: datetime


WRITE: Final = text("""INSERT INTO mail (id, address, language, kind, about, due_at, written_at, good_until)
    VALUES (gen_random_uuid(), :address, :language, :kind, :about, wallet_now(), wallet_now(), wallet_now() + :life)""")
END_OLD: Final = text("""UPDATE mail SET state = CASE state WHEN 'sending' THEN 'uncertain' ELSE 'expired' END,
        failure = CASE state WHEN 'sending' THEN 'its worker died while sending' ELSE failure END
    WHERE state IN ('waiting', 'sending') AND due_at <= wallet_now()
    AND (good_until <= wallet_now() OR (state = 'sending' AND maybe_sent + 1 >= :most))""")
TAKE: Final = text("""UPDATE mail SET state = 'sending', tries = tries + 1, due_at = wallet_now() + :lease,
        maybe_sent = maybe_sent + (state = 'sending')::int
    WHERE id IN (SELECT id FROM mail WHERE state IN ('waiting', 'sending') AND due_at <= wallet_now()
                 ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED)
    RETURNING id::text, address, language, kind, about::text, tries, maybe_sent, written_at""")
LATER: Final = text("""UPDATE mail SET state = 'waiting', due_at = wallet_now() + :wait, failure = :failure,
        maybe_sent = maybe_sent + :maybe WHERE id = :id""")
SENT: Final = text("""SELECT id::text, address, language, kind, about::text, tries, maybe_sent, written_at FROM mail
    WHERE id = CAST(:id AS uuid) AND state IN ('sent', 'uncertain') FOR NO KEY UPDATE""")
END: Final = text("UPDATE mail SET state = :state, failure = :failure WHERE id = :id")


def write(db: Connection, address: str, language: str, kind: MailKind, about: str) -> None:
    """Put a mail in the outbox, to be sent to this address once this transaction has committed."""
    db.execute(WRITE, {"address": address, "language": language, "kind": kind, "about": about, "life": LIFE})
    traces.link(about)


def lease(db: Connection, most: int) -> Sequence[Mail]:
    """Take what is due for this worker alone, for two minutes; committed before any of it is sent.

    What has outlived its life is ended first.
    """
    db.execute(END_OLD, {"most": MAY_HAVE_LEFT_MOST})
    rows = db.execute(TAKE, {"lease": LEASE, "most": most}).all()
    return sorted((Mail(*row) for row in rows), key=lambda mail: mail.written_at)


def note_sent(db: Connection, mail: Mail) -> None:
    """Note that a server took a mail."""
    _end(db, mail, "sent", None)


def note_bounced(db: Connection, mail: Mail, failure: str) -> None:
    """Note that a mail's address is refused for good."""
    _end(db, mail, "bounced", failure)


def lock_row_sent(db: Connection, mail_id: str) -> Mail | None:
    """Return a mail that a server took, or may have taken, locked; None of any other, and of one known to bounce."""
    row = db.execute(SENT, {"id": mail_id}).one_or_none()
    return Mail(*row) if row else None


def note_needless(db: Connection, mail: Mail) -> None:
    """Note that a mail has nothing left to tell: what it is about has ended, or is gone."""
    _end(db, mail, "expired", "nothing to tell any more")


def note_failed(db: Connection, mail: Mail, failure: str, *, may_have_left: bool) -> None:
    """Note a mail that was not taken, or may have been; try later, unless it may have been taken often enough."""
    if may_have_left and mail.maybe_sent + 1 >= MAY_HAVE_LEFT_MOST:
        _end(db, mail, "uncertain", failure)
        return
    wait = timedelta(seconds=RETRY_SECONDS[min(mail.tries, len(RETRY_SECONDS)) - 1])
    row = {"id": mail.id, "wait": wait, "maybe": int(may_have_left), "failure": failure[:KEPT_WORDS]}
    db.execute(LATER, row)


def _end(db: Connection, mail: Mail, state: str, failure: str | None) -> None:
    db.execute(END, {"id": mail.id, "state": state, "failure": failure and failure[:KEPT_WORDS]})
