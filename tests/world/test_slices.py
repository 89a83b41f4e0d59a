"""Slices of campaigns: a day plays some, a few days play all, and who names a test plays it whole."""

import pytest

from tests.world.slices import take

pytest_plugins = ["pytester"]
OF_SIX = """
import pytest
@pytest.mark.campaign(days=3)
@pytest.mark.parametrize("n", range(6))
def test_six(n): pass
def test_alone(): pass
"""
THREE_OF_ONE_NAME = """
import pytest
pytestmark = pytest.mark.campaign(days=3, of="starts")
def test_one(): pass
def test_two(): pass
def test_three(): pass
"""
CONFTEST = """
from tests.world import slices
def pytest_addoption(parser):
    parser.addoption("--times", type=int, default=1)
    slices.add_options(parser)
def pytest_collection_modifyitems(config, items):
    slices.cut(config, items)
"""


@pytest.mark.parametrize(("cases", "days"), [(1, 5), (3, 5), (5, 5), (7, 3), (78, 10)])
def test_every_day_plays_some_and_a_few_days_play_all(cases: int, days: int) -> None:
    played = [take(range(cases), days, day) for day in range(739_000, 739_000 + days)]
    assert all(played)
    assert {case for day in played for case in day} == {*range(cases)}
    assert take(range(cases), days, 0) == [*range(cases)]


@pytest.mark.parametrize(
    ("arguments", "played"),
    [
        (["--day=1"], 3), (["--day=2"], 3), ([], 7), (["--day=1", "--whole"], 7), (["--day=1", "--times=2"], 7),
        (["--day=1", "test_of_six.py"], 7), (["--day=1", "-k", "test_six"], 6),
    ],
)  # fmt: skip
def test_only_a_run_of_everything_is_cut(pytester: pytest.Pytester, arguments: list[str], played: int) -> None:
    pytester.makepyfile(test_of_six=OF_SIX)
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\nmarkers = campaign")
    done = pytester.runpytest_inprocess("-p", "no:cacheprovider", *arguments)
    assert done.parseoutcomes()["passed"] == played, done.stdout.str()


def test_tests_of_one_name_are_each_others_cases(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_three=THREE_OF_ONE_NAME)
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\nmarkers = campaign")
    played = [pytester.runpytest_inprocess("-v", "-p", "no:cacheprovider", f"--day={day}") for day in (1, 2, 3)]
    assert [run.parseoutcomes()["passed"] for run in played] == [1, 1, 1]
    assert len({line.split()[0] for run in played for line in run.outlines if "PASSED" in line}) == 3
