"""Examples that a property is tried on: a slice in every run, and `./mbongo test --times N` for a campaign."""

from hypothesis import HealthCheck, settings

TIMES = 1  # set once by conftest.py, before the tests are read


def draw(examples: int, **more: int) -> settings:
    """Return Hypothesis' settings for this many examples in every run, times `--times`.

    No deadline, since a busy machine is no failure; fixtures may live as long as the test, since each example begins
    with people of its own.
    """
    fixtures = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples * TIMES, deadline=None, suppress_health_check=fixtures, **more)
