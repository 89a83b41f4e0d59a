"""The whole life of a payment, in one table, and every set of its states that anybody asks for, each named once.

Here and not in the payments' room, for what counts the money on its way (ceilings) stands beside that room.
"""

from collections.abc import Iterable
from typing import Final, Literal

State = Literal["created", "submitting", "pending", "unknown", "succeeded", "failed", "expired", "review"]

# From each state, the ones it may become. A final state never changes by itself; `expired` still honours a late
# success; only a person leads out of `review` against what the operator says, or from `created` to its success: one
# that was told to the operator before a failover forgot it.
STEPS: Final[dict[State, frozenset[State]]] = {
    "created": frozenset({"submitting", "failed", "succeeded"}),
    "submitting": frozenset({"created", "pending", "unknown", "succeeded", "failed", "expired", "review"}),
    "pending": frozenset({"submitting", "unknown", "succeeded", "failed", "expired", "review"}),
    "unknown": frozenset({"submitting", "pending", "succeeded", "failed", "expired", "review"}),
    "expired": frozenset({"succeeded", "review"}),
    "review": frozenset({"succeeded", "failed"}),
    "succeeded": frozenset(),
    "failed": frozenset(),
}
FINAL: Final = frozenset(state for state, steps in STEPS.items() if not steps)
ENDED: Final = FINAL | {"expired"}  # its owner has been told how it ended
UNDER_WAY: Final = frozenset(STEPS) - ENDED  # may still move money, and no owner was told
ASKED_ABOUT: Final = UNDER_WAY - {"review"}  # workers still ask, or tell
MAYBE_DONE: Final = UNDER_WAY - {"created"}  # an operator may have moved its money already


def in_sql(words: Iterable[str]) -> str:
    """Return a set of states, or of kinds, as SQL writes it: ('created', 'pending')."""
    return f"({', '.join(repr(word) for word in sorted(words))})"
