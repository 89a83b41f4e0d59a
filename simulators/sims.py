"""SIM cards and their last change, as CAMARA's SIM Swap (at once) and Africa's Talking Insights (by callback) tell it.

`GET|PUT /sims`: {number: when} sets when the SIM behind a number last changed, an RFC 3339 time, null for never as far
back as anyone looks, or "unknown" for a number they cannot tell of; numbers not named never changed.
"""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from simulators.callbacks import Callback, write
from simulators.faults import Knob
from simulators.world import World

PARTY: Final = "sims"
UNKNOWN: Final = "unknown"
MONITORED_DAYS: Final = 120
CALLBACK_SECONDS: Final = 0.05
FAULTS: Final = {
    "http_error": Knob("answers status value", 503),
    "callback_none": Knob("Insights never calls back"),
    "malformed": Knob("the answer, or the callback, stops half way"),
}


@dataclass
class Sims:
    """The time of each SIM's last change."""

    changed: dict[str, str | None] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, wanted: Any) -> None:
        """Replace all times of change. Raises ValueError."""
        if not isinstance(wanted, dict):
            raise ValueError("give {number: when}")
        for when in wanted.values():
            if when not in (None, UNKNOWN):
                datetime.fromisoformat(when)
        with self._lock:
            self.changed = dict(wanted)


def blueprint(world: World) -> Blueprint:
    """Serve `/sims` for tests, `/camara/…` and `/insights/…` for the service."""
    routes, sims = Blueprint("sims", __name__), Sims()

    @routes.get("/sims")
    def show() -> Response:
        return jsonify(sims.changed)

    @routes.put("/sims")
    def put() -> tuple[Response, int] | Response:
        try:
            sims.put(request.get_json())
        except (ValueError, TypeError) as bad:
            return jsonify({"error": str(bad)}), 400
        return show()

    routes.add_url_rule("/camara/token", "token", lambda: token(sims), methods=["POST"])
    routes.add_url_rule(
        "/camara/sim-swap/v2/retrieve-date", "date", lambda: retrieve_date(world, sims), methods=["POST"]
    )
    routes.add_url_rule("/insights/v1/sim-swap", "insights", lambda: sim_swap(world, sims), methods=["POST"])
    return routes


def token(sims: Sims) -> tuple[Response, int] | Response:
    """Exchange a client's credentials for a bearer token."""
    if request.form.get("grant_type") != "client_credentials" or request.authorization is None:
        return jsonify({"error": "invalid_client"}), 401
    issued = uuid.uuid4().hex
    sims.tokens.add(issued)
    return jsonify({"access_token": issued, "token_type": "Bearer", "expires_in": 300})


def retrieve_date(world: World, sims: Sims) -> tuple[Response, int] | Response:
    """Answer when a number's SIM last changed."""
    number = str((request.get_json(silent=True) or {}).get("phoneNumber", ""))
    if request.headers.get("Authorization", "").removeprefix("Bearer ") not in sims.tokens:
        return camara_error(401, "UNAUTHENTICATED")
    if broken := world.faults.strike(PARTY, "http_error", [number]):
        return camara_error(int(broken.value or 503), "UNAVAILABLE")
    if not number.startswith("+"):
        return camara_error(400, "INVALID_ARGUMENT")
    if sims.changed.get(number) == UNKNOWN:
        return camara_error(404, "IDENTIFIER_NOT_FOUND")
    if world.faults.strike(PARTY, "malformed", [number]):
        return Response('{"latestSimCh', content_type="application/json")
    return jsonify({"latestSimChange": sims.changed.get(number), "monitoredPeriod": MONITORED_DAYS})


def sim_swap(world: World, sims: Sims) -> tuple[Response, int]:
    """Queue a question; its answer is called back."""
    key, asked = request.headers.get("apiKey", ""), request.get_json(silent=True) or {}
    numbers = asked.get("phoneNumbers") or [""]
    if not key or (world.api_key is not None and key != world.api_key):
        return Response("The supplied authentication is invalid", content_type="text/plain"), 401
    if broken := world.faults.strike(PARTY, "http_error", numbers):
        return Response("unavailable", content_type="text/plain"), int(broken.value or 503)
    request_id = f"ATSwpid_{uuid.uuid4().hex}"
    if not world.faults.strike(PARTY, "callback_none", numbers):
        told = insights_callback(request_id, sims.changed.get(numbers[0]))
        body = write(told, malformed=world.faults.strike(PARTY, "malformed", numbers))
        world.callbacks.send(Callback("POST", world.wire.sims_url, body), CALLBACK_SECONDS)
    return jsonify({"status": "Queued", "requestId": request_id, "transactionId": str(uuid.uuid4())}), 201


def camara_error(status: int, code: str) -> tuple[Response, int]:
    """Return an error as CAMARA's common definitions write one."""
    return jsonify({"status": status, "code": code, "message": code.replace("_", " ").lower()}), status


def insights_callback(request_id: str, changed: str | None) -> dict[str, Any]:
    """Return the body Insights calls back with; a change is known to it by its day alone."""
    if changed == UNKNOWN:
        return {"requestId": request_id, "status": "Failed"}
    if changed is None:
        return {"requestId": request_id, "status": "NotSwapped"}
    return {"requestId": request_id, "status": "Swapped", "lastSimSwapDate": changed[:10]}
