"""A withdrawal is at the price shown, counted, not under its owner's lock, and after a look at the SIM when large."""

from dataclasses import replace

import pytest

from tests.world.cast import AWA, MOUSSA
from tests.world.world import World
from wallet.accounts.lock_wallet import LockWallet
from wallet.core.errors import Locked, QuoteChanged
from wallet.topups.withdraw_money import WithdrawalPrice, WithdrawMoney, quote_withdrawing


def quote(world: World, amount: int = 5_000) -> WithdrawalPrice:
    """Return the price of Moussa's withdrawal to Awa's number."""
    moussa = world.actor(MOUSSA)
    return world.do(lambda db: quote_withdrawing(db, moussa.id, AWA, "mtn", amount))


def test_its_owner_s_lock_holds_it(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    shown = quote(world)
    world.perform(MOUSSA, LockWallet(), "lock")
    with pytest.raises(Locked):
        world.conclude(MOUSSA, WithdrawMoney(shown), "w1")
    assert world.one("SELECT count(*) FROM payment") == 0


@pytest.mark.parametrize("part", ["fee", "tax"])
def test_another_price_than_today_s_is_not_charged(world: World, part: str) -> None:
    world.credit(MOUSSA, 20_000)
    shown = quote(world)
    with pytest.raises(QuoteChanged):
        world.conclude(MOUSSA, WithdrawMoney(replace(shown, **{part: getattr(shown, part) - 1})), "w1")
    assert world.balance(MOUSSA) == 20_000


def test_it_counts_against_the_day(world: World) -> None:
    world.credit(MOUSSA, 50_000)
    said = [world.conclude(MOUSSA, WithdrawMoney(quote(world)), f"w{number}").sentence for number in range(5)]
    assert said == ["withdraw_money_asked"] * 4 + ["refusal.ceiling_day"]


@pytest.mark.parametrize(("amount", "looked_at"), [(99_999, False), (150_000, True)])
def test_a_large_one_waits_until_its_sim_was_looked_at(world: World, amount: int, looked_at: bool) -> None:
    world.see_id(MOUSSA)
    world.credit(MOUSSA, 200_000)
    world.conclude(MOUSSA, WithdrawMoney(quote(world, amount)), "w1")
    assert world.one("SELECT due_at IS NULL FROM payment") is looked_at
