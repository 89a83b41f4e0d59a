"""Cash an agent takes in: for another, whose wallet is open, at the commission shown, from float that is there."""

from dataclasses import replace

import pytest

from tests.world.cast import AWA, FATOU, MOUSSA
from tests.world.world import World
from wallet.agents.agents import Agent
from wallet.agents.take_cash_in import Credit, TakeCashIn, quote_cash_in
from wallet.core.errors import QuoteChanged
from wallet.sending.send_money import find_recipient


@pytest.fixture
def fatou(world: World) -> Agent:
    return world.appoint_agent(FATOU)


def shown(world: World, amount: int = 5_000) -> Credit:
    """Return the cash-in for Moussa as its agent sees it; Awa, who asks, is nobody here."""
    asks = world.actor(AWA).id
    return world.do(lambda db: quote_cash_in(db, find_recipient(db, asks, MOUSSA), amount))


def test_it_leaves_the_float_for_the_wallet(world: World, fatou: Agent) -> None:
    before = world.balance_of(fatou.float_id)
    assert world.conclude(FATOU, TakeCashIn(shown(world)), "k1").sentence == "cash_taken_in"
    assert (world.balance(MOUSSA), world.balance_of(fatou.float_id)) == (5_000, before - 5_000)


def test_nobody_takes_cash_in_for_themselves(world: World, fatou: Agent) -> None:
    own = replace(shown(world), person_id=world.actor(FATOU).person_id, phone=FATOU)
    assert world.conclude(FATOU, TakeCashIn(own), "k1").sentence == "refusal.to_agent"
    assert world.balance(FATOU) == 0


def test_another_commission_than_today_s_is_not_earned(world: World, fatou: Agent) -> None:
    more = replace(shown(world), commission=shown(world).commission + 1)
    with pytest.raises(QuoteChanged):
        world.conclude(FATOU, TakeCashIn(more), "k1")
    assert world.balance_of(fatou.commission_id) == 0


@pytest.mark.parametrize("state", ["frozen", "closed"])
def test_a_wallet_that_was_stopped_since_takes_nothing_in(world: World, fatou: Agent, state: str) -> None:
    case, before = TakeCashIn(shown(world)), world.balance_of(fatou.float_id)
    world.change("UPDATE person SET state = :state WHERE id = :id", state=state, id=world.actor(MOUSSA).person_id)
    assert world.conclude(FATOU, case, "k1").sentence == "refusal.to_agent"
    assert world.balance_of(fatou.float_id) == before


def test_no_more_than_the_float_holds(world: World, fatou: Agent) -> None:
    world.see_id(MOUSSA)
    for span in ("operation", "balance"):
        world.change("INSERT INTO ceiling VALUES (1, 'in', :span, wallet_now(), 100000000)", span=span)
    more = shown(world, world.balance_of(fatou.float_id) + 1)
    assert world.conclude(FATOU, TakeCashIn(more), "k1").sentence == "refusal.float_short"
