"""Tables in slices: a run of everything plays one slice of each, the next day's plays the next, five days play all.

The cases of one test that needs a server are cut so without being told. `@pytest.mark.campaign` says it of cases that
are dear for another reason, and with `of="starts"` that all tests of that name are each other's cases; `todays` says it
of what a test goes through by itself. `@pytest.mark.daily` says that every case is played every day. What somebody
names (a file, a folder, `-k`), `--whole` and `--times` are played whole.
"""

import zlib
from collections.abc import Sequence
from typing import Final, TypeVar

import pytest

DAYS: Final = 5  # within which every case is played
CAMPAIGN, DAILY = "campaign", "daily"
SERVERS: Final = frozenset(
    {"postgres", "valkey"}
)  # fixtures: a case takes a tenth of a second with them, else a hundredth
One = TypeVar("One")
DAY = 0  # whose slices are played; 0 plays campaigns whole. Set once by conftest.py, before the tests are read


def add_options(parser: pytest.Parser) -> None:
    """Add what chooses a slice."""
    parser.addoption("--day", type=int, default=0, help="Play the tables' slices of this day (./mbongo: of today).")
    parser.addoption("--whole", action="store_true", help="Play every table whole, not a slice of it.")


def choose_day(config: pytest.Config) -> int:
    """Return whose slices a run plays, or 0: only a run of everything, on nobody's special wish, is cut."""
    everything = config.args_source is not pytest.Config.ArgsSource.ARGS and not config.option.keyword
    cut = everything and not config.getoption("--whole") and config.getoption("--times") == 1
    return int(config.getoption("--day")) if cut else 0


def take(cases: Sequence[One], day: int) -> list[One]:
    """Return a day's slice: never none, and within DAYS each of them."""
    if not day:
        return list(cases)
    parts = min(DAYS, len(cases))
    return [case for number, case in enumerate(cases) if number % parts == day % parts]


def todays(cases: Sequence[One]) -> list[One]:
    """Return this run's slice."""
    return take(cases, DAY)


def cut(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave cases to other days that are not of the day a run plays."""
    tables: dict[str, list[pytest.Item]] = {}
    for item in items:
        if name := name_table(item):
            tables.setdefault(name, []).append(item)
    day, left = choose_day(config), set[pytest.Item]()
    for name, cases in tables.items():
        # Tests begin on days of their own: or cases at the same place of all tables would always come together.
        shifted = day and day + zlib.crc32(name.encode())
        left |= {*cases} - {*take(cases, shifted)}
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = [item for item in items if item not in left]


def name_table(item: pytest.Item) -> str:
    """Return the table a test is a case of, "" for one that is played every day."""
    campaign = item.get_closest_marker(CAMPAIGN)
    is_dear = campaign or not SERVERS.isdisjoint(getattr(item, "fixturenames", ()))
    if not is_dear or item.get_closest_marker(DAILY):
        return ""
    return (campaign and campaign.kwargs.get("of")) or item.nodeid.partition("[")[0]
