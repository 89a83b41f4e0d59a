"""Each rule finds what is planted among drawn people, not what is faint, and little else: for fixed seeds."""

import pytest

from bench.patterns import RuleFound, try_rules
from bench.population import draw
from tests.world.world import World
from wallet.compliance.rules import RULES

PEOPLE, DAYS, PER_RULE = 150, 120, 5
# False alarms of each seed: a shop with a small safe, a family's presents, a mother of three. Another number is another
# judgement of honest people: look at `./mbongo patterns` before it is written here.
FALSE = {7: {"agent_splits": 2, "velocity": 1, "shared_documents": 1}, 11: {"agent_splits": 1}}


@pytest.mark.parametrize("seed", list(FALSE))
def test_what_is_planted_is_found_and_honest_people_are_left_alone(world: World, seed: int) -> None:
    found = try_rules(world.owner, draw(seed, PEOPLE, DAYS, PER_RULE))
    planted, faint = PER_RULE - 1, 1
    assert found.rules == {rule: RuleFound(planted, faint, planted, 0, FALSE[seed].get(rule, 0)) for rule in RULES}
    assert found.entries > 10_000
    assert found.cases <= len(RULES) * PER_RULE + 20, "a person's alerts gather in one case"


def test_a_seed_is_the_same_people_again() -> None:
    first, again = draw(3, 100, 120, 1), draw(3, 100, 120, 1)
    assert (first.moved, first.papers, first.planted) == (again.moved, again.papers, again.planted)
    assert first.moved != draw(4, 100, 120, 1).moved
