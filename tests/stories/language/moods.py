"""Moods that stories say of an operator, each as the faults of the simulators it stands for."""

from dataclasses import dataclass, field
from typing import Any, Final

PAYS: Final = "collection,payout"
ALWAYS: Final = {"chance": 1}


@dataclass(frozen=True)
class Mood:
    """Faults of one operator; `odd`: what is asked of it meanwhile may stay open until time passes."""

    faults: dict[str, dict[str, Any]] = field(default_factory=dict)
    odd: bool = False


MOODS: Final = {
    "is well": Mood(),
    "takes nothing": Mood({"refused_error": {**ALWAYS, "value": 503}}, odd=True),
    "answers nothing": Mood({"dropped": ALWAYS}, odd=True),
    "loses its answers": Mood(
        {
            "executed_then_dropped": {**ALWAYS, "call": PAYS},
            "refused_error": {**ALWAYS, "call": "status", "value": 500},
            "callback_none": ALWAYS,  # or one that comes late would tell it at a moment of its own
        },
        odd=True,
    ),
    "takes its time": Mood({"status_unknown": {**ALWAYS, "value": "PENDING"}, "callback_none": ALWAYS}, odd=True),
    "refuses payouts": Mood({"payout_refused": ALWAYS}),
    "does not call back": Mood({"callback_none": ALWAYS}, odd=True),
    "calls back twice": Mood({"callback_twice": {**ALWAYS, "value": 2}}),
    "calls back out of order": Mood({"callback_reordered": ALWAYS}),
    "calls back before it answers": Mood({"callback_early": ALWAYS}),
    "calls back by another verb": Mood({"callback_other_verb": ALWAYS}),
    "takes 500 more than it was asked to": Mood({"charge_other_amount": {**ALWAYS, "value": 500}}),
    "takes 500 less than it was asked to": Mood({"charge_other_amount": {**ALWAYS, "value": -500}}),
    "has its callbacks forged": Mood({"callback_forged": ALWAYS, "callback_unknown": ALWAYS}),
}
