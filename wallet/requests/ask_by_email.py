"""Ask for a payment of an e-mail address: its reader is mailed the address of the request's page, and pays there."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.core.email_addresses import EmailAddress
from wallet.core.errors import Misread
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import numbers, people
from wallet.prices import limits, tariffs
from wallet.requests import blocks, payment_requests
from wallet.requests.ask_payment import check_caps
from wallet.requests.payment_requests import NewRequest

MAILED: Final = "request_mailed"  # an outcome that no phone hears
WRITTEN_IN: Final = ("fr", "en")


@dataclass(frozen=True)
class AskByEmail(UseCase):
    """Ask the reader of `email`, in small letters, for `amount`; they are written to in `language`."""

    kind: ClassVar[str] = "ask_by_email"
    accepts: ClassVar[Accepts] = (None,)

    email: str
    amount: int
    reason: str
    language: str

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that mails."""
        return ("mail",)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down and have it mailed. Raises Refused after many in a day."""
        asker = doing.person
        numbers.take_turn(db, self.email)  # as a number's: what is asked of it is counted in turn
        check_caps(db, asker.human_id, "email", self.email)
        asked = NewRequest(
            asker.id, self.language, "", None, self.amount, self.reason, doing.reference,
            dropped=blocks.is_blocked(db, self.email, None, asker.id), email=self.email,
        )  # fmt: skip
        request = payment_requests.create(db, asked)
        payment_requests.tell_payer(db, request, asker, None, "payment_asked_of_stranger")
        said = {"amount": self.amount, "reference": doing.reference, "request": request.code}
        return Outcome(MAILED, said)


def check_mailing(
    db: Connection, person_id: str, email: EmailAddress, amount: int, reason: str, language: str
) -> AskByEmail:  # fmt: skip
    """Return what asks an address. Raises Misread for an amount the caller could not be paid at once."""
    limits.check_amount(db, people.get_person(db, person_id).tier, "in", tariffs.MINIMUM, amount)
    if language not in WRITTEN_IN:
        raise Misread("error.malformed")
    return AskByEmail(email.lower(), amount, reason, language)
