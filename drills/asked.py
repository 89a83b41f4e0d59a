"""Options of a drill."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DrillOptions:
    """The size of a drill, 1 as usual, and the seed of all that it draws, and the commit before."""

    size: float = 1.0
    seed: int = 1
    before: str = ""
