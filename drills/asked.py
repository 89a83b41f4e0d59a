"""Options of a drill."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """The size of a drill, 1 as usual, and the seed of all that it draws."""

    size: float = 1.0
    seed: int = 1
