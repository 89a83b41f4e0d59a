"""A load as a file says it: what is begun how often, how long people think, how operators are, the rate in steps."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

MIXES: Final = Path(__file__).parent / "mixes"
PLATEAU: Final = "plateau"
KindName = Literal[
    "balance", "send", "withdraw", "recharge", "till", "left", "text_balance", "text_send", "checkout"
]  # fmt: skip
Positive = Annotated[float, Field(gt=0)]
Seconds = Annotated[float, Field(ge=0, le=86_400)]
Part = Annotated[float, Field(ge=0, le=1)]


class BadMixError(ValueError):
    """A file that says no load; the message says where it is wrong."""


class MixPart(BaseModel):
    """Part of a file: a name that is not known is wrong."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BegunKind(MixPart):
    """One thing that people begin: how often beside the others, and how long they think before each answer."""

    weight: Positive
    think_seconds: tuple[Seconds, Seconds] = (3.0, 8.0)


class Operators(MixPart):
    """Operators' delays, and what their customers do with a prompt."""

    answer_seconds: tuple[Seconds, Seconds] = (0.0, 1.0)
    approve_seconds: tuple[Seconds, Seconds] = (2.0, 15.0)
    refuse: Part = 0.0
    ignore: Part = 0.0
    expiry_seconds: Seconds = 60.0

    @model_validator(mode="after")
    def check_chances(self) -> Self:
        """Refuse chances above one together. Raises ValueError."""
        if self.refuse + self.ignore > 1:
            raise ValueError("refuse and ignore are parts of all prompts, 1 together at most")
        return self


class RateStep(MixPart):
    """A while at a rate, or at one that goes from one to another, in times of the usual; its bounds, if it has any."""

    name: Annotated[str, Field(min_length=1, max_length=20)]
    seconds: Annotated[float, Field(gt=0, le=86_400)]
    times: Annotated[float, Field(ge=0, le=100)] | tuple[Seconds, Seconds]
    lost_most: int | None = None
    p95_seconds: Positive | None = None

    def rate_at(self, seconds: float) -> float:
        """Return how many times the usual rate calls begin, so many seconds into the step."""
        if isinstance(self.times, tuple):
            begins, ends = self.times
            return begins + (ends - begins) * seconds / self.seconds
        return self.times

    @property
    def highest(self) -> float:
        """Return the highest rate that it has."""
        return max(self.times) if isinstance(self.times, tuple) else self.times


class Mix(MixPart):
    """A whole load: `rate` calls a second begin where a step says 1; `hot` of tills' payments go to one merchant."""

    rate: Positive
    people: Annotated[int, Field(ge=100, le=1_000_000)] = 30_000
    shops: Annotated[int, Field(ge=1, le=1000)] = 20
    hot: Part = 0.3
    kinds: Annotated[dict[KindName, BegunKind], Field(min_length=1)]
    operators: Operators = Operators()
    steps: Annotated[tuple[RateStep, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def check_names(self) -> Self:
        """Refuse two steps of one name: their figures could not be told apart. Raises ValueError."""
        if len({step.name for step in self.steps}) < len(self.steps):
            raise ValueError("each step has a name of its own")
        return self

    @property
    def seconds(self) -> float:
        """Return how long all steps take."""
        return sum(step.seconds for step in self.steps)

    def change(self, rate: float | None, people: int | None, plateau_seconds: float | None) -> "Mix":
        """Return it at another rate, with another crowd, with a plateau of another length. Raises BadMixError."""
        changed = {"rate": rate or self.rate, "people": people or self.people}
        if plateau_seconds:
            if PLATEAU not in [step.name for step in self.steps]:
                raise BadMixError(f"no step is called {PLATEAU}, which is the one whose length you gave")
            longer = {"seconds": plateau_seconds}
            changed["steps"] = tuple(
                step.model_copy(update=longer) if step.name == PLATEAU else step for step in self.steps
            )  # type: ignore[assignment]
        return self.model_copy(update=changed)

    def begins(self) -> Iterator[tuple[float, RateStep]]:
        """Yield when each step begins, in seconds from the first, with the step."""
        at = 0.0
        for step in self.steps:
            yield at, step
            at += step.seconds

    def draw_moments(self, chance: Random) -> Iterator[float]:
        """Draw when calls begin: each by itself, as a crowd's do, at the rate of its step (a Poisson process)."""
        for begins, step in self.begins():
            highest = step.highest * self.rate
            at = chance.expovariate(highest) if highest else step.seconds
            while at < step.seconds:
                if chance.random() * highest < step.rate_at(at) * self.rate:
                    yield begins + at
                at += chance.expovariate(highest)


def list_mixes() -> list[str]:
    """Return the names of the mixes that come with the program."""
    return sorted(path.stem for path in MIXES.glob("*.toml"))


def read_mix(named: str) -> Mix:
    """Return the mix of a name that comes with the program, or of a file. Raises BadMixError."""
    path = MIXES / f"{named}.toml" if named in list_mixes() else Path(named)
    try:
        return Mix.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as missing:
        raise BadMixError(f"{path}: {missing.strerror}; or one of {', '.join(list_mixes())}") from None
    except (UnicodeError, tomllib.TOMLDecodeError) as wrong:
        raise BadMixError(f"{path} is no TOML: {wrong}") from None
    except ValidationError as wrong:
        lines = (f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in wrong.errors())
        raise BadMixError(f"{path}: {'; '.join(lines)}") from None
