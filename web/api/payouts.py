"""Payouts as programs ask for and follow them, and the accounts they go to, which owners add on their pages."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from wallet.business import merchants
from wallet.business.links import LARGEST
from wallet.payouts import payouts, put_aside, settlement_accounts
from wallet.payouts.change_settlement import WRITE_PAYOUTS
from wallet.payouts.make_payout import MakePayout
from wallet.payouts.payouts import BusinessPayout
from wallet.prices.tariffs import MINIMUM
from web.api.call import ApiRequest
from web.api.ids import pattern_of, read_id
from web.api.listing import Listing, Page, answer_list
from web.api.problems import not_found
from web.api.reading import Body
from web.api.route import Route

READ_PAYOUTS = "payouts:read"
PAYOUTS = Listing("pto", payouts.COLUMNS, "payout", "created_at, id")
Name = Annotated[str, Field(pattern=pattern_of("sta"), description="id of the settlement account")]


class PayoutToMake(Body):
    """A payout to be made: francs that arrive, to an account that is ready. Its price comes on top."""

    account: Name
    amount: Annotated[int, Field(ge=int(MINIMUM), le=LARGEST, description="whole francs")]


class AccountShown(BaseModel):
    """An account that payouts go to: of a number, the last digits. Nothing is paid out to it before `ready_at`."""

    id: str
    object: Literal["settlement_account"]
    kind: Literal["phone", "wallet", "bank"]
    rail: str
    number: str
    holder: str
    ready_at: datetime


class PayoutShown(BaseModel):
    """A payout. Amount and fee leave the balance at once; both come back where it fails.

    What a bank sends back after it was paid is `returned`: the amount is in the balance again.
    """

    id: str
    object: Literal["payout"]
    to: AccountShown
    amount: int
    currency: str
    fee: int
    state: Literal["asked", "refused", "pending", "paid", "failed", "returned"]
    reason: str
    by_schedule: bool
    reference: str
    created_at: datetime
    ended_at: datetime | None


class PayoutsAsked(Page):
    """A page of payouts, or of those of one state."""

    state: Literal["", "asked", "refused", "pending", "paid", "failed", "returned"] = ""


def show(db: Connection, row: Any) -> dict[str, Any]:
    """Return a payout as it is answered."""
    return BusinessPayout(**row._mapping).describe(settlement_accounts.get(db, row.account_id))


def create_payout(call: ApiRequest, said: PayoutToMake) -> dict[str, Any]:
    """Pay money out to one of your settlement accounts."""
    account_id = read_id("sta", said.account)

    def price(db: Connection) -> MakePayout:
        account = settlement_accounts.find(db, call.merchant_id, account_id)
        if account is None:
            raise not_found()
        owner_id = merchants.get_merchant(db, call.merchant_id).owner_id
        return MakePayout(owner_id, account.id, said.amount, put_aside.read_fee(db, account, said.amount))

    made = call.perform(call.read(price)).values["payout_id"]
    return call.read(lambda db: show(db, PAYOUTS.get(db, call, made)))


def list_payouts(call: ApiRequest, asked: PayoutsAsked) -> dict[str, Any]:
    """List payouts, the newest first."""
    filters: dict[str, tuple[str, Any]] = {"state": ("state = :state", asked.state)} if asked.state else {}

    def read(db: Connection) -> dict[str, Any]:
        return answer_list(*PAYOUTS.read(db, call, asked, filters), lambda row: show(db, row))

    return call.read(read)


def get_payout(call: ApiRequest, payout: str) -> dict[str, Any]:
    """Get one payout."""
    return call.read(lambda db: show(db, PAYOUTS.get(db, call, read_id("pto", payout))))


def list_settlement_accounts(call: ApiRequest) -> dict[str, Any]:
    """List the accounts that payouts may go to, the oldest first."""
    found = call.read(lambda db: settlement_accounts.list_of(db, call.merchant_id))
    return answer_list(found, False, lambda one: one.describe())


ROUTES = (
    Route("POST", "/payouts", create_payout, WRITE_PAYOUTS, PayoutShown, PayoutToMake, status=201),
    Route("GET", "/payouts", list_payouts, READ_PAYOUTS, PayoutShown, asks=PayoutsAsked, page=True),
    Route("GET", "/payouts/<payout>", get_payout, READ_PAYOUTS, PayoutShown),
    Route("GET", "/settlement_accounts", list_settlement_accounts, READ_PAYOUTS, AccountShown, page=True),
)
