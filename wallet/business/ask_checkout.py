"""Text a wallet the question of `PAYER <code>`, because somebody typed its number at a checkout's page.

Whoever types a number is nobody we know: they learn nothing of it, and its owner is asked seldom, and never instead of
a question of their own that waits.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from wallet.business import checkouts
from wallet.business.collect_checkout import refuse_other_payer
from wallet.business.pay_checkout import PayCheckout, quote_checkout
from wallet.business.payables import find_payable
from wallet.core.errors import Misread
from wallet.operations import asks, pay_addresses
from wallet.operations.actor import Actor, ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import numbers, people

QUESTION_TEXTED: Final = "checkout_asked"  # an outcome that no phone hears: the same whether a wallet has the number
ASKED_A_DAY: Final = 3  # questions to one number, by all pages
ASKED_MOST: Final = 10  # questions of one checkout
KEY: Final = "asked at the page of"  # the key of a payment that such a question becomes begins so
TAKEN: Final = text("SELECT key FROM ask WHERE key = ANY(:keys)")
TODAY: Final = text("""SELECT count(*) FROM ask
    WHERE phone = :phone AND starts_with(key, :begins) AND asked_at > wallet_now() - :day""")


@dataclass(frozen=True)
class AskCheckout(UseCase):
    """Text whoever has the wallet of `phone`, E.164, whether they pay a checkout: OUI and its code pays."""

    kind: ClassVar[str] = "ask_checkout"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("payer",)

    checkout_id: str
    phone: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Ask, where somebody may be asked. Raises Refused once it can be paid no more, or for another checkout's page.

        Whether anybody was asked is not told.
        """
        checkout = checkouts.lock_row_open(db, self.checkout_id)
        refuse_other_payer(doing.actor, checkout)
        numbers.take_turn(db, self.phone)
        key, case = find_key(db, checkout.id), self.find_case(db)
        if key and case and may_be_asked(db, self.phone):
            ask(db, doing, self.phone, key, case)
        return Outcome(QUESTION_TEXTED)

    def find_case(self, db: Connection) -> PayCheckout | None:
        """Return what the wallet of the number would agree to, None where there is none, or it may not pay this."""
        person = people.find_by_phone(db, self.phone)
        if person is None or person.state != "open" or person.locked_by_owner or person.robbed:
            return None
        code = pay_addresses.get_of(db, "checkout", self.checkout_id).code
        try:
            return PayCheckout(quote_checkout(db, person.id, find_payable(db, person.id, code)))
        except Misread:  # their own shop, or above their tier: theirs to know
            return None


def find_key(db: Connection, checkout_id: str) -> str | None:
    """Return the key of a locked checkout's next question, None after its last one."""
    keys = [f"{KEY} {checkout_id} {number}" for number in range(ASKED_MOST)]
    taken = set(db.execute(TAKEN, {"keys": keys}).scalars())
    return next((key for key in keys if key not in taken), None)


def may_be_asked(db: Connection, phone: str) -> bool:
    """True for a number, whose turn is taken, that pages asked seldom today, and on which no other question waits."""
    if asks.is_locked(db, phone) or asks.find_waiting(db, phone):
        return False
    asked = {"phone": phone, "begins": KEY, "day": timedelta(days=1)}
    return int(db.execute(TODAY, asked).scalar_one()) < ASKED_A_DAY


def ask(db: Connection, doing: Doing, phone: str, key: str, case: PayCheckout) -> None:
    """Text the question, unless its phone asked something itself in this very moment, which then waits alone."""
    person = people.find_by_phone(db, phone)
    assert person, f"{phone} has no wallet"
    asked = Actor("person", person.id, person.language, phone)
    question = (case.kind, case.to_content(), f"question_{case.kind}", case.shown)
    try:
        with db.begin_nested():
            asks.ask(db, doing.secrets, asked, key, *question)
    except IntegrityError:
        return
