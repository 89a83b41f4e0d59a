"""Quotes as programs ask for them: what a checkout costs a payer abroad: both amounts, the rate; for 15 minutes."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from wallet.business import checkouts
from wallet.core.public_ids import write_id
from wallet.prices import quotes
from wallet.prices.quotes import CurrencyQuote
from wallet.prices.rates import list_charged
from web.api.call import ApiRequest
from web.api.checkouts import CHECKOUTS
from web.api.events import write_time
from web.api.ids import pattern_of, read_id
from web.api.listing import Listing
from web.api.problems import Trouble
from web.api.reading import Body
from web.api.route import Route

QUOTES = Listing(
    "quo", quotes.COLUMNS, "(SELECT q.*, c.merchant_id FROM quote q JOIN checkout c ON c.id = q.thing_id) quote", "id"
)
Name = Annotated[str, Field(pattern=pattern_of("chk"), description="id of the checkout, open")]


class QuoteToMake(Body):
    """A quote to be made: of which checkout, in which currency."""

    checkout: Name
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", description="EUR, or another that is charged in now")]


class QuoteShown(BaseModel):
    """A quote: until `expires_at`, `amount` francs cost `charged` minor units of `charged_currency`.

    `rate` is the francs that one whole unit pays.
    """

    id: str
    object: Literal["quote"]
    checkout: str
    amount: int
    currency: str
    charged: int
    charged_currency: str
    rate: str
    created_at: datetime
    expires_at: datetime


def show(quote: CurrencyQuote) -> dict[str, Any]:
    """Return a quote as it is answered."""
    return {
        "id": write_id("quo", quote.id), "object": "quote", "checkout": write_id("chk", str(quote.thing_id)),
        "amount": quote.francs, "currency": "XAF", "charged": quote.charged, "charged_currency": quote.currency,
        "rate": f"{quote.rate.normalize():f}", "created_at": write_time(quote.made_at),
        "expires_at": write_time(quote.until),
    }  # fmt: skip


def create_quote(call: ApiRequest, said: QuoteToMake) -> dict[str, Any]:
    """Say what a checkout costs its payer in another currency."""

    def create(db: Connection) -> CurrencyQuote:
        row_id = CHECKOUTS.get(db, call, read_id("chk", said.checkout), "id::text").id
        checkout = checkouts.get(db, row_id)
        checkouts.check_open(checkout)
        if said.currency not in (charged := list_charged(db)):
            raise Trouble("not_possible", f"Charged in now: {', '.join(charged) or 'none'}.", "currency")
        return quotes.make_quote(db, said.currency, checkout.amount, checkout.id)

    return show(call.do(create))


def get_quote(call: ApiRequest, quote: str) -> dict[str, Any]:
    """Get one quote, also one that holds no more."""
    return show(CurrencyQuote(**call.read(lambda db: QUOTES.get(db, call, read_id("quo", quote)))._mapping))


ROUTES = (
    Route("POST", "/quotes", create_quote, "quotes:write", QuoteShown, QuoteToMake, status=201),
    Route("GET", "/quotes/<quote>", get_quote, "quotes:read", QuoteShown),
)
