"""Habits of customers: how they answer an operator's prompt when nobody holds their phone.

Drawn from the one seed, a stream for each phone: the same seed makes the same customer do the same.
"""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, field, replace
from random import Random
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

APPROVE: Final = "approve"
REFUSE: Final = "refuse"
IGNORE: Final = "ignore"
ANSWERS: Final = (APPROVE, REFUSE, IGNORE)


class BadHabit(ValueError):
    """A habit that cannot be read; the message shows a right one."""


@dataclass(frozen=True)
class Habit:
    """Chances that a customer approves, refuses or ignores a prompt, and the range of delays before they do."""

    approve: float = 1.0
    refuse: float = 0.0
    ignore: float = 0.0
    delay_seconds: tuple[float, float] = (0.3, 0.3)


ALWAYS: Final = {APPROVE: Habit(), REFUSE: Habit(0.0, 1.0), IGNORE: Habit(0.0, 0.0, 1.0)}


@dataclass
class Customers:
    """The habit of everybody, and of phones that have their own."""

    seed: int
    everybody: Habit = field(default_factory=Habit)
    phones: dict[str, Habit] = field(default_factory=dict)
    _asked: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def decide(self, phone: str) -> tuple[str, float]:
        """Return how this customer answers the next prompt, and after how many seconds."""
        with self._lock:
            count = self._asked[phone] = self._asked.get(phone, 0) + 1
            habit = self.phones.get(phone, self.everybody)
        chance = Random(f"{self.seed}:customers:{phone}:{count}")
        answer = chance.choices(ANSWERS, (habit.approve, habit.refuse, habit.ignore))[0]
        return answer, chance.uniform(*habit.delay_seconds)

    def change(self, wanted: Any) -> None:
        """Replace all habits by {"everybody": HABIT, "phones": {number: HABIT}}, and draw anew. Raises BadHabit.

        HABIT: "approve", "refuse", "ignore", or {approve, refuse, ignore: chances, delay_seconds: one or [from, to]}.
        """
        if not isinstance(wanted, dict) or not wanted.keys() <= {"everybody", "phones"}:
            raise BadHabit("give {everybody: HABIT, phones: {number: HABIT}}")
        phones = wanted.get("phones", {})
        if not isinstance(phones, dict):
            raise BadHabit("phones is {number: HABIT}")
        everybody = read(wanted.get("everybody", APPROVE))
        own = {phone: read(habit) for phone, habit in phones.items()}
        with self._lock:
            self.everybody, self.phones, self._asked = everybody, own, {}

    def show(self) -> dict[str, Any]:
        """Return all habits as `change` takes them."""
        with self._lock:
            phones = {phone: asdict(habit) for phone, habit in self.phones.items()}
            return {"everybody": asdict(self.everybody), "phones": phones}


def read(habit: Any) -> Habit:
    """Return the habit a request describes. Raises BadHabit."""
    if isinstance(habit, str) and habit in ALWAYS:
        return ALWAYS[habit]
    known = {*ANSWERS, "delay_seconds"}
    if not isinstance(habit, dict) or not habit.keys() <= known:
        raise BadHabit(f"a habit is one of {ANSWERS}, or an object of {sorted(known)}")
    delay = habit.get("delay_seconds", Habit.delay_seconds)
    pair = list(delay) if isinstance(delay, list | tuple) else [delay, delay]
    chances = {answer: habit[answer] for answer in ANSWERS if answer in habit}
    if len(pair) != 2 or not all(is_amount(number) for number in [*pair, *chances.values()]):
        raise BadHabit("chances are numbers from 0 up; delay_seconds is one such number, or [from, to]")
    if chances and not any(chances.values()):
        raise BadHabit("a customer who does nothing ignores: {ignore: 1}")
    blank = Habit(approve=0.0) if chances else Habit()
    return replace(blank, **chances, delay_seconds=(float(pair[0]), float(pair[1])))


def is_amount(number: Any) -> bool:
    """True for a number from zero up."""
    return isinstance(number, int | float) and not isinstance(number, bool) and number >= 0


def blueprint(customers: Customers) -> Blueprint:
    """Serve `GET|PUT /customers`: the habits of phones that nobody holds."""
    routes = Blueprint("customers", __name__)

    @routes.get("/customers")
    def habits() -> Response:
        return jsonify(customers.show())

    @routes.put("/customers")
    def change() -> tuple[Response, int] | Response:
        try:
            customers.change(request.get_json())
        except BadHabit as bad:
            return jsonify({"error": str(bad)}), 400
        return habits()

    return routes
