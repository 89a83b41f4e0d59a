"""Refunds of checkouts as programs ask for and follow them; which way one goes is said before, and in its answer."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from wallet.business import checkout_refunds
from wallet.business.checkout_refunds import REASON_LETTERS, Refund
from wallet.business.links import LARGEST
from wallet.business.refund_checkout import WRITE_REFUNDS, RefundableCheckout, RefundCheckout, find_refundable_checkout
from wallet.core.public_ids import find_id, write_id
from web.api.call import ApiRequest
from web.api.checkouts import CHECKOUTS
from web.api.ids import pattern_of, read_id
from web.api.listing import Listing, Page, answer_list
from web.api.reading import Body
from web.api.route import Route

READ_REFUNDS = "refunds:read"
REFUNDS = Listing("ref", checkout_refunds.COLUMNS, "refund", "created_at, id")
Name = Annotated[str, Field(pattern=pattern_of("chk"), description="id of the checkout")]
To = Literal["wallet", "number", "source"]


class RefundToMake(Body):
    """A refund to be made: francs, of a checkout that was paid. Without an amount, all that is left of it."""

    checkout: Name
    amount: Annotated[int, Field(ge=1, le=LARGEST, description="whole francs")] | None = None
    reason: Annotated[str, Field(max_length=REASON_LETTERS)] = ""


class RefundShown(BaseModel):
    """A refund. `to` is where it goes: the source it was paid from, its payer's wallet, or their number.

    `fee` is the part of the amount that you have back of your fee: you pay the rest. `charged` is what goes back in the
    currency its payer was charged in, in minor units.
    """

    id: str
    object: Literal["refund"]
    checkout: str
    amount: int
    currency: str
    fee: int
    to: To
    method: str
    charged: int
    charged_currency: str
    state: Literal["pending", "succeeded", "failed"]
    reason: str
    reference: str
    created_at: datetime
    ended_at: datetime | None


class RefundsAsked(Page):
    """A page of refunds, of one checkout or of one state."""

    checkout: Annotated[str, Field(max_length=64)] = ""
    state: Literal["", "pending", "succeeded", "failed"] = ""


class Refundable(BaseModel):
    """A refund of a checkout as it would go now: at most `left` francs, to a wallet, a number, or the source."""

    object: Literal["refundable"]
    checkout: str
    left: int
    currency: str
    to: To


def show(row: Any) -> dict[str, Any]:
    """Return a refund as it is answered."""
    return Refund(**row._mapping).describe()


def find_refundable(call: ApiRequest, checkout: str) -> RefundableCheckout:
    """Return what of a checkout of the business that calls may go back. Raises Trouble, Refused."""
    row_id = read_id("chk", checkout)
    call.read(lambda db: CHECKOUTS.get(db, call, row_id, "id"))
    return call.do(lambda db: find_refundable_checkout(db, call.merchant_id, row_id))


def create_refund(call: ApiRequest, said: RefundToMake) -> dict[str, Any]:
    """Refund a checkout, whole or in part."""
    found = find_refundable(call, said.checkout)
    case = RefundCheckout(
        found.checkout_id, said.amount or found.left, found.owner_id, found.person_id, found.operator, said.reason
    )
    made = call.perform(case).values["refund_id"]
    return show(call.read(lambda db: REFUNDS.get(db, call, made)))


def list_refunds(call: ApiRequest, asked: RefundsAsked) -> dict[str, Any]:
    """List refunds, the newest first."""
    filters: dict[str, tuple[str, Any]] = {"state": ("state = :state", asked.state)} if asked.state else {}
    if asked.checkout:
        filters["checkout"] = ("checkout_id = CAST(:checkout AS uuid)", find_id("chk", asked.checkout))
    return answer_list(*call.read_report(lambda db: REFUNDS.read(db, call, asked, filters)), show)


def get_refund(call: ApiRequest, refund: str) -> dict[str, Any]:
    """Get one refund."""
    return show(call.read(lambda db: REFUNDS.get(db, call, read_id("ref", refund))))


def get_refundable(call: ApiRequest, checkout: str) -> dict[str, Any]:
    """Say how much of a checkout can be refunded now, and which way it would go."""
    found = find_refundable(call, checkout)
    named = write_id("chk", found.checkout_id)
    return {"object": "refundable", "checkout": named, "left": found.left, "currency": "XAF", "to": found.way}


ROUTES = (
    Route("POST", "/refunds", create_refund, WRITE_REFUNDS, RefundShown, RefundToMake, status=201),
    Route("GET", "/refunds", list_refunds, READ_REFUNDS, RefundShown, asks=RefundsAsked, page=True),
    Route("GET", "/refunds/<refund>", get_refund, READ_REFUNDS, RefundShown),
    Route("GET", "/checkouts/<checkout>/refundable", get_refundable, READ_REFUNDS, Refundable),
)
