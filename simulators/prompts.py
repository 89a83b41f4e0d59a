"""Prompts that operators push to phones: approve with the operator's PIN, refuse, or let it expire.

Whoever holds the phone answers (`POST /prompts/<id>`); when nobody does, the customer's habit does, and in the end
the time is over. No PIN comes here: a phone asks for one as a real prompt does, and keeps it.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from simulators.customers import APPROVE, IGNORE, Customers
from simulators.timers import Timers

OPEN: Final = "open"
APPROVED: Final = "approved"
REFUSED: Final = "refused"
EXPIRED: Final = "expired"

HELD_SECONDS: Final = 5.0  # a phone that looked at its prompts so recently is in somebody's hand
OVER_KEPT: Final = 20_000
LONGEST_WAIT_SECONDS: Final = 30.0


@dataclass
class Prompt:
    """One question on one phone; `end` is called with approved, refused or expired, and whether that came too late."""

    id: int
    to: str
    operator: str
    reference: str
    order: str
    amount: int
    text: str
    expires_at: float
    end: Callable[[str, bool], None] = field(repr=False)
    asked_at: float = field(default_factory=time.time)
    state: str = OPEN

    def show(self) -> dict[str, Any]:
        """Return what a phone may know of the prompt."""
        names = ("id", "to", "operator", "reference", "order", "amount", "text", "asked_at", "expires_at", "state")
        return {name: getattr(self, name) for name in names}


class Prompts:
    """All prompts of all phones, oldest first; safe to use from many threads."""

    def __init__(self, customers: Customers, timers: Timers) -> None:
        self.customers = customers
        self._timers = timers
        self._ids = itertools.count(1)
        self._all: dict[int, Prompt] = {}
        self._open: dict[str, dict[int, Prompt]] = {}
        self._over: deque[int] = deque()
        self._held: dict[str, float] = {}
        self._change = threading.Condition()

    def ask(self, end: Callable[[str, bool], None], expiry_seconds: float, **shown: Any) -> Prompt:
        """Push a prompt to a phone and return it; `shown`: to, operator, reference, order, amount, text."""
        prompt = Prompt(next(self._ids), expires_at=time.time() + expiry_seconds, end=end, **shown)
        with self._change:
            self._all[prompt.id] = prompt
            self._open.setdefault(prompt.to, {})[prompt.id] = prompt
            self._change.notify_all()
        self._timers.after(expiry_seconds, lambda: self.close(prompt, EXPIRED))
        self.notice(prompt)
        return prompt

    def notice(self, prompt: Prompt) -> None:
        """Let the customer see the prompt (again), and answer by habit."""
        answer, delay_seconds = self.customers.decide(prompt.to)
        if answer != IGNORE:
            state = APPROVED if answer == APPROVE else REFUSED
            self._timers.after(delay_seconds, lambda: self._by_habit(prompt, state))

    def _by_habit(self, prompt: Prompt, state: str) -> None:
        held_seconds = self._held.get(prompt.to, 0.0) + HELD_SECONDS - time.monotonic()
        if held_seconds > 0:
            self._timers.after(held_seconds, lambda: self._by_habit(prompt, state))
        else:
            self.close(prompt, state)

    def close(self, prompt: Prompt, state: str, *, late: bool = False) -> bool:
        """End a prompt; False when it had ended, unless the answer comes `late` to one that expired."""
        with self._change:
            if prompt.state != OPEN and not (late and prompt.state == EXPIRED):
                return False
            prompt.state = state
            own = self._open.get(prompt.to, {})
            if own.pop(prompt.id, None) is not None:
                self._over.append(prompt.id)
            if not own:
                self._open.pop(prompt.to, None)
            if len(self._over) > OVER_KEPT:
                del self._all[self._over.popleft()]
        prompt.end(state, late)
        return True

    def find(self, prompt_id: int) -> Prompt | None:
        """Return the prompt of this number, or None."""
        return self._all.get(prompt_id)

    def read(self, to: str | None, state: str | None = OPEN, wait_seconds: float = 0.0) -> list[Prompt]:
        """Return prompts of one phone or all, in one state or any (None); wait that long for one if there is none."""

        def found() -> list[Prompt]:
            if state == OPEN and to is not None:
                return list(self._open.get(to, {}).values())
            return [one for one in self._all.values() if to in (None, one.to) and state in (None, one.state)]

        with self._change:
            return self._change.wait_for(found, timeout=min(wait_seconds, LONGEST_WAIT_SECONDS)) or []

    def hold(self, phone: str) -> None:
        """Note that a person looks at this phone now: its habit waits for them."""
        self._held[phone] = time.monotonic()


def blueprint(prompts: Prompts) -> Blueprint:
    """Serve `GET /prompts?to=+237…` and `POST /prompts/<id> {"approve": true}`.

    `state=approved|refused|expired|any` shows those that are over, `wait=SECONDS` waits for one, `held=1` says that
    somebody holds the phone; `{"approve": true, "late": true}` approves even what expired.
    """
    routes = Blueprint("prompts", __name__)

    @routes.get("/prompts")
    def show() -> Response:
        to = request.args.get("to")
        if to is not None:
            to = "+" + to.strip().lstrip("+")  # an unescaped + arrives as a space
            if request.args.get("held"):
                prompts.hold(to)
        state = request.args.get("state", OPEN)
        wait_seconds = request.args.get("wait", default=0.0, type=float)
        found = prompts.read(to, None if state == "any" else state, wait_seconds)
        return jsonify([prompt.show() for prompt in found])

    @routes.post("/prompts/<int:prompt_id>")
    def answer(prompt_id: int) -> tuple[Response, int] | Response:
        body: Any = request.get_json()
        if not isinstance(body, dict) or not isinstance(body.get("approve"), bool):
            return jsonify({"error": 'give {"approve": true} or {"approve": false}'}), 400
        prompt = prompts.find(prompt_id)
        if prompt is None:
            return jsonify({"error": "no such prompt"}), 404
        state = APPROVED if body["approve"] else REFUSED
        if not prompts.close(prompt, state, late=body.get("late") is True):
            return jsonify({"error": f"it is over: {prompt.state}"}), 409
        return jsonify(prompt.show())

    return routes
