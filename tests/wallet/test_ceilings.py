"""Ceilings bind what is asked: by day, by SMS, and by what a wallet may hold, what may still come included."""

from tests.world.cast import AWA, MOUSSA
from tests.world.world import World
from wallet.sending.send_money import SendMoney


def send(world: World, amount: int, key: str, channel: str = "ussd") -> str:
    """Send from Moussa to Awa, proved. Returns the sentence of what came of it."""
    return world.conclude(MOUSSA, SendMoney(world.quote(MOUSSA, AWA, amount)), key, channel).sentence


def test_a_day_s_ceiling_is_counted_and_ends_with_the_day(world: World) -> None:
    world.credit(MOUSSA, 50_000)
    assert [send(world, 5_000, f"k{number}") for number in range(4)] == ["money_sent"] * 4
    assert send(world, 100, "one more") == "refusal.ceiling_day"
    assert world.balance(AWA) == 20_000
    world.pass_time(86_400)
    assert send(world, 5_000, "tomorrow") == "money_sent"


def test_an_operation_s_ceiling_binds_what_was_quoted_before_it_was_lowered(world: World) -> None:
    world.credit(MOUSSA, 50_000)
    case = SendMoney(world.quote(MOUSSA, AWA, 5_000))
    world.change("INSERT INTO ceiling VALUES (0, 'out', 'operation', wallet_now(), 4999)")
    assert world.conclude(MOUSSA, case, "k1").sentence == "refusal.ceiling_operation"
    assert world.balance(AWA) == 0


def test_sms_has_a_ceiling_of_its_own(world: World) -> None:
    world.credit(MOUSSA, 50_000)
    assert send(world, 3_000, "k1", "sms") == "money_sent"
    assert send(world, 3_000, "k2", "sms") == "refusal.sms_ceiling"
    assert send(world, 3_000, "k3") == "money_sent"


def test_a_wallet_holds_no_more_than_its_ceiling(world: World) -> None:
    world.credit(MOUSSA, 50_000)
    world.credit(AWA, 48_000)
    assert send(world, 2_001, "k1") == "refusal.recipient_refuses"
    assert send(world, 2_000, "k2") == "money_sent"
    assert world.balance(AWA) == 50_000


def test_what_a_recharge_may_still_bring_counts_as_held(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    assert world.recharge(25_000, key="r1").sentence == "add_money_asked"
    assert world.recharge(5_001, key="r2").sentence == "refusal.ceiling_balance"
    assert world.recharge(5_000, key="r3").sentence == "add_money_asked"


def test_what_is_refused_is_not_counted(world: World) -> None:
    world.credit(MOUSSA, 1_000)
    assert send(world, 5_000, "k1") == "refusal.not_enough"
    assert world.one("SELECT coalesce(sum(amount), 0) FROM usage") == 0
