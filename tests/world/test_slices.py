"""Slices of tables: a day plays some, five days play all, and who names a test plays it whole."""

import pytest

from tests.world.slices import DAYS, take

pytest_plugins = ["pytester"]
TABLES = """
import pytest
ten = pytest.mark.parametrize("n", range(10))
@pytest.fixture
def valkey(): pass
@pytest.fixture
def redis_url(valkey): pass
@ten
def test_with_a_server(n, redis_url): pass
@ten
@pytest.mark.campaign
def test_long(n): pass
@ten
def test_quick(n): pass
@ten
@pytest.mark.daily
def test_every_day(n, valkey): pass
def test_alone(valkey): pass
"""
ALL, A_DAY = 41, 2 + 2 + 10 + 10 + 1
FIVE_OF_ONE_NAME = """
import pytest
pytestmark = pytest.mark.campaign(of="starts")
def test_one(): pass
def test_two(): pass
def test_three(): pass
def test_four(): pass
def test_five(): pass
"""
MARKERS = "[pytest]\nmarkers =\n  campaign\n  daily"
CONFTEST = """
from tests.world import slices
def pytest_addoption(parser):
    parser.addoption("--times", type=int, default=1)
    slices.add_options(parser)
def pytest_collection_modifyitems(config, items):
    slices.cut(config, items)
"""


@pytest.mark.parametrize("cases", [1, 2, 3, 5, 7, 78])
def test_every_day_plays_some_and_five_days_play_all(cases: int) -> None:
    played = [take(range(cases), day) for day in range(739_000, 739_000 + DAYS)]
    assert all(played)
    assert {case for day in played for case in day} == {*range(cases)}
    assert take(range(cases), 0) == [*range(cases)]


@pytest.mark.parametrize(
    ("arguments", "played"),
    [
        (["--day=1"], A_DAY), (["--day=2"], A_DAY), ([], ALL), (["--day=1", "--whole"], ALL),
        (["--day=1", "--times=2"], ALL), (["--day=1", "test_sliced.py"], ALL), (["--day=1", "-k", "test_long"], 10),
    ],
)  # fmt: skip
def test_only_a_run_of_everything_is_cut(pytester: pytest.Pytester, arguments: list[str], played: int) -> None:
    pytester.makepyfile(test_sliced=TABLES)
    pytester.makeconftest(CONFTEST)
    pytester.makeini(MARKERS)
    done = pytester.runpytest_inprocess("-p", "no:cacheprovider", *arguments)
    assert done.parseoutcomes()["passed"] == played, done.stdout.str()


def test_tests_of_one_name_are_each_others_cases(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_five_of_a_name=FIVE_OF_ONE_NAME)
    pytester.makeconftest(CONFTEST)
    pytester.makeini(MARKERS)
    played = [
        pytester.runpytest_inprocess("-v", "-p", "no:cacheprovider", f"--day={day}") for day in range(1, DAYS + 1)
    ]
    assert [run.parseoutcomes()["passed"] for run in played] == [1] * DAYS
    assert len({line.split()[0] for run in played for line in run.outlines if "PASSED" in line}) == DAYS
