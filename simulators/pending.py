"""Routes that tell how much the outside world still has to do, for tests that wait until it is quiet.

`GET /pending?within=SECONDS` counts it; `DELETE /pending` drops it, so that a test hears nothing of the one before.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from simulators.world import World


def blueprint(world: World) -> Blueprint:
    """Serve `{"timers": n, "callbacks": n}`: acts of customers and operators due by then, and callbacks queued."""
    routes = Blueprint("pending", __name__)

    @routes.get("/pending")
    def pending() -> Response:
        within_seconds = request.args.get("within", default=10.0, type=float)
        timers = world.timers.count_due(within_seconds)  # first: what is due becomes a callback, never the reverse
        return jsonify({"timers": timers, "callbacks": world.callbacks.count_waiting()})

    @routes.delete("/pending")
    def forget() -> tuple[str, int]:
        world.timers.forget()
        return "", 204

    return routes
