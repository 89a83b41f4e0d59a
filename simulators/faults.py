"""Faults of the outside world, asked for by tests: for the next few requests, or by chance from one seed.

Each party has its own table of faults (africastalking.FAULTS); nothing goes wrong until someone asks.
Every fault draws from its own stream of the one seed, a stream for each phone and kind of call: adding a fault,
or another phone that calls in between, does not move the others.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

Value = str | int | float | None


@dataclass(frozen=True)
class Knob:
    """One fault a party can be asked for: its meaning, and its value when none is given."""

    meaning: str
    value: Value = None


@dataclass
class Fault:
    """A fault asked for: `next` requests for certain, then `chance` of each; only for `phone` and `call` when named.

    `call` is one kind of call to the party, or several joined by commas. At a payment provider `phone` is the payer's
    e-mail, or the client's own reference where it knows no e-mail.
    """

    value: Value = None
    next: int = 0
    chance: float = 0.0
    phone: str | None = None
    call: str | None = None

    def concerns(self, phones: Sequence[str], call: str) -> bool:
        """True when a request with these phones and this call is one the fault was asked for."""
        return (self.phone is None or self.phone in phones) and (self.call is None or call in self.call.split(","))


class BadFault(ValueError):
    """An unknown fault, or one with a wrong value; the message names it."""


NUMBER: Final = (int, float)
STRIKES_KEPT: Final = 20_000


class Faults:
    """The faults now asked for, of every party; safe to use from many threads."""

    def __init__(self, seed: int, knobs: Mapping[str, Mapping[str, Knob]]) -> None:
        self.seed = seed
        self._knobs = knobs
        self._lock = threading.Lock()
        self._asked: dict[tuple[str, str], Fault] = {}
        self._parties: set[str] = set()
        self._drawn: dict[str, int] = {}
        self._strikes: deque[dict[str, Any]] = deque(maxlen=STRIKES_KEPT)
        self._struck = 0

    def asked_of(self, party: str) -> bool:
        """True when any fault is asked of this party."""
        return party in self._parties

    def strike(self, party: str, name: str, phones: Sequence[str] = (), call: str = "") -> Fault | None:
        """Return the fault when it hits this request (for these numbers), else None; each hit uses up one `next`."""
        fault = self._asked.get((party, name))
        if fault is None or not fault.concerns(phones, call) or not self._hits(fault, party, name, phones, call):
            return None
        with self._lock:
            self._struck += 1
            struck = {"party": party, "fault": name, "phones": [*phones], "call": call}
            self._strikes.append({"seq": self._struck, "at": time.time(), **struck})
        return fault

    def _hits(self, fault: Fault, party: str, name: str, phones: Sequence[str], call: str) -> bool:
        with self._lock:
            if fault.next > 0:
                fault.next -= 1
                return True
        if not 0 < fault.chance < 1:
            return fault.chance >= 1
        return self.draw(":".join((party, name, call, *phones[:1]))) < fault.chance

    def struck(self, since: int = 0) -> list[dict[str, Any]]:
        """Return the hits after number `since`, oldest first: seq, at (seconds), party, fault, phones, call."""
        with self._lock:
            return [one for one in self._strikes if one["seq"] > since]

    def draw(self, stream: str) -> float:
        """Return the next number of a stream of the seed, from 0 to 1."""
        with self._lock:
            count = self._drawn[stream] = self._drawn.get(stream, 0) + 1
        return Random(f"{self.seed}:{stream}:{count}").random()

    def ask(self, wanted: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace everything asked for: {party: {fault: {next, chance, value, phone, call}}}. Raises BadFault."""
        if not isinstance(wanted, dict) or not all(isinstance(faults, dict) for faults in wanted.values()):
            raise BadFault("give {party: {fault: {next, chance, value, phone, call}}}")
        asked = {
            (party, name): self._read(party, name, fields)
            for party, faults in wanted.items()
            for name, fields in faults.items()
        }
        with self._lock:
            self._asked = asked
            self._parties = {party for party, _ in asked}
            self._drawn = {}

    def _read(self, party: str, name: str, fields: Any) -> Fault:
        knob = self._knobs.get(party, {}).get(name)
        if knob is None:
            raise BadFault(f"no fault {party}.{name}; see GET /faults")
        if not isinstance(fields, dict) or not fields.keys() <= {"value", "next", "chance", "phone", "call"}:
            raise BadFault(f"{party}.{name} takes value, next, chance, phone and call")
        fault = Fault(**{"value": knob.value, **fields})
        kind = NUMBER if isinstance(knob.value, NUMBER) else (str, type(None))
        if not isinstance(fault.value, kind) or isinstance(fault.value, bool):
            raise BadFault(f"{party}.{name}: value must be like {knob.value!r}")
        if isinstance(fault.next, bool) or not isinstance(fault.next, int) or fault.next < 0:
            raise BadFault(f"{party}.{name}: next is a count of requests")
        if not isinstance(fault.phone, str | None) or not isinstance(fault.call, str | None):
            raise BadFault(f"{party}.{name}: phone and call are texts")
        if not isinstance(fault.chance, NUMBER) or not 0 <= fault.chance <= 1:
            raise BadFault(f"{party}.{name}: chance is between 0 and 1")
        return fault

    def show(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Return every known fault with its meaning, and how much of it is asked for now."""
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
    """Serve `GET /faults`, which shows them all, and `PUT /faults`, which replaces what is asked for (`{}`: none).

    `GET /faults/struck?since=SEQ` is what has struck, and when.
    """
    routes = Blueprint("faults", __name__)

    @routes.get("/faults")
    def show() -> Response:
        return jsonify({"seed": faults.seed, **faults.show()})

    @routes.get("/faults/struck")
    def struck() -> Response:
        return jsonify(faults.struck(request.args.get("since", default=0, type=int)))

    @routes.put("/faults")
    def ask() -> tuple[Response, int] | Response:
        try:
            faults.ask(request.get_json())
        except BadFault as bad:
            return jsonify({"error": str(bad)}), 400
        return show()

    return routes
