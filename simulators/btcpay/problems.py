"""BTCPay's refusals: a code and a message, or a list of wrong fields."""

from __future__ import annotations

from typing import Final

from flask import Response

from simulators.answers import Refused, as_json

CODES: Final = {
    "unauthenticated": (401, "Authentication is required for accessing this endpoint"),
    "missing-permission": (403, "Insufficient API Permissions."),
    "store-not-found": (404, "The store was not found"),
    "invoice-not-found": (404, "The invoice was not found"),
    "pullpayment-not-found": (404, "The pull payment was not found"),
    "non-refundable": (400, "Cannot refund this invoice"),
    "malformed-json": (400, "The request's body is no JSON object"),  # the words are ours
}
HTTP: Final = {401: "unauthenticated", 403: "missing-permission", 404: "invoice-not-found"}


def refused(code: str) -> Refused:
    """Return a refusal with a code."""
    status, message = CODES[code]
    return Refused(as_json({"code": code, "message": message}, status))


def wrong(path: str, message: str, status: int = 422) -> Refused:
    """Return a refusal of one field; its OpenAPI files also say 400."""
    return Refused(as_json([{"path": path, "message": message}], status))


def error(status: int) -> Response:
    """Return an HTTP error as BTCPay, or the server in front of it, says it."""
    code = HTTP.get(status)
    if code is None:
        return as_json({"code": "generic-error", "message": "An error occurred"}, status)
    return refused(code).answer
