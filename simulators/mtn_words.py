"""MTN's words for an operation: in a status read, a callback and a prompt."""

from __future__ import annotations

from typing import Any, Final

from simulators.mtn_access import MESSAGES
from simulators.operator_books import COLLECTION, EXPIRED, FAILED, PENDING, REFUND, SUCCEEDED, Operation
from simulators.world import World

PARTY: Final = "mtn"
MERCHANT: Final = "MBONGO"
WORDS: Final = {PENDING: "PENDING", SUCCEEDED: "SUCCESSFUL", FAILED: "FAILED", EXPIRED: "FAILED"}
EXPIRED_CODE: Final = "COULD_NOT_PERFORM_TRANSACTION"  # what is really seen after five minutes
IN_SPECIFICATION: Final = {
    "PAYEE_NOT_FOUND", "PAYER_NOT_FOUND", "NOT_ALLOWED", "NOT_ALLOWED_TARGET_ENVIRONMENT", "INVALID_CALLBACK_URL_HOST",
    "INVALID_CURRENCY", "SERVICE_UNAVAILABLE", "INTERNAL_PROCESSING_ERROR", "NOT_ENOUGH_FUNDS", "PAYER_LIMIT_REACHED",
    "PAYEE_NOT_ALLOWED_TO_RECEIVE", "PAYMENT_NOT_APPROVED", "RESOURCE_NOT_FOUND", "APPROVAL_REJECTED", "EXPIRED",
    "TRANSACTION_CANCELED", "RESOURCE_ALREADY_EXIST",
}  # fmt: skip


def prompt(operation: Operation) -> str:
    """Return the text the customer reads."""
    return f"MTN MoMo: approuver {operation.amount:,} FCFA pour {MERCHANT}?".replace(",", " ")


def outcome(world: World, operation: Operation, shown: str | None = None) -> dict[str, Any]:
    """Return an operation as a status read or a callback tells it: all values strings, no id until it succeeded."""
    phones, asked = [operation.phone], operation.asked
    status = shown or operation.status
    names = ("amount", "currency", "externalId", "payer", "payee", "payerMessage", "payeeNote")
    told = {name: asked[name] for name in names if name in asked}
    if operation.kind == REFUND:
        told["payee"] = {"partyIdType": "MSISDN", "partyId": operation.phone.lstrip("+")}
    told["status"] = WORDS.get(status, status)
    if status == SUCCEEDED and (word := world.faults.strike(PARTY, "status_word", phones, operation.kind)):
        told["status"] = str(word.value)
    if status == SUCCEEDED:
        told["financialTransactionId"] = operation.id or "0"
    if status in (FAILED, EXPIRED):
        told["reason"] = reason(world, operation)
    return told


def reason(world: World, operation: Operation) -> dict[str, str] | str:
    """Return why an operation failed: an object with a code, or a bare text, as both are seen."""

    def struck(name: str) -> str | None:
        fault = world.faults.strike(PARTY, name, [operation.phone], operation.kind)
        return str(fault.value or "yes") if fault else None

    code = operation.reason or "INTERNAL_PROCESSING_ERROR"
    if code == "NOT_ENOUGH_FUNDS" and operation.kind == COLLECTION:
        code = struck("funds_code") or code
    if operation.status == EXPIRED:
        code = struck("expiry_code") or EXPIRED_CODE
    if struck("reason_text") or (code not in IN_SPECIFICATION and not struck("reason_object")):
        return code
    return {"code": code, "message": MESSAGES.get(code, code.replace("_", " ").capitalize())}
