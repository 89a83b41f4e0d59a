"""MTN's words and ours, as tables; what its papers leave open is not here, and then nobody knows."""

from typing import Final, Literal

from wallet.payments.orders import Direction, KnownState
from workers.rails.mtn.calls import Product

# Their word for what became of a payment → ours, by status, then by status and reason where that says more.
# A word that is not here is not final.
BECAME: Final[dict[str, KnownState]] = {
    "CREATED": "pending",
    "PENDING": "pending",
    "SUCCESSFUL": "succeeded",
    "FAILED": "failed",
}
COLLECT_BECAME: Final[dict[tuple[str, str], KnownState]] = {
    ("FAILED", "EXPIRED"): "expired",
    ("FAILED", "COULD_NOT_PERFORM_TRANSACTION"): "expired",  # the five minutes to approve are over
}

# What their answer to a submit tells: by HTTP status and code, "*" for any other code. What is not here: nobody knows.
Told = Literal["accepted", "already", "bad request", "configuration", "refused?", "busy"]
TOLD: Final[dict[tuple[int, str], Told]] = {
    (202, "*"): "accepted",
    (400, "*"): "bad request",  # malformed, a bad header or character: often with an empty body
    (401, "*"): "configuration",  # after one new token
    (403, "*"): "configuration",  # our address is not on their list
    (409, "*"): "already",
    (400, "RESOURCE_ALREADY_EXIST"): "already",
    (500, "RESOURCE_ALREADY_EXIST"): "already",
    (500, "NOT_ALLOWED"): "configuration",
    (500, "NOT_ALLOWED_TARGET_ENVIRONMENT"): "configuration",
    (500, "INVALID_CALLBACK_URL_HOST"): "configuration",
    (500, "INVALID_CURRENCY"): "configuration",
    (500, "PAYER_NOT_FOUND"): "refused?",  # refused, it seems: their status must confirm it
    (500, "PAYEE_NOT_FOUND"): "refused?",
    (500, "NOT_ENOUGH_FUNDS"): "refused?",
    (500, "PAYER_LIMIT_REACHED"): "refused?",
    (500, "PAYEE_NOT_ALLOWED_TO_RECEIVE"): "refused?",
    (500, "*"): "busy",
    (503, "*"): "busy",
}
NOTHING_RAN: Final = frozenset({"bad request", "configuration"})
NO_SUCH_PAYMENT: Final = frozenset({"RESOURCE_NOT_FOUND", "TRANSACTION_NOT_FOUND"})

PATHS: Final[dict[Direction, tuple[Product, str]]] = {
    "collect": ("collection", "v1_0/requesttopay"),
    "pay": ("disbursement", "v1_0/transfer"),
    "refund": ("disbursement", "v1_0/refund"),
}
NOTE_LETTERS_MAX: Final = 128  # 160 in older texts
