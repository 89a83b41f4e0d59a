"""Looks at codes of others' requests, few a day for each phone: nobody finds names and debts by trying codes.

The one who was asked, and the one who asks, may look as often as they like; at a link anybody: it hangs on a wall.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet.core import security_events
from wallet.core.clock import TODAY
from wallet.operations import pay_addresses
from wallet.operations.actor import Actor
from wallet.requests import payment_requests
from wallet.requests.payment_requests import PaymentRequest

WRONG_A_DAY: Final = 10
SEEN_A_DAY: Final = 20
COUNT: Final = text(f"""INSERT INTO code_look AS l (phone, day, wrong, seen) VALUES (:phone, {TODAY}, :wrong, :seen)
    ON CONFLICT (phone, day) DO UPDATE SET wrong = least(l.wrong + :wrong, 1000), seen = least(l.seen + :seen, 1000)
    RETURNING wrong, seen""")  # noqa: S608 - a constant


@dataclass(frozen=True)
class CodeLook:
    """A look at a code, counted: a fact for the screen. `refusal`: "" or the key of what is said instead."""

    code: str
    refusal: str


def count_look(db: Connection, actor: Actor, code: str) -> CodeLook:
    """Count a look at a code by this phone, before anything of it is shown, and return if it may go on.

    It is to be committed whatever comes after. Above the most, what is nobody's reads as what is another's.
    """
    address = pay_addresses.find_by_code(db, code)
    request = payment_requests.find_by_code(db, code)
    if (request and is_of(request, actor)) or (address and address.thing == "link"):
        return CodeLook(code, "")
    looks = db.execute(COUNT, {"phone": actor.phone, "wrong": int(address is None), "seen": int(bool(address))}).one()
    if looks.wrong <= WRONG_A_DAY and looks.seen <= SEEN_A_DAY:
        return CodeLook(code, "")
    security_events.note_once_a_day(db, "request codes tried", actor.phone)
    return CodeLook(code, "refusal.codes_enough")


def is_of(request: PaymentRequest, actor: Actor) -> bool:
    """True when this actor was asked, or asks."""
    return request.is_for(actor) or request.asker_id == actor.person_id
