"""Slope of what should stay level: the median of slopes between all moments (Theil–Sen), which few outliers move."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median
from typing import Final

HOUR: Final = 3600.0
FEWEST: Final = 6
POINTS_MAX: Final = 240  # of which all pairs are looked at
SURE: Final = 1.96  # standard deviations: 95 of 100
LEVEL_PART: Final = 0.02  # an hour: what grows less is called level, as is
LEVEL_BYTES: Final = 1_048_576  # an hour
SHORTEST_SECONDS: Final = 600.0  # what is looked at for less says nothing


@dataclass(frozen=True)
class Slope:
    """Growth of something in an hour: the middle, its bounds (95 of 100 such lines), and the later half's."""

    an_hour: float
    low: float
    high: float
    later: float
    level: float
    seconds: float

    @property
    def verdict(self) -> str:
        """Return `grows`, `level`, or `too short` where it was not looked at for long enough.

        What grew at a peak and stays, as memory does that was once needed, does not grow in the later half.
        """
        if self.seconds < SHORTEST_SECONDS:
            return "too short"
        tolerated = max(LEVEL_PART * self.level, LEVEL_BYTES)
        return "grows" if self.low > 0 and min(self.an_hour, self.later) > tolerated else "level"


def find_slope(points: Sequence[tuple[float, float]]) -> Slope:
    """Return the slope of (seconds, value) points; of nothing where there are fewer than six."""
    if len(points) < FEWEST:
        return Slope(0, 0, 0, 0, points[-1][1] if points else 0, 0)
    looked_at = sorted(points)[:: math.ceil(len(points) / POINTS_MAX)]
    slopes, count = list_slopes(looked_at), len(looked_at)
    spread = SURE * math.sqrt(count * (count - 1) * (2 * count + 5) / 18)  # of Kendall's sum: Sen 1968
    low, high = (len(slopes) - spread) / 2, (len(slopes) + spread) / 2
    return Slope(
        median(slopes), slopes[max(math.floor(low), 0)], slopes[min(math.ceil(high), len(slopes) - 1)],
        median(list_slopes(looked_at[count // 2 :])), median(value for _, value in looked_at),
        looked_at[-1][0] - looked_at[0][0],
    )  # fmt: skip


def list_slopes(points: Sequence[tuple[float, float]]) -> list[float]:
    """Return the slopes between all pairs of points, an hour's, the least first."""
    return sorted((b - a) / (t - s) * HOUR for (s, a), (t, b) in combinations(points, 2) if t > s)
