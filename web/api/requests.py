"""Payment requests as programs make and follow them: somebody is texted, or mailed, what a business asks of them."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator
from sqlalchemy import Connection

from wallet.business import checkout_asks, checkouts
from wallet.business.answer_shop_request import CancelShopRequest, RemindShopRequest
from wallet.business.ask_shop_request import WRITE_REQUESTS, AskShopRequest
from wallet.business.checkout_asks import CheckoutAsk
from wallet.business.checkouts import NewCheckout
from wallet.core.values import Phone
from wallet.operations import pay_addresses
from web.api.call import ApiRequest
from web.api.checkouts import Amount, Title, Words
from web.api.ids import read_id
from web.api.listing import Listing, Page, answer_list
from web.api.reading import EMAIL_OR_NONE, URI_OR_NONE, Body
from web.api.route import Route

READ_REQUESTS = "requests:read"
REQUESTS = Listing("req", checkout_asks.COLUMNS, checkout_asks.ASKED, "asked_at, id")
State = Literal["open", "paid", "refused", "expired", "cancelled"]


class RequestToMake(Body):
    """A new request, of whoever has this phone or reads this e-mail: one of the two."""

    phone: Annotated[str, Field(max_length=20, json_schema_extra={"format": "phone"})] = ""
    email: Annotated[str, Field(max_length=200, json_schema_extra=EMAIL_OR_NONE)] = ""
    amount: Amount
    currency: Literal["XAF"] = "XAF"
    title: Title
    reference: Words = ""
    return_url: Annotated[str, Field(max_length=500, json_schema_extra=URI_OR_NONE)] = ""
    language: Literal["", "fr", "en"] = ""
    expires_in: Annotated[int, Field(ge=3_600, le=int(checkouts.LONGEST.total_seconds()), description="seconds")] = (
        3 * 86_400
    )

    @model_validator(mode="after")
    def say_whom(self) -> Self:
        """Return the same. Raises ValueError for a request of nobody, or of two."""
        if bool(self.phone) == bool(self.email):
            raise ValueError("a phone is needed, or an e-mail, and not both")
        return self

    def read(self, call: ApiRequest) -> NewCheckout:
        """Return it as the wallet takes it. Raises Misread."""
        return NewCheckout(
            call.merchant_id, self.amount, self.title, self.reference, "",
            str(Phone.read(self.phone)) if self.phone else "", self.email, self.return_url, self.language,
            waits_seconds=self.expires_in,
        )  # fmt: skip


class RequestShown(BaseModel):
    """A request, with the checkout that pays it; whoever is asked opens `url`, or types `code` on a phone.

    `told` is false where a number takes no texts it did not ask for: give its owner the address or the code yourself.
    Nothing says whether a wallet has the number.
    """

    id: str
    object: Literal["request"]
    checkout: str
    amount: int
    currency: str
    title: str
    reference: str
    phone: str
    email: str
    state: State
    told: bool
    asked_at: datetime
    due_at: datetime
    reminded_at: datetime | None
    ended_at: datetime | None
    url: str
    code: str


class RequestsAsked(Page):
    """A page of requests, of one state or with one reference of the business's own."""

    state: Literal["", "open", "paid", "refused", "expired", "cancelled"] = ""
    reference: Words = ""


def show(call: ApiRequest, row: Any) -> dict[str, Any]:
    """Return a request as it is answered, with the address by which it is paid."""
    asked = CheckoutAsk(**row._mapping)
    return asked.describe() | {"code": asked.code, "url": pay_addresses.write_url(call.public_url, asked.token)}


def find_request(db: Connection, call: ApiRequest, row_id: str) -> dict[str, Any]:
    """Return a request of the business that calls, as it is answered. Raises Trouble."""
    return show(call, REQUESTS.get(db, call, row_id))


def create_request(call: ApiRequest, said: RequestToMake) -> dict[str, Any]:
    """Ask somebody to pay: they are texted, or mailed, who asks, how much, and where."""
    made = call.perform(AskShopRequest(said.read(call))).values["checkout_id"]
    return call.read(lambda db: find_request(db, call, made))


def list_requests(call: ApiRequest, asked: RequestsAsked) -> dict[str, Any]:
    """List requests, the newest first."""
    filters = {name: (f"{name} = :{name}", value) for name in ("state", "reference") if (value := getattr(asked, name))}
    rows, more = call.read(lambda db: REQUESTS.read(db, call, asked, filters))
    return answer_list(rows, more, lambda row: show(call, row))


def get_request(call: ApiRequest, request: str) -> dict[str, Any]:
    """Get one request."""
    return call.read(lambda db: find_request(db, call, read_id("req", request)))


def cancel_request(call: ApiRequest, request: str) -> dict[str, Any]:
    """Take a request back: whoever was asked is told, and what is paid for it from now on goes back."""
    row_id = read_id("req", request)
    call.read(lambda db: find_request(db, call, row_id))
    call.perform(CancelShopRequest(row_id))
    return call.read(lambda db: find_request(db, call, row_id))


def remind_request(call: ApiRequest, request: str) -> dict[str, Any]:
    """Ask once more, the same way; once."""
    row_id = read_id("req", request)
    call.read(lambda db: find_request(db, call, row_id))
    call.perform(RemindShopRequest(row_id))
    return call.read(lambda db: find_request(db, call, row_id))


ROUTES = (
    Route("POST", "/requests", create_request, WRITE_REQUESTS, RequestShown, RequestToMake, status=201),
    Route("GET", "/requests", list_requests, READ_REQUESTS, RequestShown, asks=RequestsAsked, page=True),
    Route("GET", "/requests/<request>", get_request, READ_REQUESTS, RequestShown),
    Route("POST", "/requests/<request>/cancel", cancel_request, WRITE_REQUESTS, RequestShown),
    Route("POST", "/requests/<request>/remind", remind_request, WRITE_REQUESTS, RequestShown),
)
