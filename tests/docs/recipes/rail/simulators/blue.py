"""Blue Money under /blue: POST /payments and GET /payments/<id>, for numbers of any network."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, request

from simulators import operator_line, operators
from simulators.answers import as_json, read_object
from simulators.operator_books import COLLECTION, EXPIRED, FAILED, PAYOUT, PENDING, REFUND, SUCCEEDED, Books, Operation
from simulators.operator_line import OperatorLine
from simulators.operators import FileWords, Operator, OperatorWords
from simulators.world import World

FAULTS: Final = {**operator_line.FAULTS, **operators.FAULTS}
KINDS: Final = {"collect": COLLECTION, "pay": PAYOUT, "refund": REFUND}
WORDS: Final = {PENDING: "waiting", SUCCEEDED: "done", FAILED: "refused", EXPIRED: "expired"}
FILE_WORDS: Final = FileWords(WORDS[SUCCEEDED], lambda phone: phone.removeprefix("+237"))


def operator(world: World) -> Operator:
    """Return Blue as an operator; everybody is its customer."""
    books = Books("blue", lambda _: True)
    words = OperatorWords(
        lambda operation: f"Blue Money: approuver {operation.amount} FCFA?",
        lambda _: f"B{books.new_id()}",
        lambda operation: {"reference": operation.order, "state": WORDS[operation.status]},
        "POST",
    )
    return Operator("blue", world, books, words, FILE_WORDS)


def error(status: int) -> Response:
    """Return an HTTP error as Blue says it."""
    return as_json({"error": status}, status)


def blueprint(blue: Operator) -> Blueprint:
    """Return everything under /blue; a base URL of Blue's is `…/blue`."""
    line = OperatorLine("blue", blue.world, error, lambda: None)
    routes = Blueprint("blue", __name__, url_prefix="/blue")

    @routes.post("/payments")
    def take() -> Response:
        asked = read_object()
        if asked is None or not request.headers.get("Authorization"):
            return error(400)
        operation = read(asked)
        return line.carry(operation.kind, operation.phone, lambda: as_json({}, 201 if blue.take(operation) else 409))

    @routes.get("/payments/<name>")
    def status(name: str) -> Response:
        operation = blue.books.find(name)
        if operation is None:
            return error(404)
        return line.carry("status", operation.phone, lambda: as_json(told(blue, operation)))

    return routes


def read(asked: dict[str, Any]) -> Operation:
    """Return the operation that a POST asks for."""
    notify = str(asked["notify"]) or None
    return Operation(
        KINDS[asked["kind"]], str(asked["id"]), str(asked["reference"]), int(asked["amount"]), str(asked["number"]),
        asked, notify,
    )  # fmt: skip


def told(blue: Operator, operation: Operation) -> dict[str, Any]:
    """Return an operation as a status read tells it."""
    shown = blue.shown_status(operation)
    return {
        "amount": operation.amount, "number": operation.phone, "state": WORDS.get(shown, shown),
        "transaction": operation.id, "why": operation.reason or "",
    }  # fmt: skip
