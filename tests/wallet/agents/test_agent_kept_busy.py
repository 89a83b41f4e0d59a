"""Nobody keeps an agent busy alone: a human has three codes waiting at most; the next is refused, with what to do."""

from sqlalchemy import Connection

from tests.world.cast import AWA, MOUSSA
from tests.world.world import World
from wallet.agents.ask_cash_out import AskCashOut, CancelCashOut, find_counter, quote_cash_out
from wallet.agents.cash_outs import MOST_OPEN


def ask(world: World, phone: str, key: str) -> str:
    who = world.actor(phone).person_id

    def quote(db: Connection) -> AskCashOut:
        return AskCashOut(quote_cash_out(db, who, find_counter(db, who, "123455"), 100))

    return world.conclude(phone, world.do(quote), key).sentence


def test_nobody_alone_keeps_an_agent_busy(world: World) -> None:
    world.appoint_agent()
    world.credit(MOUSSA, 20_000)
    world.credit(AWA, 5_000)
    said = [ask(world, MOUSSA, f"m{n}") for n in range(100)]
    assert said == ["cash_out_asked"] * MOST_OPEN + ["refusal.cash_codes_open"] * (100 - MOST_OPEN)
    assert ask(world, AWA, "a1") == "cash_out_asked"


def test_one_taken_back_makes_room_for_another(world: World) -> None:
    world.appoint_agent()
    world.credit(MOUSSA, 20_000)
    for n in range(MOST_OPEN):
        ask(world, MOUSSA, f"m{n}")
    one = str(world.one("SELECT id FROM cash_out LIMIT 1"))
    assert world.conclude(MOUSSA, CancelCashOut(one), "c").sentence == "cash_out_cancelled"
    assert [ask(world, MOUSSA, key) for key in ("again", "more")] == ["cash_out_asked", "refusal.cash_codes_open"]
