"""The web handset: one page with two phones, and the JSON endpoints behind its keys.

The gateway's side of a call (with the PIN in its growing text) is forgotten the moment the call is over.
"""

from __future__ import annotations

import re
import threading
from dataclasses import asdict
from typing import Any, Final

from flask import Blueprint, Response, jsonify, render_template, request

from simulators.handset import Handset, NoCall, NotTaken, Screen
from simulators.pin_asked import asks_pin
from simulators.world import World

PHONES: Final = (("Moussa", "+237677000001"), ("Awa", "+237699000002"))
CALLS_MAX: Final = 200
LONGEST_TYPED: Final = 500
OWN_FILES_ONLY: Final = "default-src 'self'; img-src data:; form-action 'none'; frame-ancestors 'none'"


class BadPress(ValueError):
    """A request that no page of ours makes; the message says what it lacks."""


class Calls:
    """The calls under way, one a phone; the oldest is dropped when there are too many."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._handsets: dict[str, tuple[Handset, threading.Lock]] = {}

    def press(self, phone: str, key: str, typed: str = "") -> Screen:
        """Dial, answer or hang up on one phone. Returns its screen; two presses at once wait for each other."""
        with self._lock:
            idle = (Handset(phone, self._world.wire), threading.Lock())
            handset, busy = self._handsets.setdefault(phone, idle)
            while len(self._handsets) > CALLS_MAX:
                del self._handsets[next(iter(self._handsets))]
        with busy:
            try:
                if key == "dial":
                    return handset.dial(typed)
                if key == "answer":
                    return handset.answer(typed)
                handset.hang_up()
                return handset.screen
            except NoCall:
                return Screen("", problem="the call is over")
            finally:
                if not handset.screen.open:
                    with self._lock:
                        self._handsets.pop(phone, None)


def blueprint(world: World) -> Blueprint:
    """Serve `GET /phone/` and `POST /phone/<number>/dial|answer|hang-up|text` with `{"typed": …}`."""
    routes = Blueprint("phone", __name__, url_prefix="/phone", static_folder="static", template_folder="templates")
    calls = Calls(world)

    @routes.get("/")
    def page() -> Response:
        html = render_template("phone.html", phones=PHONES, service_code=world.wire.service_code)
        return Response(html, headers={"Content-Security-Policy": OWN_FILES_ONLY})

    @routes.post("/<phone>/dial", defaults={"key": "dial"})
    @routes.post("/<phone>/answer", defaults={"key": "answer"})
    @routes.post("/<phone>/hang-up", defaults={"key": "hang-up"})
    def press(phone: str, key: str) -> Response:
        screen = calls.press(number(phone), key, typed())
        return jsonify(asdict(screen) | {"secret": screen.open and asks_pin(screen.text)})

    @routes.post("/<phone>/text")
    def text(phone: str) -> Response:
        try:
            Handset(number(phone), world.wire).text(typed())
        except NotTaken as refused:
            return jsonify({"problem": str(refused)})
        return jsonify({"problem": None})

    @routes.errorhandler(BadPress)
    def bad_press(bad: BadPress) -> tuple[Response, int]:
        return jsonify({"problem": str(bad)}), 400

    return routes


def number(phone: str) -> str:
    """Return the phone of the address, which may be anything a SIM could have. Raises BadPress."""
    if not re.fullmatch(r"\+[0-9]{8,15}", phone):
        raise BadPress("a number is + and 8 to 15 digits")
    return phone


def typed() -> str:
    """Return what was typed, from the JSON body: JSON, so that no other site's form can press our keys."""
    body: Any = request.get_json()
    text = body.get("typed", "") if isinstance(body, dict) else None
    if not isinstance(text, str) or len(text) > LONGEST_TYPED:
        raise BadPress(f"typed is a text of at most {LONGEST_TYPED} characters")
    return text
