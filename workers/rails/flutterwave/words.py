"""Flutterwave's words and ours, as tables; a word that is not here is not final."""

from typing import Final

from wallet.payments.orders import KnownState

# What became of one try to pay → ours. Odoo's payment_flutterwave keeps the same, "pending auth" beside them.
CHARGE_BECAME: Final[dict[str, KnownState]] = {
    "pending": "pending",
    "pending auth": "pending",
    "successful": "succeeded",
    "failed": "failed",
    "cancelled": "failed",
}
TRIES_MAX: Final = 3  # at one page; a payer who was declined may try another card until then

REFUND_BECAME: Final[dict[str, KnownState]] = {
    "new": "pending",
    "pending": "pending",
    "completed": "succeeded",
    "completed-mpgs": "succeeded",
    "completed-momo": "succeeded",
    "completed-bank-transfer": "succeeded",
    "failed": "failed",
}
# A refund is read in either of two spellings.
REFUND_NAMES: Final = {
    "charge": ("tx_id", "TransactionId"),
    "comments": ("comments",),
    "amount": ("amount_refunded", "AmountRefunded"),
    "status": ("status",),
    "id": ("id",),
}

# HTTP statuses of a refusal that came before anything was done, with a body that says "error"; others: nobody knows.
NOTHING_RAN: Final = {
    400: "refused",
    401: "configuration",
    403: "configuration",
    404: "configuration",
    429: "throttled",
}
NOT_FOUND: Final = "No transaction was found"  # how the message begins, with HTTP 400, by some accounts with 200

# What is kept of a charge: never a card's token, nor the six digits it begins with.
KEPT: Final = (
    "id", "tx_ref", "flw_ref", "amount", "currency", "charged_amount", "app_fee", "processor_response", "auth_model",
    "status", "payment_type", "created_at",
)  # fmt: skip
