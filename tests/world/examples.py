"""Examples that a property is tried on: a slice in every run, and `./mbongo test --times N` for a campaign.

No example has a deadline and none is too slow to be drawn, since a busy machine is no failure; fixtures may live as
long as the test, since each example begins with people of its own.
"""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "mbongo", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
settings.load_profile("mbongo")
TIMES = 1  # set once by conftest.py, before the tests are read


def draw(examples: int, **more: int) -> settings:
    """Return Hypothesis' settings for this many examples in every run, times `--times`."""
    return settings(max_examples=examples * TIMES, **more)
