"""The timeline of a run, line by line, for whoever must find out why the books do not agree."""

import threading
import time
from dataclasses import dataclass, field, fields
from typing import Any

from faults.plan import Plan, PlannedAct
from faults.stage import Stage

LETTERS_SHOWN = 110


@dataclass
class Timeline:
    """Lines in the order of this machine's clock; safe to write from many threads."""

    began: float = field(default_factory=time.time)
    lines: list[tuple[float, str, str]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, who: str, what: str, at: float | None = None) -> None:
        """Add that somebody did something."""
        with self._lock:
            self.lines.append((at or time.time(), who, " / ".join(what.split("\n"))[:LETTERS_SHOWN]))

    def shown(self) -> list[str]:
        """Return all of it, as lines."""
        return [f"{at - self.began:8.3f}  {who:<16} {what}" for at, who, what in sorted(self.lines)]


def add_what_others_know(stage: Stage, timeline: Timeline, strikes: list[dict[str, Any]]) -> None:
    """Add each step of each payment, each fault that struck, and what the operators really did."""
    for step in stage.rows("""SELECT s.at, s.state, s.why, p.reference, p.rail, p.direction, p.amount
            FROM payment_step s JOIN payment p ON p.id = s.payment_id"""):
        what = f"{step.direction} {step.amount} {step.reference}: {step.state} ({step.why})"
        timeline.note(f"our {step.rail}", what, stage.real(step.at))
    for strike in strikes:
        what = f"FAULT {strike['fault']} {strike['call']} {','.join(strike['phones'])}"
        timeline.note(f"at {strike['party']}", what, strike["at"])


def described(plan: Plan) -> list[str]:
    """Return the draw itself, as lines."""
    lines = [f"seed {plan.seed}: {len(plan.people)} people; timings {plan.timings}"]
    for person in plan.people:
        habit = f"{person.habit} after {person.answers_after_seconds} s"
        lines.append(f"  {person.phone} ({person.role}, {person.language}, {habit})")
        lines += [f"    {line}" for asked in person.asks for line in asked_lines(asked)]
    lines += [f"  fault {party}.{name} {how}" for party, faults in plan.faults.items() for name, how in faults.items()]
    return [
        *lines,
        *(f"  disruption {disruption}" for disruption in plan.disruptions),
        f"  at rest {plan.at_rest or 'nothing'}",
    ]


def asked_lines(asked: PlannedAct) -> list[str]:
    """Return what somebody tries, and under it what others do about it, as lines."""
    said = [
        f"{one.name}={value}" for one in fields(asked) if one.name != "then" and (value := getattr(asked, one.name))
    ]
    return [", ".join(said), *(f"  then {line}" for answer in asked.then for line in asked_lines(answer))]
