"""Forks that run tests: what became of each is told as if one process had run all, whatever happens to a fork."""

from pathlib import Path

import pytest

from tests.world.forks import group

CHECKOUT = Path(__file__).parents[2]
pytest_plugins = ["pytester"]
CONFTEST = """
from tests.world.forks import Spread
def pytest_configure(config):
    config.addinivalue_line("markers", "alone")
    config.pluginmanager.register(Spread(2))
"""
PASSES = """
import os, pytest
@pytest.fixture(scope="module")
def begun():
    return os.getpid()
@pytest.mark.parametrize("n", range(3))
def test_passes(begun, n, tmp_path):
    assert begun == os.getpid() != os.getppid()
    (tmp_path / "mine").write_text("")
"""
FAILS = """
import pytest
def test_fails():
    print("what it printed")
    assert 1 == 2
def test_is_skipped():
    pytest.skip("for a reason")
"""
DIES = "import os\ndef test_dies(): os._exit(3)\n"
MEASURES = """
import pytest
def test_beside(): pass
@pytest.mark.alone
def test_measures(): pass
"""
LEAVES = """
import pytest
@pytest.fixture(scope="session")
def broken():
    yield
    raise ValueError("at its end")
def test_leaves(broken): pass
"""


def run(pytester: pytest.Pytester, *arguments: str, **files: str) -> pytest.RunResult:
    """Run files in forks."""
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(**files)
    folder = pytester.mkdir("folder")
    (folder / "conftest.py").write_text("")  # its tests alone ask the plugins that they see
    (folder / "test_inside.py").write_text("def test_inside(): pass\n")
    pytester.makeini(f"[pytest]\npythonpath = {CHECKOUT}")
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:schemathesis", "-q", *arguments)


def test_all_is_told_as_by_one_process(pytester: pytest.Pytester) -> None:
    done = run(pytester, test_passes=PASSES, test_too=PASSES, test_fails=FAILS)
    assert done.parseoutcomes() == {"passed": 7, "failed": 1, "skipped": 1}
    assert done.ret == pytest.ExitCode.TESTS_FAILED
    said = done.stdout.str()
    assert "assert 1 == 2" in said
    assert said.count("what it printed") == 2, "in the test, and once as its output"


def test_what_is_apart_may_go_to_another_fork(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nmarkers = apart")
    one, two = "import pytest\n@pytest.mark.apart\n", "@pytest.mark.parametrize('n', range(2))\n"
    written = f"{one}{two}def test_one(n): pass\n{two}def test_two(n): pass\ndef test_three(): pass\n"
    items = pytester.getitems(written)
    assert [[item.name for item in file] for file in group(items)] == [
        ["test_one[0]", "test_one[1]"],
        ["test_two[0]", "test_two[1]", "test_three"],
    ]


def test_what_goes_together_goes_to_one_fork(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nmarkers = together")
    marked = "import pytest\npytestmark = pytest.mark.together('menus')\ndef test_it(): pass\n"
    pytester.makepyfile(test_a=marked, test_b="def test_it(): pass\n", test_c=marked)
    items, _ = pytester.inline_genitems()
    assert [[item.path.stem for item in file] for file in group(items)] == [["test_a", "test_c"], ["test_b"]]


def test_the_first_failure_stops_it_where_it_is_told_to(pytester: pytest.Pytester) -> None:
    done = run(pytester, "-x", test_fails=FAILS, test_zeal=FAILS, test_zest=FAILS, test_zone=FAILS)
    assert done.parseoutcomes()["failed"] <= 2, "one in each fork"
    assert done.ret == pytest.ExitCode.TESTS_FAILED


@pytest.mark.parametrize(("deaths", "failed"), [(1, 1), (5, 4)])  # both forks, and a file that finds nobody to run it
def test_a_fork_that_ends_fails_what_it_ran(pytester: pytest.Pytester, deaths: int, failed: int) -> None:
    done = run(pytester, **{f"test_dies_{number}": DIES for number in range(deaths)}, test_zest=PASSES)
    assert done.ret == pytest.ExitCode.TESTS_FAILED
    assert done.parseoutcomes()["failed"] == failed
    assert "ended in the middle" in done.stdout.str()


def test_what_fails_when_all_is_over_fails_the_run(pytester: pytest.Pytester) -> None:
    done = run(pytester, test_leaves=LEAVES, test_passes=PASSES)
    assert done.ret == pytest.ExitCode.TESTS_FAILED
    assert "at its end" in done.stdout.str() + done.stderr.str()


def test_what_measures_is_run_when_all_others_are_over(pytester: pytest.Pytester) -> None:
    done = run(pytester, "-vv", test_a=MEASURES, test_b=PASSES, test_c=PASSES)
    ran = [line.split()[0] for line in done.outlines if " PASSED" in line]
    assert len(ran) == 9
    assert ran[-1] == "test_a.py::test_measures"
