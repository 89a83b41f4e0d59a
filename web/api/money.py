"""Payments to a business, all that moved on its account, what it holds, and its tills."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Connection, text

from wallet.business import sales
from wallet.business.checkout_refunds import REASON_LETTERS
from wallet.business.links import LARGEST
from wallet.business.refund_checkout import WRITE_REFUNDS
from wallet.business.refund_sale import RefundSale, find_refundable_sale_of
from wallet.core.errors import Refused
from wallet.core.payment_states import in_sql
from wallet.core.public_ids import write_id
from wallet.operations.kinds import SALES
from web.api.call import ApiRequest
from web.api.events import write_time
from web.api.ids import read_id
from web.api.listing import Listing, Page, answer_list
from web.api.problems import Trouble
from web.api.reading import Body
from web.api.route import Route

PAYMENTS = Listing(
    "pay",
    """id::text, kind, amount, fee, tax, till, reference, at,
    (SELECT c.id::text FROM checkout c WHERE c.paid_with = sale.id) AS checkout,
    coalesce((SELECT c.refunded FROM checkout c WHERE c.paid_with = sale.id), (SELECT sum(l.size) FROM transfer_link l
        WHERE l.target = sale.id AND l.role = 'undoes'), 0)::bigint AS refunded""",
    "(SELECT transfer_id AS id, merchant_id, kind, amount, fee, tax, till, reference, at FROM movement) sale",
    "at, id",
    only=f"kind IN {in_sql(SALES)}",
)
TRANSACTIONS = Listing(
    "txn",
    "id::text, kind, amount, balance_after, posted_at",
    """(SELECT e.transfer_id AS id, m.id AS merchant_id, e.seq, e.kind, e.amount, e.balance_after, e.posted_at
        FROM merchant m JOIN entry e ON e.account_id = m.account_id) moved""",
    "seq",
)
TILLS = text("SELECT code, since FROM till WHERE merchant_id = CAST(:merchant AS uuid) ORDER BY since, code")


class PaymentShown(BaseModel):
    """A payment to the business: at a till, of a bill or checkout, or by a subscription; fee and tax are its price."""

    id: str
    object: Literal["payment"]
    checkout: str | None
    kind: str
    amount: int
    currency: str
    fee: int
    tax: int
    refunded: int
    till: str
    reference: str
    at: datetime


class PaymentRefund(Body):
    """A refund of a payment, to its payer's wallet: francs; without an amount, all that is left of it."""

    amount: Annotated[int, Field(ge=1, le=LARGEST, description="whole francs")] | None = None
    reason: Annotated[str, Field(max_length=REASON_LETTERS)] = ""


class PaymentsAsked(Page):
    """A page of payments, of one till or with one reference."""

    till: Annotated[str, Field(max_length=5)] = ""
    reference: Annotated[str, Field(max_length=20)] = ""


class BalanceTransaction(BaseModel):
    """A movement of the business's account; `balance` is what it held after it."""

    id: str
    object: Literal["balance_transaction"]
    kind: str
    amount: int
    currency: str
    balance: int
    at: datetime


class Balance(BaseModel):
    """The money a business holds here, in whole francs.

    `available` may leave; `retained` is here as well and must stay for now: the owner calls us to know why. `pending`
    is asked of payers by operators that have not said yet; `reserved` is put aside: refunds and payouts on their way.
    """

    available: int
    retained: int
    pending: int
    reserved: int
    currency: str


class TillShown(BaseModel):
    """A till: customers pay with PAYER AMOUNT CODE, or by the menu."""

    object: Literal["till"]
    code: str
    created_at: datetime


def show_till(row: Any) -> dict[str, Any]:
    """Return a till as it is answered."""
    return {"object": "till", "code": row.code, "created_at": write_time(row.since)}


def show_payment(row: Any) -> dict[str, Any]:
    """Return a payment as it is answered."""
    plain = {name: getattr(row, name) for name in ("kind", "amount", "fee", "tax", "refunded", "till", "reference")}
    of = {"checkout": write_id("chk", row.checkout) if row.checkout else None}
    said = {"id": write_id("pay", row.id), "object": "payment", "currency": "XAF"}
    return said | of | plain | {"at": write_time(row.at)}


def list_payments(call: ApiRequest, asked: PaymentsAsked) -> dict[str, Any]:
    """List payments to the business, the newest first."""
    filters = {name: (f"{name} = :{name}", value) for name in ("till", "reference") if (value := getattr(asked, name))}
    return answer_list(*call.read_report(lambda db: PAYMENTS.read(db, call, asked, filters)), show_payment)


def get_payment(call: ApiRequest, payment: str) -> dict[str, Any]:
    """Get one payment."""
    return show_payment(call.read(lambda db: PAYMENTS.get(db, call, read_id("pay", payment))))


def refund_payment(call: ApiRequest, payment: str, said: PaymentRefund) -> dict[str, Any]:
    """Give back what was paid at a till, by a bill or a subscription, whole or in part.

    A checkout is refunded by `POST /refunds`.
    """
    row_id = read_id("pay", payment)

    def find(db: Connection) -> RefundSale:
        if PAYMENTS.get(db, call, row_id).checkout:
            raise Trouble("not_possible", "It paid a checkout, which is refunded by POST /refunds.")
        sale = sales.find_sale(db, call.merchant_id, row_id)
        found = find_refundable_sale_of(db, call.merchant_id, sale) if sale else None
        if found is None:
            raise Refused("refusal.not_refundable")
        return RefundSale(row_id, found.receiver_id, found.giver_id, said.amount or found.left, said.reason)

    call.perform(call.do(find))
    return show_payment(call.read(lambda db: PAYMENTS.get(db, call, row_id)))


def show_transaction(row: Any) -> dict[str, Any]:
    """Return a movement of the account as it is answered."""
    said = {"kind": row.kind, "amount": row.amount, "currency": "XAF", "balance": row.balance_after}
    return {"id": write_id("txn", row.id), "object": "balance_transaction", **said, "at": write_time(row.posted_at)}


def list_balance_transactions(call: ApiRequest, asked: Page) -> dict[str, Any]:
    """List all that moved on the business's account, the newest first."""
    return answer_list(*call.read_report(lambda db: TRANSACTIONS.read(db, call, asked)), show_transaction)


def get_balance(call: ApiRequest) -> dict[str, Any]:
    """Get what the business holds."""
    holds = call.read(lambda db: sales.read_holdings(db, call.merchant_id))
    known = {name: getattr(holds, name) for name in ("available", "retained", "pending", "reserved")}
    return {**known, "currency": "XAF"}


def list_tills(call: ApiRequest) -> dict[str, Any]:
    """List all tills, the first one first."""
    rows = call.read(lambda db: db.execute(TILLS, {"merchant": call.merchant_id}).all())
    return answer_list(rows, False, show_till)


ROUTES = (
    Route("GET", "/payments", list_payments, "payments:read", PaymentShown, asks=PaymentsAsked, page=True),
    Route("GET", "/payments/<payment>", get_payment, "payments:read", PaymentShown),
    Route("POST", "/payments/<payment>/refund", refund_payment, WRITE_REFUNDS, PaymentShown, PaymentRefund),
    Route("GET", "/balance", get_balance, "balance:read", Balance),
    Route(
        "GET", "/balance_transactions", list_balance_transactions, "balance:read", BalanceTransaction,
        asks=Page, page=True,
    ),
    Route("GET", "/tills", list_tills, "tills:read", TillShown, page=True),
)  # fmt: skip
