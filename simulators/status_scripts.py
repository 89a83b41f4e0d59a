"""Scripts of the words status reads tell before the truth, on demand; each read uses up one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from simulators.faults import Fault, Knob
from simulators.operator_books import EXPIRED, FAILED, PENDING, SUCCEEDED

FAULTS: Final = {
    "status_pending": Knob("PENDING for value more reads, although it is over", 3),
    "status_flip": Knob("the truth once, then the contrary for value reads", 3),
    "status_flipped_first": Knob("the contrary for value reads, then the truth", 3),
    "status_unknown": Knob("a word nobody knows, for as long as it is asked for", "ONGOING"),
}
CONTRARY: Final[Mapping[str, str]] = {SUCCEEDED: FAILED, FAILED: SUCCEEDED, EXPIRED: SUCCEEDED}


def draw_script(struck: Callable[[str], Fault | None]) -> list[str]:
    """Return the words to be told of one operation before the truth, as its faults say."""
    if lag := struck("status_pending"):
        return [PENDING] * int(lag.value or 0)
    if flip := struck("status_flip"):
        return ["truth", *["contrary"] * int(flip.value or 0)]
    if flip := struck("status_flipped_first"):
        return ["contrary"] * int(flip.value or 0)
    return []


def read_next(script: list[str], truth: str) -> str:
    """Return what a status read tells, using up one line of the script; a pending operation is told as it is."""
    if truth == PENDING or not script:
        return truth
    try:
        word = script.pop(0)
    except IndexError:  # another read took the last line
        return truth
    return {"truth": truth, "contrary": CONTRARY[truth]}.get(word, word)
