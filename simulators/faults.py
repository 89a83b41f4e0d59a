"""What goes wrong in the outside world, on demand: for the next few requests, or by chance from one seed.

Each party has its own table of faults (africastalking.FAULTS); nothing goes wrong until someone asks.
Every fault draws from its own stream of the one seed, so that adding one does not move the others.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from random import Random
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

Value = str | int | float | None


@dataclass(frozen=True)
class Knob:
    """One fault a party can be asked for: what it does, and the value it takes when none is given."""

    meaning: str
    value: Value = None


@dataclass
class Fault:
    """A fault asked for: `next` requests for certain, then `chance` of each; only for `phone` when named."""

    value: Value = None
    next: int = 0
    chance: float = 0.0
    phone: str | None = None


class BadFault(ValueError):
    """A fault nobody knows, or asked for with a wrong value; the message says which."""


NUMBER: Final = (int, float)


class Faults:
    """The faults now asked for, of every party; safe to use from many threads."""

    def __init__(self, seed: int, knobs: Mapping[str, Mapping[str, Knob]]) -> None:
        self.seed = seed
        self._knobs = knobs
        self._lock = threading.Lock()
        self._asked: dict[tuple[str, str], Fault] = {}
        self._streams: dict[tuple[str, str], Random] = {}

    def strike(self, party: str, name: str, phones: Iterable[str] = ()) -> Fault | None:
        """The fault, when it hits this request (for these numbers); each `next` is used up by one hit."""
        with self._lock:
            fault = self._asked.get((party, name))
            if fault is None or (fault.phone is not None and fault.phone not in phones):
                return None
            if fault.next > 0:
                fault.next -= 1
                return fault
            stream = self._streams.setdefault((party, name), Random(f"{self.seed}:{party}:{name}"))
            return fault if stream.random() < fault.chance else None

    def ask(self, wanted: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace everything asked for: {party: {fault: {next, chance, value, phone}}}. Raises BadFault."""
        if not isinstance(wanted, dict) or not all(isinstance(faults, dict) for faults in wanted.values()):
            raise BadFault("give {party: {fault: {next, chance, value, phone}}}")
        asked = {
            (party, name): self._read(party, name, fields)
            for party, faults in wanted.items()
            for name, fields in faults.items()
        }
        with self._lock:
            self._asked = asked
            self._streams = {}

    def _read(self, party: str, name: str, fields: Any) -> Fault:
        knob = self._knobs.get(party, {}).get(name)
        if knob is None:
            raise BadFault(f"no fault {party}.{name}; see GET /faults")
        if not isinstance(fields, dict) or not fields.keys() <= {"value", "next", "chance", "phone"}:
            raise BadFault(f"{party}.{name} takes value, next, chance and phone")
        fault = Fault(**{"value": knob.value, **fields})
        kind = NUMBER if isinstance(knob.value, NUMBER) else (str, type(None))
        if not isinstance(fault.value, kind) or isinstance(fault.value, bool):
            raise BadFault(f"{party}.{name}: value must be like {knob.value!r}")
        if isinstance(fault.next, bool) or not isinstance(fault.next, int) or fault.next < 0:
            raise BadFault(f"{party}.{name}: next is a count of requests")
        if not isinstance(fault.chance, NUMBER) or not 0 <= fault.chance <= 1:
            raise BadFault(f"{party}.{name}: chance is between 0 and 1")
        return fault

    def show(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Every fault there is, what it means, and how much of it is asked for now."""
        with self._lock:
            return {
                party: {
                    name: {
                        "meaning": knob.meaning,
                        **asdict(self._asked.get((party, name), Fault(value=knob.value))),
                    }
                    for name, knob in knobs.items()
                }
                for party, knobs in self._knobs.items()
            }


def blueprint(faults: Faults) -> Blueprint:
    """`GET /faults` shows them all; `PUT /faults` replaces what is asked for, so `{}` ends them."""
    ways = Blueprint("faults", __name__)

    @ways.get("/faults")
    def show() -> Response:
        return jsonify({"seed": faults.seed, **faults.show()})

    @ways.put("/faults")
    def ask() -> tuple[Response, int] | Response:
        try:
            faults.ask(request.get_json())
        except BadFault as bad:
            return jsonify({"error": str(bad)}), 400
        return show()

    return ways
