"""Endpoints of businesses' own: `POST /endpoints/<name>` hears events, and answers as its mood is.

`PUT /endpoints/<name>` sets one: `{"mood": "well", "secret": "whsec_…", "wait_seconds": 0}`; a mood is one of MOODS.
`GET /endpoints/<name>` shows it, with all it heard: headers, body, and whether a signature was right.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from flask import Blueprint, Response, jsonify, redirect, request
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from simulators.world import World

MOODS: Final = ("well", "slow", "dead", "gone", "broken", "busy", "elsewhere", "quick")
STATUS: Final = {"gone": 410, "broken": 500, "busy": 503}
SLOW_SECONDS, DEAD_SECONDS = 5.0, 30.0
WELL_SECONDS: Final = 0.05
HEADERS: Final = ("webhook-id", "webhook-timestamp", "webhook-signature", "content-type", "cookie", "authorization")


@dataclass
class SimulatedEndpoint:
    """One endpoint: its mood, the secret it verifies by ("": it does not), what it asks to wait, what it heard."""

    mood: str = "quick"
    secret: str = ""
    wait_seconds: int = 0
    heard: list[dict[str, Any]] = field(default_factory=list)


class SimulatedEndpoints:
    """All endpoints, by name."""

    def __init__(self) -> None:
        self._known: dict[str, SimulatedEndpoint] = {}
        self._lock = threading.Lock()

    def named(self, name: str) -> SimulatedEndpoint:
        """Return the endpoint of this name; one not seen before hears, and verifies nothing."""
        with self._lock:
            return self._known.setdefault(name, SimulatedEndpoint())


def is_signed(secret: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """True where the public library finds a right signature, of now."""
    try:
        Webhook(secret).verify(body, dict(headers))
    except WebhookVerificationError:
        return False
    return True


def blueprint(world: World) -> Blueprint:
    """Serve what a worker tells, and what a test sets and sees."""
    routes, endpoints = Blueprint("endpoints", __name__), SimulatedEndpoints()

    @routes.post("/endpoints/<name>")
    def hear(name: str) -> Any:
        one = endpoints.named(name)
        said = {header: request.headers[header] for header in HEADERS if header in request.headers}
        body = request.get_data()
        signed = is_signed(one.secret, body, said) if one.secret else None
        one.heard.append({"headers": said, "body": body.decode(), "signed": signed, "mood": one.mood})
        world.pause({"slow": SLOW_SECONDS, "dead": DEAD_SECONDS, "well": WELL_SECONDS}.get(one.mood, 0))
        if one.mood == "elsewhere":
            return redirect(f"/endpoints/{name}-elsewhere", 307)
        wait = {"Retry-After": str(one.wait_seconds)} if one.wait_seconds else {}
        return Response(one.mood, STATUS.get(one.mood, 200), headers=wait)

    @routes.get("/endpoints/<name>")
    def show(name: str) -> Response:
        return jsonify(asdict(endpoints.named(name)))

    @routes.put("/endpoints/<name>")
    def change(name: str) -> tuple[Response, int]:
        one, said = endpoints.named(name), request.get_json()
        if said.get("mood", "well") not in MOODS:
            return jsonify({"error": f"one of {', '.join(MOODS)}"}), 400
        for field_name in ("mood", "secret", "wait_seconds"):
            setattr(one, field_name, said.get(field_name, getattr(one, field_name)))
        return jsonify(asdict(one)), 200

    return routes
