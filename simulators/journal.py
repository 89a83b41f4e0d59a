"""The journal of the outside world: every operation that operators and payment providers really executed, and no other.

`GET /journal` is the ground truth of every test (`operator=`, `since=SEQ` of that one).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Protocol

from flask import Blueprint, Response, jsonify, request

from simulators.operator_books import JournalEntry


class Journaled(Protocol):
    """Books that write down what was executed."""

    journal: list[JournalEntry]


def blueprint(books: Mapping[str, Journaled]) -> Blueprint:
    """Serve `GET /journal` of all these books, each under its operator's or provider's name."""
    routes = Blueprint("journal", __name__)

    @routes.get("/journal")
    def journal() -> Response:
        name, since = request.args.get("operator"), max(request.args.get("since", default=0, type=int), 0)
        entries = [asdict(entry) for one, own in books.items() if name in (None, one) for entry in own.journal[since:]]
        return jsonify(sorted(entries, key=lambda entry: str(entry["executed_at"])))

    return routes
