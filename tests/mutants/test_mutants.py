"""The table of mutants is of today's code, and two of its guards are taken out: the rest is `./mbongo mutants`."""

from pathlib import Path

import pytest

from tests.mutants.run import judge
from tests.mutants.table import MUTANTS, Mutant

CHECKOUT = Path(__file__).parents[2]
SLICE = ("told_though_another_moved_it", "moved_from_another_state")


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_its_guard_stands_there_once(mutant: Mutant) -> None:
    assert (CHECKOUT / mutant.file).read_text("utf-8").count(mutant.guard) == 1
    assert mutant.gone != mutant.guard
    assert all((CHECKOUT / tests).exists() for tests in mutant.tests)


def test_each_has_a_name_of_its_own() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


def test_some_are_noticed() -> None:
    verdicts = list(judge([mutant for mutant in MUTANTS if mutant.name in SLICE]))
    assert len(verdicts) == len(SLICE)
    assert not [str(verdict) for verdict in verdicts if verdict.survived]
