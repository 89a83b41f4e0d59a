"""The table of mutants is of today's code; one guard a day is taken out here, by `./mbongo mutants` all of them."""

from pathlib import Path

import pytest

from tests.mutants.run import judge
from tests.mutants.table import MUTANTS, Mutant
from tests.world import slices

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
    of_today = [MUTANTS[slices.DAY % len(MUTANTS)]] if slices.DAY else [one for one in MUTANTS if one.name in SLICE]
    verdicts = list(judge(of_today))
    assert len(verdicts) == len(of_today)
    assert not [str(verdict) for verdict in verdicts if verdict.survived]
