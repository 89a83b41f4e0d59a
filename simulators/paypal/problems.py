"""PayPal's refusals: a name, a message, a debug id, and details each with an issue.

The issues are those of its OpenAPI files and its page of common errors.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from flask import Response

from simulators.answers import Refused, as_json

INVALID: Final = (400, "INVALID_REQUEST", "Request is not well-formed, syntactically incorrect, or violates schema.")
UNPROCESSABLE: Final = (
    422,
    "UNPROCESSABLE_ENTITY",
    "The requested action could not be performed, semantically incorrect, or failed business validation.",
)
NOT_FOUND: Final = (404, "RESOURCE_NOT_FOUND", "The specified resource does not exist.")
ISSUES: Final = {
    "MALFORMED_REQUEST_JSON": (INVALID, "The request JSON is not well formed."),
    "MISSING_REQUIRED_PARAMETER": (INVALID, "A required field / parameter is missing."),
    "INVALID_PARAMETER_SYNTAX": (INVALID, "The value of a field does not conform to the expected format."),
    "INVALID_PARAMETER_VALUE": (INVALID, "The value of a field is invalid."),
    "INVALID_STRING_LENGTH": (INVALID, "The value of a field is either too short or too long."),
    "PAYPAL_REQUEST_ID_REQUIRED": (
        INVALID,
        "A PayPal-Request-Id is required if you are trying to process payment for an Order.",
    ),
    "CANNOT_BE_ZERO_OR_NEGATIVE": (UNPROCESSABLE, "Must be greater than zero."),
    "DECIMAL_PRECISION": (
        UNPROCESSABLE,
        "If the currency supports decimals, only two decimal place precision is supported.",
    ),
    "DECIMALS_NOT_SUPPORTED": (UNPROCESSABLE, "Currency does not support decimals."),
    "CURRENCY_NOT_SUPPORTED": (UNPROCESSABLE, "Currency code is not currently supported."),
    "ORDER_NOT_APPROVED": (UNPROCESSABLE, "Payer has not yet approved the Order for payment."),
    "ORDER_ALREADY_CAPTURED": (UNPROCESSABLE, "Order already captured."),
    "DUPLICATE_INVOICE_ID": (UNPROCESSABLE, "Duplicate Invoice ID detected."),
    "INSTRUMENT_DECLINED": (UNPROCESSABLE, "The instrument presented was either declined by the processor or bank."),
    "CAPTURE_FULLY_REFUNDED": (UNPROCESSABLE, "The capture has already been fully refunded."),
    "REFUND_AMOUNT_EXCEEDED": (UNPROCESSABLE, "The refund amount must be less than or equal to the capture amount."),
    "REFUND_CAPTURE_CURRENCY_MISMATCH": (UNPROCESSABLE, "Refund must be in the same currency as the capture."),
    "REFUND_FAILED_INSUFFICIENT_FUNDS": (UNPROCESSABLE, "Capture could not be refunded due to insufficient funds."),
    "REFUND_NOT_ALLOWED": (UNPROCESSABLE, "Full refund refused: the capture is not completed."),
    "REFUND_TIME_LIMIT_EXCEEDED": (UNPROCESSABLE, "You are over the time limit to perform a refund on this capture."),
    "INVALID_RESOURCE_ID": (NOT_FOUND, "Specified resource ID does not exist. Please check the resource ID."),
}
HTTP: Final = {
    401: ("AUTHENTICATION_FAILURE", "Authentication failed due to invalid authentication credentials."),
    403: ("NOT_AUTHORIZED", "Authorization failed due to insufficient permissions."),
    404: NOT_FOUND[1:],
    409: ("PREVIOUS_REQUEST_IN_PROGRESS", "The previous request on this resource is currently in progress."),
    415: ("UNSUPPORTED_MEDIA_TYPE", "The server does not support the request payload's media type."),
    429: ("RATE_LIMIT_REACHED", "Too many requests. Blocked due to rate limiting."),
    503: ("SERVICE_UNAVAILABLE", "Service Unavailable."),
}


def refused(issue: str, field: str = "", value: Any = None, links: list[dict[str, str]] | None = None) -> Refused:
    """Return a refusal with one issue."""
    (status, name, message), description = ISSUES[issue]
    detail = {"field": field, "value": value, "location": "body"} if field else {}
    body = problem(name, message, [{**detail, "issue": issue, "description": description}])
    return Refused(as_json({**body, "links": [*body["links"], *(links or [])]}, status))


def error(status: int) -> Response:
    """Return an HTTP error in PayPal's words."""
    name, message = HTTP.get(status, ("INTERNAL_SERVER_ERROR", "Internal Server Error."))
    return as_json(problem(name, message, []), status)


def problem(name: str, message: str, details: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the body of a refusal; support asks for its debug id."""
    href = f"https://developer.paypal.com/api/rest/reference/orders/v2/errors/#{name}"
    return {
        "name": name, "message": message, "debug_id": secrets.token_hex(7), "details": details,
        "links": [{"href": href, "rel": "information_link", "method": "GET"}],
    }  # fmt: skip
