"""MTN's documented sandbox numbers, and the outcome of each, whoever holds them.

Which of the refusals come as an HTTP error at once and which as a FAILED status later is not published: the
fault `sandbox_at_once` chooses. A code outside the enumeration of MTN's specification is told as a bare text.
"""

from __future__ import annotations

from typing import Final

ONGOING: Final = "ongoing"  # pending, successful when asked again after 30 seconds
DELAYED: Final = "delayed"  # pending for good

OUTCOMES: Final = {
    "+46733123450": "INTERNAL_PROCESSING_ERROR",
    "+46733123451": "APPROVAL_REJECTED",
    "+46733123452": "EXPIRED",
    "+46733123453": ONGOING,
    "+46733123454": DELAYED,
    "+46733123455": "PAYER_NOT_FOUND",
    "+46733123456": "PAYEE_NOT_ALLOWED_TO_RECEIVE",
    "+46733123457": "NOT_ALLOWED",
    "+46733123458": "NOT_ALLOWED_TARGET_ENVIRONMENT",
    "+46733123459": "INVALID_CALLBACK_URL_HOST",
    "+46733123460": "INVALID_CURRENCY",
    "+46733123461": "INTERNAL_PROCESSING_ERROR",
    "+46733123462": "SERVICE_UNAVAILABLE",
    "+46733123463": "COULD_NOT_PERFORM_TRANSACTION",
    "+46733123464": "TRANSFER_TYPE_UNKNOWN",
}
