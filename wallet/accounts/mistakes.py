"""Payments of late that their giver may not have meant: contested, or taken back while nobody has claimed them."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.accounts.contest_payment import ContestPayment
from wallet.accounts.contests import find_given
from wallet.core import clock
from wallet.core.errors import Refused
from wallet.operations.movements import MAY_CONTEST
from wallet.operations.use_case import Quoted
from wallet.people import people
from wallet.sending.cancel_send import CancelSend, find_waiting_send

MOST: Final = 7
UNDOING: Final = (CancelSend.kind, ContestPayment.kind)  # kinds of what undo_last returns
SENT: Final = text(f"""SELECT * FROM (
    SELECT 'contest' AS way, m.transfer_id::text AS id, o.name, COALESCE(f.number, '') AS number,
      s.name AS shop, m.till, m.amount, m.at
    FROM movement m JOIN person o ON o.id = m.receiver_id
    LEFT JOIN merchant s ON s.id = m.merchant_id LEFT JOIN phone f ON f.person_id = o.id AND f.until IS NULL
    WHERE m.giver_id = CAST(:id AS uuid) AND {MAY_CONTEST}
    UNION ALL
    SELECT 'cancel', c.id::text, '', c.phone, NULL, '', c.amount, c.held_at
    FROM claim c WHERE c.sender_id = CAST(:id AS uuid) AND c.state = 'waiting') sent
    ORDER BY at DESC LIMIT :most""")  # noqa: S608 - a constant


@dataclass(frozen=True)
class UndoablePayment:
    """A payment that can still be undone, and the way: `contest` its transfer, or `cancel` its claim, by `id`."""

    way: str
    id: str
    name: str
    phone: str
    amount: int
    date: str
    time: str

    @property
    def other(self) -> str:
        """Return who received it, in one word for a line."""
        return self.name or self.phone


def find_sent(db: Connection, person_id: str) -> list[UndoablePayment]:
    """Return what a person may still undo, newest first. Raises Refused for nothing."""
    found = _list_sent(db, person_id)
    if not found:
        raise Refused("refusal.nothing_sent")
    return found


def may_undo(db: Connection, person_id: str, phone: str = "") -> bool:
    """True when there is something that a person may still undo, to this phone (E.164) where one is named."""
    return any(not phone or one.phone == phone for one in _list_sent(db, person_id))


def _list_sent(db: Connection, person_id: str) -> list[UndoablePayment]:
    return [_seen(row) for row in db.execute(SENT, {"id": person_id, "most": MOST})]


def _seen(row: Any) -> UndoablePayment:
    name = row.shop or (people.shorten_name(row.name) if row.name else "")
    return UndoablePayment(row.way, row.id, name, row.till or row.number, row.amount, **clock.shown(row.at))


def undo_last(db: Connection, person_id: str, phone: str = "", amount: int = 0) -> Quoted:
    """Return what undoes the newest of them, of those to this phone and of this amount where there are any.

    Raises Refused.
    """
    last = max(find_sent(db, person_id), key=lambda one: (one.phone == phone, one.amount == amount))
    if last.way == "cancel":
        return CancelSend(find_waiting_send(db, person_id, last.id))
    return ContestPayment(find_given(db, person_id, last.id))
