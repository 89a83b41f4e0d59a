"""A wallet that is stopped is told so before anything is asked of it."""

import pytest

from tests.world.cast import MOUSSA
from tests.world.world import World
from wallet.core.errors import WalletError
from wallet.people.stops import check_may_send, check_may_withdraw

STOPS = {
    "account_frozen": "UPDATE person SET state = 'frozen' WHERE name = 'Moussa Bello'",
    "locked_for_owner": "UPDATE person SET robbed = true, locked_by_owner = true WHERE name = 'Moussa Bello'",
    "pin_locked": "UPDATE pin SET tries = 3, locks = 1, locked_until = wallet_now() + interval '1 hour'",
    "locked_by_owner": "UPDATE person SET locked_by_owner = true WHERE name = 'Moussa Bello'",
}


@pytest.mark.parametrize("stop", STOPS)
def test_what_stops_money_is_said_at_once(world: World, stop: str) -> None:
    moussa = world.actor(MOUSSA).person_id
    for check in (check_may_send, check_may_withdraw):
        assert world.do(lambda db, check=check: check(db, moussa)).person_id == moussa
    world.change(STOPS[stop])
    with pytest.raises(WalletError, match=stop):
        world.do(lambda db: check_may_withdraw(db, moussa))
    if stop == "locked_by_owner":
        assert world.do(lambda db: check_may_send(db, moussa)).person_id == moussa, "only withdrawals"
    else:
        with pytest.raises(WalletError, match=stop):
            world.do(lambda db: check_may_send(db, moussa))
