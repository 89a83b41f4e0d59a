"""The return of what came too late for a request to its source; where that fails it is kept for whose number it is."""

from sqlalchemy import Connection

from wallet.messages.notices import Message
from wallet.operations.movements import NewMovement
from wallet.people import people
from wallet.purposes import late_request
from wallet.purposes.ending import Ending, Purpose, uncount_nothing
from wallet.purposes.kept import note_kept
from wallet.purposes.return_late import pay_or_keep
from wallet.requests import payment_requests


def note(db: Connection, end: Ending) -> list[NewMovement]:
    """Return what is seen of what was kept."""
    request = payment_requests.lock_row(db, str(end.payment.request_id))
    late_request.mail_asked(db, end, request)
    if end.succeeded or end.posting is None:
        return []
    return note_kept(db, end, people.find_by_phone(db, end.payment.party.value), request.language)


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return what the number that paid, or was asked, reads; an address is mailed."""
    request = payment_requests.lock_row(db, str(end.payment.request_id))
    if not end.succeeded and end.posting is not None:
        return late_request.tell_kept(db, end, request)
    if not end.payment.party.value:
        return []
    reader = late_request.read_by(db, end, request)
    return [Message(reader, "request_given_back", late_request.describe(end, request))]


PURPOSE = Purpose(pay_or_keep, uncount_nothing, note, tell)
