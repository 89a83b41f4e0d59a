"""Checkouts and orders as programs make and follow them; a refund is asked of the checkout that was paid."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from wallet.business import checkouts, orders
from wallet.business.checkouts import Checkout, NewCheckout
from wallet.business.create_checkout import CreateCheckout, ExpireCheckout
from wallet.business.links import LARGEST, TITLE_LETTERS
from wallet.business.orders import CreateOrder, SetOrderStep, ShopOrder
from wallet.core.values import Phone
from wallet.operations import pay_addresses
from wallet.prices import tariffs
from web.api.call import ApiRequest
from web.api.ids import read_id
from web.api.listing import Listing, Page, answer_list
from web.api.reading import EMAIL_OR_NONE, LINE, URI_OR_NONE, Body
from web.api.route import Route

ADDRESS = "(SELECT a.{column} FROM pay_address a WHERE a.checkout_id = checkout.id) AS pay_{column}"
ADDRESSED = ", ".join((checkouts.COLUMNS, ADDRESS.format(column="code"), ADDRESS.format(column="token")))
CHECKOUTS = Listing("chk", ADDRESSED, "checkout", "created_at, id")
ADDRESS_OF_ORDER = "(SELECT {column} FROM pay_address a WHERE a.checkout_id = shop_order.checkout_id) AS pay_{column}"
ORDERED = ", ".join((orders.COLUMNS, *(ADDRESS_OF_ORDER.format(column=one) for one in ("code", "token"))))
ORDERS = Listing("ord", ORDERED, "shop_order", "created_at, id")
Amount = Annotated[int, Field(ge=int(tariffs.MINIMUM), le=LARGEST, description="whole francs")]
Title = Annotated[str, Field(min_length=1, max_length=TITLE_LETTERS, json_schema_extra=LINE)]
TILL = Field(pattern="^([0-9]{5})?$", description="code of one of your tills")
Words = Annotated[str, Field(max_length=checkouts.FIELD_LETTERS, json_schema_extra=LINE)]


class CheckoutToMake(Body):
    """A new checkout: something to be paid once, by any method."""

    amount: Amount
    currency: Literal["XAF"] = "XAF"
    title: Title
    reference: Words = ""
    customer_name: Words = ""
    customer_phone: Annotated[str, Field(max_length=20, json_schema_extra={"format": "phone"})] = ""
    customer_email: Annotated[str, Field(max_length=200, json_schema_extra=EMAIL_OR_NONE)] = ""
    return_url: Annotated[str, Field(max_length=500, json_schema_extra=URI_OR_NONE)] = ""
    language: Literal["", "fr", "en"] = ""
    expires_in: Annotated[int, Field(ge=60, le=int(checkouts.LONGEST.total_seconds()), description="seconds")] = int(
        checkouts.WAITS.total_seconds()
    )

    def read(self, call: ApiRequest) -> NewCheckout:
        """Return it as the wallet takes it. Raises Misread."""
        return NewCheckout(
            call.merchant_id, self.amount, self.title, self.reference, self.customer_name,
            str(Phone.read(self.customer_phone)) if self.customer_phone else "", self.customer_email,
            self.return_url, self.language, waits_seconds=self.expires_in,
        )  # fmt: skip


class CheckoutShown(BaseModel):
    """A checkout; whoever pays opens `url`, or types `code` on a phone: PAYER 48217368."""

    id: str
    object: Literal["checkout"]
    amount: int
    currency: str
    title: str
    reference: str
    state: Literal["open", "paid", "expired", "cancelled"]
    method: str
    fee: int
    refunded: int
    link: str | None
    invoice: str | None
    payment: str | None
    customer_name: str
    customer_phone: str
    customer_email: str
    return_url: str
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None
    url: str
    code: str


class CheckoutsAsked(Page):
    """A page of checkouts, of one state or with one reference of the business's own."""

    state: Literal["", "open", "paid", "expired", "cancelled"] = ""
    reference: Words = ""


class OrderToMake(CheckoutToMake):
    """A new order, with its checkout; `till` is the one at which it stands, whose cashiers move it on."""

    till: Annotated[str, TILL] = ""

    def read(self, call: ApiRequest) -> NewCheckout:
        """Return its checkout as the wallet takes it. Raises Misread."""
        return replace(super().read(call), till=self.till)


class OrdersAsked(Page):
    """A page of orders, of one till where one is named."""

    till: Annotated[str, TILL] = ""


class OrderShown(BaseModel):
    """An order, at one step; whoever pays its checkout opens `url`, or types `code` on a phone."""

    id: str
    object: Literal["order"]
    checkout: str
    url: str
    code: str
    reference: str
    step: Literal["to_prepare", "sent", "delivered", "cancelled"]
    created_at: datetime
    changed_at: datetime
    till: str | None


class OrderChange(Body):
    """A change of an order: the step it is at from now on."""

    step: Literal["to_prepare", "sent", "delivered", "cancelled"]


