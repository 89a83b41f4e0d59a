"""The slope of what should stay level, by points whose slope is known."""

from collections.abc import Callable
from random import Random

import pytest

from load.slope import HOUR, LEVEL_BYTES, find_slope

MIB = 1024**2
Curve = Callable[[float], float]


def draw_points(
    curve: Curve, seconds: float = HOUR, every: float = 15, noise: float = 0.0
) -> list[tuple[float, float]]:
    chance = Random(5)
    return [(at * every, curve(at * every) + chance.gauss(0, noise)) for at in range(int(seconds / every))]


@pytest.mark.parametrize(
    ("curve", "seconds", "noise", "verdict"),
    [
        pytest.param(lambda _: 80 * MIB, HOUR, 0.0, "level", id="flat"),
        pytest.param(lambda _: 80 * MIB, HOUR, 2.0 * MIB, "level", id="noisy"),
        pytest.param(lambda at: (80 + 10 * at / HOUR) * MIB, HOUR, 0.0, "grows", id="ten MiB an hour"),
        pytest.param(lambda at: (80 + 10 * at / HOUR) * MIB, HOUR, 2.0 * MIB, "grows", id="the same under noise"),
        pytest.param(lambda at: (80 + 1 * at / HOUR) * MIB, HOUR, 0.0, "level", id="less than is tolerated"),
        pytest.param(lambda at: (80 - 10 * at / HOUR) * MIB, HOUR, 0.0, "level", id="it shrinks"),
        pytest.param(lambda at: (180 if 900 < at < 1000 else 80) * MIB, HOUR, 0.0, "level", id="a hump"),
        pytest.param(lambda at: (80 if at < 300 else 120) * MIB, HOUR, 0.0, "level", id="one early step"),
        pytest.param(lambda at: (80 if at < 1700 else 83) * MIB, HOUR, 0.1 * MIB, "level", id="a peak that stays"),
        pytest.param(lambda at: (80 + 60 * at / HOUR) * MIB, 500.0, 0.0, "too short", id="eight minutes"),
    ],
)
def test_what_grows_is_told_from_what_is_level(curve: Curve, seconds: float, noise: float, verdict: str) -> None:
    assert find_slope(draw_points(curve, seconds, noise=noise)).verdict == verdict


def test_a_slope_is_an_hours_between_its_bounds() -> None:
    found = find_slope(draw_points(lambda at: (80 + 10 * at / HOUR) * MIB, noise=2.0 * MIB))
    assert found.an_hour == pytest.approx(10 * MIB, rel=0.2)
    assert found.low < found.an_hour < found.high
    assert found.level == pytest.approx(85 * MIB, rel=0.02)


def test_a_day_is_looked_at_in_few_points() -> None:
    found = find_slope(draw_points(lambda at: 80 * MIB + 3 * LEVEL_BYTES * at / HOUR, seconds=24 * HOUR))
    assert found.an_hour == pytest.approx(3 * LEVEL_BYTES)


@pytest.mark.parametrize("points", [[], [(0.0, 5.0)], [(float(at), 5.0) for at in range(5)]])
def test_too_few_points_have_no_slope(points: list[tuple[float, float]]) -> None:
    assert find_slope(points).verdict == "too short"
