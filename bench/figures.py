"""Figures: a median over its reference's median, both measured in turns so that a noisy minute hits both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median

Rounds = Mapping[str, list[float]]


@dataclass(frozen=True)
class MeasuredFigure:
    """One measured thing: `value` and `reference` are medians in `unit`, of the rounds given."""

    value: float
    reference: float
    unit: str
    value_rounds: tuple[float, ...]
    reference_rounds: tuple[float, ...]
    details: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # column → row → number

    @property
    def ratio(self) -> float:
        """Median of the value over that of the reference."""
        return self.value / self.reference

    def as_json(self) -> dict[str, object]:
        """Return what `./mbongo bench --json` prints under this figure's name."""
        figure = {"ratio": self.ratio, "value": self.value, "reference": self.reference, "unit": self.unit}
        return {**figure, **({"details": self.details} if self.details else {})}

    def __str__(self) -> str:
        """Return the ratio, then both medians with their least and greatest round."""
        both = " over ".join(
            f"{median(rounds):,.0f} ({min(rounds):,.0f} to {max(rounds):,.0f})"
            for rounds in (self.value_rounds, self.reference_rounds)
        )
        return f"{self.ratio:.2f} = {both} {self.unit}"


def in_turns(measures: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Run every measure once a round, there and back, so that none always follows the same. Returns all by name."""
    there = list(measures)
    taken: dict[str, list[float]] = {name: [] for name in there}
    for turn in range(rounds):
        for name in there if turn % 2 == 0 else reversed(there):
            taken[name].append(measures[name]())
    return taken


def figure(taken: Rounds, value: str, reference: str, unit: str) -> MeasuredFigure:
    """Return the figure of two measures taken in turns."""
    return MeasuredFigure(
        value=median(taken[value]),
        reference=median(taken[reference]),
        unit=unit,
        value_rounds=tuple(taken[value]),
        reference_rounds=tuple(taken[reference]),
    )
