"""Ask for a payment in a business's name, of a number or of an e-mail address: the text or mail that brings it is ours.

Nothing of what is answered says whether a wallet has the number, whether it is locked, or whom its owner blocked.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar, Final, Literal

from sqlalchemy import Connection, text

from wallet.business import checkout_asks, checkouts, merchants
from wallet.business.checkouts import NewCheckout
from wallet.business.create_checkout import refuse_another
from wallet.business.merchants import Merchant
from wallet.business.return_origins import check_return_url
from wallet.core.errors import Misread, Refused
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import numbers, people
from wallet.requests import blocks
from wallet.requests.ask_payment import ASKED_OF_ONE_A_DAY, RECEIVED_A_DAY

WRITE_REQUESTS: Final = "requests:write"
# Outcomes that no phone hears.
ASKED: Final = "shop_request_asked"
# What one shop may do to others' phones and mailboxes in a day; of each, as much as one human may (ask_payment.py).
ASKED_BY_SHOP_A_DAY: Final = 200
DAY: Final = timedelta(days=1)
COUNT: Final = """SELECT
    (SELECT count(*) FROM checkout_ask WHERE merchant_id = CAST(:merchant AS uuid)
        AND asked_at > wallet_now() - :day) AS by_shop,
    (SELECT count(*) FROM checkout_ask WHERE {by} = :whom AND merchant_id = CAST(:merchant AS uuid)
        AND asked_at > wallet_now() - :day) AS of_one,
    (SELECT count(*) FROM checkout_ask WHERE {by} = :whom AND asked_at > wallet_now() - :day)
        + (SELECT count(*) FROM request WHERE {by} = :whom AND asked_at > wallet_now() - :day) AS received"""
LATELY: Final = {by: text(COUNT.format(by=by)) for by in ("phone", "email")}


@dataclass(frozen=True)
class AskShopRequest(UseCase):
    """Make a checkout of the business the actor is of, and ask its customer for it: their number, else their address.

    `checkout` has one of the two. Raises Misread for both, or none.
    """

    kind: ClassVar[str] = "ask_shop_request"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key",)
    permission: ClassVar[str] = WRITE_REQUESTS

    checkout: NewCheckout

    def __post_init__(self) -> None:
        """Raise Misread for a request of nobody, or of two."""
        if bool(self.checkout.customer_phone) == bool(self.checkout.customer_email):
            raise Misread("error.malformed")

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that text, that mail, and that tell the business."""
        return ("notices", "mail", "webhooks")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down and have it told. Raises Refused for another business, and after many in a day."""
        asked = self.checkout
        refuse_another(doing.actor, asked.merchant_id)
        check_return_url(db, asked.merchant_id, asked.return_url)
        shop = merchants.get_merchant(db, asked.merchant_id)
        people.refuse_stopped(people.get_person(db, shop.owner_id))
        phone, email = asked.customer_phone, asked.customer_email.lower()
        numbers.take_turn(db, phone or email)
        check_caps(db, shop, "phone" if phone else "email", phone or email)
        checkout, _ = checkouts.create(db, replace(asked, customer_email=email))
        reader = people.find_by_phone(db, phone) if phone else None
        made = checkout_asks.create(
            db, checkout.id, shop.id, phone, email,
            told=checkout_asks.can_be_told(db, phone),
            dropped=blocks.is_blocked(db, phone or email, reader, shop.owner_id),
        )  # fmt: skip
        checkout_asks.tell(db, made, "shop_request", "shop_request_asked")
        return Outcome(ASKED, {"checkout_id": checkout.id})


def check_caps(db: Connection, shop: Merchant, by: Literal["phone", "email"], whom: str) -> None:
    """Keep a phone, or a mailbox, from being made a nuisance of by shops. Raises Refused.

    The address's turn is taken; the shop's is taken here, so that its requests are counted in turn too.
    """
    numbers.take_turn(db, f"shop {shop.id}")
    lately = db.execute(LATELY[by], {"merchant": shop.id, "whom": whom, "day": DAY}).one()
    if lately.by_shop >= ASKED_BY_SHOP_A_DAY:
        raise Refused("refusal.shop_asked_enough", maximum=ASKED_BY_SHOP_A_DAY)
    if lately.of_one >= ASKED_OF_ONE_A_DAY or lately.received >= RECEIVED_A_DAY:
        raise Refused("refusal.asked_of_enough")
