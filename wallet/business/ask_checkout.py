"""Text a wallet the question of `PAYER <code>`, because somebody typed its number at a checkout's page.

Whoever types a number is nobody we know: they learn nothing of it, and its owner is asked seldom, and never instead of
a question of their own that waits.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.business import checkouts
from wallet.business.collect_checkout import refuse_other_payer
from wallet.business.pay_checkout import PayCheckout, quote_checkout
from wallet.business.payables import find_payable
from wallet.core.errors import Misread
from wallet.operations import page_asks, pay_addresses
from wallet.operations.actor import ActorKind
from wallet.operations.page_asks import QUESTION_TEXTED
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people.people import Person


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
        page_asks.ask(db, doing, self.phone, checkout.id, lambda person: self.find_case(db, person))
        return Outcome(QUESTION_TEXTED)

    def find_case(self, db: Connection, person: Person) -> PayCheckout | None:
        """Return what the number's owner would agree to, None where they may not pay this."""
        code = pay_addresses.get_of(db, "checkout", self.checkout_id).code
        try:
            return PayCheckout(quote_checkout(db, person.id, find_payable(db, person.id, code)))
        except Misread:  # their own shop, or above their tier: theirs to know
            return None
