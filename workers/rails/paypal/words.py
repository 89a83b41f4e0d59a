"""PayPal's words and ours, as tables; a word that is not here is not final."""

from typing import Final

from wallet.payments.orders import KnownState

APPROVED: Final = "APPROVED"  # by its payer; what is approved is ours to capture
# How an order stands that was never captured → ours.
ORDER_BECAME: Final[dict[str, KnownState]] = {
    "CREATED": "pending",
    "SAVED": "pending",
    "PAYER_ACTION_REQUIRED": "pending",
    APPROVED: "pending",
    "COMPLETED": "pending",
    "VOIDED": "expired",
}
# How a capture stands → ours. What was given back since was taken all the same.
CAPTURE_BECAME: Final[dict[str, KnownState]] = {
    "PENDING": "pending",
    "COMPLETED": "succeeded",
    "PARTIALLY_REFUNDED": "succeeded",
    "REFUNDED": "succeeded",
    "DECLINED": "failed",
    "FAILED": "failed",
}
REFUND_BECAME: Final[dict[str, KnownState]] = {
    "PENDING": "pending",
    "COMPLETED": "succeeded",
    "CANCELLED": "failed",
    "FAILED": "failed",
}

# HTTP statuses of a refusal that came before anything was done, with a body that names it; others: nobody knows.
NOTHING_RAN: Final = {
    400: "refused",
    401: "configuration",
    403: "configuration",
    404: "refused",
    415: "configuration",
    422: "refused",
    429: "throttled",
}
NOT_FOUND: Final = "RESOURCE_NOT_FOUND"
PAGE_LINKS: Final = ("payer-action", "approve")  # the link to where its payer approves

# What is kept of a capture or a refund: never who paid, nor where they live.
KEPT: Final = (
    "id", "status", "status_details", "amount", "invoice_id", "create_time", "seller_receivable_breakdown",
    "seller_payable_breakdown",
)  # fmt: skip
