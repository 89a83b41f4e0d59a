"""Whether the outside world has something in hand: `GET /coming?within=SECONDS`, for who waits until it is quiet.

`DELETE /coming`: nobody outside will do what they were about to; who begins anew hears nothing of what was before.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from simulators.world import World


def blueprint(world: World) -> Blueprint:
    """`{"timers": n, "callbacks": n}`: what customers and operators will do by then, and callbacks on their way."""
    ways = Blueprint("coming", __name__)

    @ways.get("/coming")
    def coming() -> Response:
        within_seconds = request.args.get("within", default=10.0, type=float)
        timers = world.timers.coming(within_seconds)  # first: what is due becomes a callback, never the reverse
        return jsonify({"timers": timers, "callbacks": world.callbacks.coming()})

    @ways.delete("/coming")
    def forget() -> tuple[str, int]:
        world.timers.forget()
        return "", 204

    return ways
