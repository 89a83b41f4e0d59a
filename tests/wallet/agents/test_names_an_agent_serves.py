"""An agent sees whom they credit, however many a day: only looks at people they did not serve count, twenty a day."""

from tests.world.cast import FATOU
from tests.world.world import World
from wallet.agents.take_cash_in import TakeCashIn, find_customer, quote_cash_in
from wallet.people import people


def look(world: World, number: int, *, serve: bool) -> str:
    """Have the agent look at a customer, and credit them or not; return the name shown."""
    phone = f"+2376770{13000 + number}"
    world.open_wallet(phone, f"Nom{'abcdefghijklmnopqrstuvwxyz'[number % 26]} Bih")
    agent = world.actor(FATOU).person_id
    seen = world.do(lambda db: find_customer(db, agent, phone))
    if serve:
        case = TakeCashIn(world.do(lambda db: quote_cash_in(db, seen, 1_000)))
        assert world.conclude(FATOU, case, f"cash {number}").sentence == "cash_taken_in"
    return seen.name


def test_a_busy_agent_sees_whom_they_credit(world: World) -> None:
    world.appoint_agent()
    assert all(look(world, number, serve=True) for number in range(60))
    shown = [look(world, 100 + number, serve=False) for number in range(people.NEW_NAMES_A_DAY + 1)]
    assert all(shown[:-1])
    assert not shown[-1]