def show(call: ApiRequest, row: Any) -> dict[str, Any]:
    """Return a checkout as it is answered, with the address by which it is paid."""
    said = dict(row._mapping)
    code, token = said.pop("pay_code"), said.pop("pay_token")
    return show_at(call, Checkout(**said), code, token)


def show_at(call: ApiRequest, checkout: Checkout, code: str, token: str) -> dict[str, Any]:
    """Return a checkout as it is answered, paid by this code or at the page of this token."""
    return checkouts.describe(checkout) | {"code": code, "url": pay_addresses.write_url(call.public_url, token)}


def find_checkout(db: Connection, call: ApiRequest, row_id: str) -> dict[str, Any]:
    """Return a checkout of the business that calls, as it is answered. Raises Trouble."""
    return show(call, CHECKOUTS.get(db, call, row_id))


def create_checkout(call: ApiRequest, said: CheckoutToMake) -> dict[str, Any]:
    """Make a checkout."""
    outcome = call.perform(CreateCheckout(said.read(call)))
    if outcome.made is None:  # made before, under a key whose answer is kept no more
        return call.read(lambda db: find_checkout(db, call, outcome.values["checkout_id"]))
    checkout, address = outcome.made
    return show_at(call, checkout, address.code, address.token)


def list_checkouts(call: ApiRequest, asked: CheckoutsAsked) -> dict[str, Any]:
    """List checkouts, the newest first."""
    filters = {name: (f"{name} = :{name}", value) for name in ("state", "reference") if (value := getattr(asked, name))}
    rows, more = call.read(lambda db: CHECKOUTS.read(db, call, asked, filters))
    return answer_list(rows, more, lambda row: show(call, row))


def get_checkout(call: ApiRequest, checkout: str) -> dict[str, Any]:
    """Get one checkout."""
    return call.read(lambda db: find_checkout(db, call, read_id("chk", checkout)))


def expire_checkout(call: ApiRequest, checkout: str) -> dict[str, Any]:
    """Take a checkout back: what is paid for it from now on goes back to whoever paid."""
    row_id = read_id("chk", checkout)
    call.read(lambda db: find_checkout(db, call, row_id))
    call.perform(ExpireCheckout(row_id))
    return call.read(lambda db: find_checkout(db, call, row_id))


def find_order(db: Connection, call: ApiRequest, row_id: str) -> dict[str, Any]:
    """Return an order of the business that calls, as it is answered. Raises Trouble."""
    return show_order(call, ORDERS.get(db, call, row_id))


def show_order(call: ApiRequest, row: Any) -> dict[str, Any]:
    """Return an order as it is answered, with the address by which its checkout is paid."""
    said = dict(row._mapping)
    code, token = said.pop("pay_code"), said.pop("pay_token")
    return ShopOrder(**said).describe() | {"code": code, "url": pay_addresses.write_url(call.public_url, token)}


def create_order(call: ApiRequest, said: OrderToMake) -> dict[str, Any]:
    """Make an order, with the checkout by which it is paid."""
    made = call.perform(CreateOrder(said.read(call))).values["order_id"]
    return call.read(lambda db: find_order(db, call, made))


def list_orders(call: ApiRequest, asked: OrdersAsked) -> dict[str, Any]:
    """List orders, the newest first."""
    at_till = "EXISTS (SELECT FROM checkout c WHERE c.id = checkout_id AND c.till = :till)"
    filters = {"till": (at_till, asked.till)} if asked.till else {}
    rows, more = call.read(lambda db: ORDERS.read(db, call, asked, filters))
    return answer_list(rows, more, lambda row: show_order(call, row))


def get_order(call: ApiRequest, order: str) -> dict[str, Any]:
    """Get one order."""
    return call.read(lambda db: find_order(db, call, read_id("ord", order)))


def change_order(call: ApiRequest, order: str, said: OrderChange) -> dict[str, Any]:
    """Note how far an order is, until it is delivered or cancelled."""
    row_id = read_id("ord", order)
    call.read(lambda db: find_order(db, call, row_id))
    call.perform(SetOrderStep(row_id, said.step))
    return call.read(lambda db: find_order(db, call, row_id))


READ, WRITE = "checkouts:read", "checkouts:write"
ROUTES = (
    Route("POST", "/checkouts", create_checkout, WRITE, CheckoutShown, CheckoutToMake, status=201),
    Route("GET", "/checkouts", list_checkouts, READ, CheckoutShown, asks=CheckoutsAsked, page=True),
    Route("GET", "/checkouts/<checkout>", get_checkout, READ, CheckoutShown),
    Route("POST", "/checkouts/<checkout>/expire", expire_checkout, WRITE, CheckoutShown),
    Route("POST", "/orders", create_order, "orders:write", OrderShown, OrderToMake, status=201),
    Route("GET", "/orders", list_orders, "orders:read", OrderShown, asks=OrdersAsked, page=True),
    Route("GET", "/orders/<order>", get_order, "orders:read", OrderShown),
    Route("PATCH", "/orders/<order>", change_order, "orders:write", OrderShown, OrderChange),
)
