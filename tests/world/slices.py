"""Campaigns in slices: a run of the whole suite plays one slice of each, the next day's plays the next.

`@pytest.mark.campaign(days=5)` says that a test's cases are played whole within five days, and with `of="starts"` that
all tests of that name are each other's cases; `todays` says so of what a test goes through by itself. What somebody
names (a file, a folder, `-k`), `--whole` and `--times` are played whole.
"""

import zlib
from collections.abc import Sequence
from typing import Final, TypeVar

import pytest

MARK: Final = "campaign"
One = TypeVar("One")
DAY = 0  # whose slices are played; 0 plays campaigns whole. Set once by conftest.py, before the tests are read


def add_options(parser: pytest.Parser) -> None:
    """Add what chooses a slice."""
    parser.addoption("--day", type=int, default=0, help="Play the campaigns' slices of this day (./mbongo: of today).")
    parser.addoption("--whole", action="store_true", help="Play every campaign whole, not a slice of it.")


def choose_day(config: pytest.Config) -> int:
    """Return whose slices a run plays, or 0: only a run of everything, on nobody's special wish, is cut."""
    everything = config.args_source is not pytest.Config.ArgsSource.ARGS and not config.option.keyword
    cut = everything and not config.getoption("--whole") and config.getoption("--times") == 1
    return int(config.getoption("--day")) if cut else 0


def take(cases: Sequence[One], days: int, day: int) -> list[One]:
    """Return a day's slice: never none, and within so many days each of them."""
    if not day:
        return list(cases)
    parts = min(days, len(cases))
    return [case for number, case in enumerate(cases) if number % parts == day % parts]


def todays(cases: Sequence[One], days: int) -> list[One]:
    """Return this run's slice."""
    return take(cases, days, DAY)


def cut(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the cases of campaigns to other days that are not of the day a run plays."""
    campaigns: dict[str, list[pytest.Item]] = {}
    for item in items:
        if mark := item.get_closest_marker(MARK):
            campaigns.setdefault(mark.kwargs.get("of") or item.nodeid.partition("[")[0], []).append(item)
    day, left = choose_day(config), set[pytest.Item]()
    for name, cases in campaigns.items():
        # Tests begin on days of their own: or cases at the same place of all tables would always come together.
        shifted = day and day + zlib.crc32(name.encode())
        [days] = {item.get_closest_marker(MARK).kwargs["days"] for item in cases}  # type: ignore[union-attr]
        left |= {*cases} - {*take(cases, days, shifted)}
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = [item for item in items if item not in left]
