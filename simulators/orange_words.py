"""Orange's words for an operation: in a status read, a callback and a prompt.

Reconstructed from public clients; the sentences of refusals other than 60019 are our own guess.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from simulators.operator_books import COLLECTION, EXPIRED, FAILED, PAYOUT, PENDING, SUCCEEDED, Operation
from simulators.world import World

PARTY: Final = "orange"
MERCHANT: Final = "MBONGO"
WORDS: Final = {PENDING: "PENDING", SUCCEEDED: "SUCCESSFULL", FAILED: "FAILED", EXPIRED: "EXPIRED"}
STARTED: Final = {COLLECTION: "Merchant payment successfully initiated", PAYOUT: "Cash in successfully initiated"}
REFUSALS: Final = {
    "NOT_ENOUGH_FUNDS": ("60019", "Le solde du compte du payeur est insuffisant"),
    "PAYER_NOT_FOUND": ("60003", "Le compte du payeur n'existe pas"),
    "PAYEE_NOT_FOUND": ("60003", "Le compte du beneficiaire n'existe pas"),
    "APPROVAL_REJECTED": ("60021", "Transaction annulee par le client"),
    "EXPIRED": ("60022", "Transaction expiree"),
}
ASKED: Final = "Paiement initie. Le client doit confirmer en saisissant son code PIN, ou composer #150*50#."
UNPAID: Final = (
    "id", "createtime", "subscriberMsisdn", "amount", "payToken", "txnid", "txnmode", "inittxnmessage",
    "inittxnstatus", "confirmtxnstatus", "confirmtxnmessage", "status", "notifUrl", "description", "channelUserMsisdn",
)  # fmt: skip


def prompt(operation: Operation) -> str:
    """Return the text the customer reads."""
    return f"Orange Money: approuver {operation.amount:,} FCFA pour {MERCHANT}?".replace(",", " ")


def transaction_id(kind: str, number: int) -> str:
    """Return an id like MP221207.2051.B56929, never given twice."""
    prefix = {COLLECTION: "MP", PAYOUT: "CI"}[kind]
    letter = chr(ord("A") + number // 100_000 % 26)
    return f"{prefix}{datetime.now(UTC):%y%m%d.%H%M}.{letter}{number % 100_000:05d}"


def details(world: World, operation: Operation, shown: str | None = None) -> dict[str, Any]:
    """Return the data of an operation: the amount a number, nulls for what has not happened."""
    status, number = shown or operation.status, operation.phone.removeprefix("+237")

    def struck(name: str) -> str | None:
        fault = world.faults.strike(PARTY, name, [operation.phone], operation.kind)
        return str(fault.value or "yes") if fault else None

    word, confirmed, said = WORDS.get(status, status), None, None
    if status == SUCCEEDED:
        word = struck("status_word") or word
        if not struck("confirmed_null"):
            confirmed = "200"
            said = f"Successful Payment of {MERCHANT} from {number} . Transaction ID:{operation.id}, "
            said += f"Amount:{operation.amount}, New balance:0.5."
    elif status in (FAILED, EXPIRED):
        confirmed, said = REFUSALS.get(operation.reason or "", ("60000", "Echec de la transaction"))
        if operation.reason == "APPROVAL_REJECTED":
            word = struck("cancelled_word") or word
    created = str(int(operation.created))
    return {
        "id": int(operation.asked["id"]), "createtime": int(created) if struck("createtime_number") else created,
        "subscriberMsisdn": number, "amount": operation.amount, "payToken": operation.reference,
        "txnid": operation.id, "txnmode": operation.order, "inittxnmessage": ASKED, "inittxnstatus": "200",
        "confirmtxnstatus": confirmed, "confirmtxnmessage": said, "status": word,
        "notifUrl": operation.notify_url, "description": operation.asked["description"],
        "channelUserMsisdn": operation.asked["channelUserMsisdn"],
    }  # fmt: skip


def callback(world: World, operation: Operation) -> dict[str, Any]:
    """Return a callback's body; the contract is unknown, so it comes in every shape that clients handle."""
    data = details(world, operation)
    data["amount"] = operation.amount
    shape = world.faults.strike(PARTY, "callback_shape", [operation.phone], operation.kind)
    if shape is None:
        return {"message": "Transaction retrieved successfully", "data": data}
    if shape.value == "dashed":
        return {"order-id": operation.order, "pay-token": operation.reference, "data": {"status": data["status"]}}
    flat = ("payToken", "txnid", "status", "amount", "subscriberMsisdn")
    return {"orderId": operation.order, **{name: data[name] for name in flat}}
