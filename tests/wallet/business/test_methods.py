"""Methods by which a business is paid: every rail that collects is one's, so that no payment is of none."""

from wallet.business.methods import BY_RAIL
from wallet.payments.rails import RAILS, Ability

COLLECTS: set[Ability] = {"collect_by_prompt", "collect_by_redirect"}


def test_each_rail_that_collects_belongs_to_a_method() -> None:
    assert BY_RAIL.keys() == {rail.name for rail in RAILS.values() if rail.can & COLLECTS}
