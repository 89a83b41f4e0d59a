"""BTCPay's words and ours, as tables; a word that is not here is not final."""

from typing import Final

from wallet.payments.orders import KnownState

# How an invoice stands → ours.
BECAME: Final[dict[str, KnownState]] = {
    "New": "pending",
    "Processing": "pending",
    "Settled": "succeeded",
    "Expired": "expired",
    "Invalid": "failed",
}
EXPIRED: Final = "Expired"
LATE: Final = "PaidLate"  # additional status of one that has expired: all of it came after that
PAYMENT_SETTLED: Final = "Settled"  # of one payment of an invoice: confirmed
# HTTP statuses of a refusal that came before anything was done; others: nobody knows.
NOTHING_RAN: Final = {
    400: "refused",
    401: "configuration",
    403: "configuration",
    404: "configuration",
    422: "refused",
    429: "throttled",
}
NOT_FOUND: Final = "invoice-not-found"
KEPT: Final = ("id", "status", "additionalStatus", "amount", "paidAmount", "currency", "createdTime", "expirationTime")
