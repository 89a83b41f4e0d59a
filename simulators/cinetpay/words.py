"""CinetPay's words: codes and messages, and a transaction as its check tells it.

201, 00 and 600 stand in its papers with an example; the other codes are those several public clients keep.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from simulators.operator_books import FAILED, PENDING, SUCCEEDED
from simulators.providers.checkouts import Charge, Checkout

PARTY: Final = "cinetpay"
ABIDJAN: Final = ZoneInfo("Africa/Abidjan")
CURRENCIES: Final = frozenset({"XOF", "XAF", "CDF", "GNF", "USD"})
METHODS: Final = {"card": "VISAM", "mobile_money": "OM", "wallet": "WAVECM"}
CODES: Final = {
    "201": "CREATED",
    "00": "SUCCES",
    "600": "PAYMENT_FAILED",
    "602": "INSUFFICIENT_BALANCE",
    "605": "TRANSACTION_CLOSED",
    "607": "PENDING",
    "608": "MINIMUM_REQUIRED_FIELDS",
    "609": "AUTH_NOT_FOUND",
    "611": "ERROR_AMOUNT_TYPE",
    "612": "ERROR_CURRENCY_NOTVALID",
    "613": "ERROR_SITE_ID_NOTVALID",
    "620": "ERROR_DOUBLE_PAYEMNT",
    "623": "WAITING_CUSTOMER_TO_VALIDATE",
    "624": "UNKNOWN_ERROR",
    "625": "ABONNEMENT_OR_TRANSACTIONS_EXPIRED",
    "627": "TRANSACTION_CANCEL",
    "662": "WAITING_CUSTOMER_PAYMENT",
    "663": "WAITING_CUSTOMER_OTP_CODE",
}
STATUSES: Final = {"00": "ACCEPTED", "600": "REFUSED", "602": "REFUSED", "625": "REFUSED", "627": "REFUSED"}
WAITING: Final = "WAITING_FOR_CUSTOMER"


def places(currency: str) -> int:
    """Return how many decimals an amount of this currency has."""
    return 2 if currency == "USD" else 0


def at(seconds: float) -> str:
    """Return a time as CinetPay writes it, without a zone."""
    return datetime.fromtimestamp(seconds, ABIDJAN).strftime("%Y-%m-%d %H:%M:%S")


def last_charge(checkout: Checkout) -> Charge | None:
    """Return the payment that decides: one that succeeded, else the last one."""
    succeeded = [charge for charge in checkout.charges if charge.status == SUCCEEDED]
    candidates = succeeded or checkout.charges
    return candidates[-1] if candidates else None


def code_of(checkout: Checkout, shown: Charge | None) -> str:
    """Return the code of how a transaction stands."""
    if shown is None:
        if checkout.cancelled:
            return "627"
        return "625" if checkout.expired else "662"
    if shown.status == SUCCEEDED:
        return "00"
    if shown.status == PENDING:
        return "663" if shown.authenticating else "623"
    if shown.status == FAILED and checkout.cancelled:
        return "627"
    return "602" if shown.reason == "Insufficient Funds" else "600"


def transaction(checkout: Checkout, shown: Charge | None, code: str) -> dict[str, Any]:
    """Return the data of a check; amounts are texts of whole francs."""
    amount = shown.amount if shown else checkout.amount
    asked = checkout.asked
    return {
        "amount": str(amount), "currency": (shown.checkout if shown else checkout).currency,
        "status": STATUSES.get(code, WAITING), "payment_method": METHODS.get(shown.method, "") if shown else "",
        "description": asked["description"], "metadata": asked.get("metadata"),
        "operator_id": f"MP{shown.id}" if shown and shown.executed else None,
        "payment_date": at(shown.created) if shown else "", "fund_availability_date": None,
        "phone_number": asked.get("customer_phone_number", ""), "phone_prefix": "237",
    }  # fmt: skip
