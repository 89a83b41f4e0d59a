"""CinetPay's codes and ours, as a table; a code that is not here says nothing: unknown, never a failure."""

from typing import Final

from wallet.payments.orders import KnownState

CREATED: Final = "201"
# The code of a check → ours. At its counter a payer who was refused, or left, may pay all the same later: that ends
# nothing for ever, so it is as a prompt that expired, whose late success is still taken.
BECAME: Final[dict[str, KnownState]] = {
    "00": "succeeded",
    "600": "expired",  # PAYMENT_FAILED
    "602": "expired",  # INSUFFICIENT_BALANCE
    "625": "expired",  # ABONNEMENT_OR_TRANSACTIONS_EXPIRED
    "627": "expired",  # TRANSACTION_CANCEL
    "607": "pending",
    "623": "pending",  # WAITING_CUSTOMER_TO_VALIDATE
    "662": "pending",  # WAITING_CUSTOMER_PAYMENT
    "663": "pending",  # WAITING_CUSTOMER_OTP_CODE
}
PAID: Final = frozenset({"", "ACCEPTED"})  # the status beside the code of a success; older papers tell none

DESCRIPTION_LETTERS_MAX: Final = 100
ALWAYS: Final = {
    "currency": "XAF",
    "channels": "CREDIT_CARD",
    "lang": "fr",
    "customer_country": "CM",
    "customer_state": "CM",
    "customer_zip_code": "00000",
}
