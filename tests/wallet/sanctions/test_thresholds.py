"""The thresholds in force find what means an entry, and seldom look into who is called as people here are."""

from bench.names import measure
from tests.world.world import World
from wallet.core import thresholds

MEASURED = measure(seed=7, entries=600, each=60, ordinary=1_500)


def test_the_thresholds_in_force_find_most_and_mistake_few(world: World) -> None:
    case, block = (world.do(lambda db, name=name: thresholds.get_threshold(db, name))  # type: ignore[misc]
                   for name in ("sanction_case", "sanction_block"))  # fmt: skip
    for how in ("as listed", "capitals, other order"):
        assert MEASURED.share_found(block, how) == 1, how
    for how in ("one slip", "spelt otherwise", "two words as one", "spelt otherwise, a slip"):
        assert MEASURED.share_found(case, how) >= 0.95, how
    assert MEASURED.share_found(case) >= 0.85
    assert MEASURED.share_mistaken(case) <= 0.005
    assert MEASURED.share_mistaken(block) == 0
