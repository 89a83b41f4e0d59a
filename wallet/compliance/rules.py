"""Every rule that calls compliance to look, one row each: what its numbers mean, and what is said of what it found.

A rule is a query of its own, `find_<rule>` in rules/<rule>.sql; what it counts by is a dated row of `alert_rule`. Its
arguments are called as no column is: in SQL a column `since` would be meant by that name, whatever the argument holds.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

QUERIES: Final = Path(__file__).with_name("rules")


@dataclass(frozen=True)
class AlertRule:
    """A rule: the meaning of each of its numbers, by name; the sentence that tells an officer what it found."""

    numbers: dict[str, str]
    told: str


RULES: Final[dict[str, AlertRule]] = {
    "structuring": AlertRule(
        {"ceiling": "francs, a limit that somebody stays under", "below": "francs under it, at most",
         "times": "pieces, at least", "days": "days, within", "against": "times what is usual, at least"},
        "{times} pieces just under {ceiling} FCFA within {days} days, {amount} FCFA together, all {about}.",
    ),
    "velocity": AlertRule(
        {"times": "operations, at least", "minutes": "minutes, within", "against": "times a usual day, at least"},
        "{times} operations out within {minutes} minutes, {amount} FCFA; {against} times a usual day or more.",
    ),
    "mule": AlertRule(
        {"times": "people who never sent here before, at least", "hours": "hours, within",
         "amount": "francs together, at least", "share": "percent that left again, at least",
         "against": "times a usual day, at least"},
        "{times} people who never sent here before sent {amount} FCFA within {hours} hours; "
        "{share} % or more left again.",
    ),
    "dormant": AlertRule(
        {"days": "days without any movement, at least", "within": "days, within",
         "amount": "francs one way, at least"},
        "Nothing since {about}; then {times} movements within {within} days, {amount} FCFA one way.",
    ),
    "agent_splits": AlertRule(
        {"pieces": "pieces that make a cut", "minutes": "minutes, within", "times": "cuts, at least",
         "days": "days, within", "share": "in a thousand of the agent's work, at least"},
        "Agent {about} cut customers' cash in {pieces} pieces or more, {times} times within {days} days, "
        "{amount} FCFA.",
    ),
    "agent_circles": AlertRule(
        {"minutes": "minutes from cash in to cash out, at most", "loss": "percent lost on the way, at most",
         "times": "circles, at least", "days": "days, within",
         "share": "in a thousand of the agent's work, at least"},
        "At agent {about} cash came in and went out again within {minutes} minutes, {times} times within {days} days, "
        "{amount} FCFA.",
    ),
    "shared_documents": AlertRule(
        {"wallets": "wallets that show one document, at least"},
        "One document ({thing}) is shown by {times} open wallets.",
    ),
    "shared_numbers": AlertRule(
        {"wallets": "wallets of different people, at least", "days": "days, within",
         "amount": "francs a wallet, on average, at least"},
        "{times} wallets of different people were filled from or emptied to {thing} at {about} within {days} days, "
        "{amount} FCFA.",
    ),
}  # fmt: skip
