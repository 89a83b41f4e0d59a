"""Billers' own systems: `GET /billers/<word>/bills?reference=…` as a worker asks, and what goes wrong there.

`PUT /billers/<word>` sets one: `{"bills": {"12345678": {"number": "2026-118", "amount": 12500}}, "mood": "well"}`; a
mood is one of MOODS. `GET` shows it, with how often it was asked.
"""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from simulators.world import World

MOODS: Final = ("well", "down", "slow", "nonsense")
SLOW_SECONDS: Final = 20.0


@dataclass
class Biller:
    """The bills one biller knows, its mood, and how often it was asked."""

    bills: dict[str, dict[str, Any]] = field(default_factory=dict)
    mood: str = "well"
    asked: int = 0


class Billers:
    """All billers, by the word people pay their bills by."""

    def __init__(self) -> None:
        self._billers: dict[str, Biller] = {}
        self._lock = threading.Lock()

    def named(self, word: str) -> Biller:
        """Return the biller of this word; one not seen before begins with no bill."""
        with self._lock:
            return self._billers.setdefault(word.upper(), Biller())


def blueprint(world: World) -> Blueprint:
    """Serve what a worker asks of a biller, and what a test sets."""
    routes, billers = Blueprint("billers", __name__), Billers()

    @routes.get("/billers/<word>/bills")
    def bill(word: str) -> Response | tuple[Response, int]:
        biller = billers.named(word)
        biller.asked += 1
        if biller.mood == "slow":
            world.pause(SLOW_SECONDS)
        if biller.mood == "down":
            return jsonify({"error": "maintenance"}), 503
        if biller.mood == "nonsense":
            return Response('{"number": "2026-118", "amount": 12.5e3, ', content_type="application/json")
        due = biller.bills.get(request.args.get("reference", ""))
        return jsonify(due) if due else (jsonify({"error": "no such bill"}), 404)

    @routes.get("/billers/<word>")
    def show(word: str) -> Response:
        return jsonify(asdict(billers.named(word)))

    @routes.put("/billers/<word>")
    def change(word: str) -> Response | tuple[Response, int]:
        wanted = request.get_json()
        mood = wanted.get("mood", "well")
        if mood not in MOODS or not isinstance(wanted.get("bills", {}), dict):
            return jsonify({"error": f"mood is one of {MOODS}, bills is an object"}), 400
        biller = billers.named(word)
        biller.mood, biller.bills = mood, wanted.get("bills", biller.bills)
        return show(word)

    return routes
