"""A send is at the price shown, to an open wallet, and to another's."""

from dataclasses import replace

import pytest

from tests.world.cast import AWA, MOUSSA
from tests.world.world import World
from wallet.core.errors import Misread, QuoteChanged
from wallet.sending.send_money import SendMoney


@pytest.mark.parametrize("part", ["fee", "tax"])
def test_another_price_than_today_s_is_not_charged(world: World, part: str) -> None:
    world.credit(MOUSSA, 20_000)
    quote = world.quote(MOUSSA, AWA, 5_000)
    with pytest.raises(QuoteChanged):
        world.conclude(MOUSSA, SendMoney(replace(quote, **{part: getattr(quote, part) - 1})), "k1")
    assert (world.balance(MOUSSA), world.balance(AWA)) == (20_000, 0)


@pytest.mark.parametrize("state", ["closed", "frozen"])
def test_a_wallet_that_was_stopped_since_receives_nothing(world: World, state: str) -> None:
    world.credit(MOUSSA, 20_000)
    case = SendMoney(world.quote(MOUSSA, AWA, 5_000))
    world.change("UPDATE person SET state = :state WHERE id = :id", state=state, id=world.actor(AWA).person_id)
    assert world.conclude(MOUSSA, case, "k1").sentence == "refusal.recipient_refuses"
    assert world.balance(MOUSSA) == 20_000


def test_nobody_sends_to_their_own_number(world: World) -> None:
    with pytest.raises(Misread, match="own_number"):
        world.quote(MOUSSA, MOUSSA, 5_000)
