"""An agent's float goes to another agent, told both; going low is told once; an ID seen raises a wallet once."""

from tests.world.cast import AWA, FATOU, MOUSSA
from tests.world.world import World
from wallet.agents.agents import Agent
from wallet.agents.float_moves import SendFloat, TakeCommission
from wallet.agents.identify_person import IdentifyPerson
from wallet.operations.use_case import Outcome, UseCase
from wallet.people import people


def appoint_two(world: World) -> tuple[Agent, Agent]:
    return world.appoint_agent(FATOU), world.appoint_agent(AWA, "223453")


def does(world: World, case: UseCase, key: str) -> Outcome:
    return world.perform(FATOU, case, key)


def test_float_goes_to_another_agent_once_and_low_is_told(world: World) -> None:
    fatou, awa = appoint_two(world)
    case = SendFloat(awa.code, awa.person_id, 4_960_000)
    assert does(world, case, "one").sentence == does(world, case, "one").sentence == "float_sent"
    assert (world.balance_of(fatou.float_id), world.balance_of(awa.float_id)) == (40_000, 9_960_000)
    assert does(world, SendFloat(awa.code, awa.person_id, 40_001), "two").sentence == "refusal.float_short"
    assert does(world, SendFloat(fatou.code, fatou.person_id, 100), "self").refused
    assert world.one("SELECT count(*) FROM notice WHERE sentence = 'low_float'") == 1
    assert does(world, TakeCommission(100), "none earned").sentence == "refusal.nothing_earned"


def test_an_id_raises_a_wallet_once(world: World) -> None:
    appoint_two(world)
    moussa = world.actor(MOUSSA).person_id
    case = IdentifyPerson(moussa, MOUSSA, "cni", "112233445", "Moussa Bello Sali")
    assert does(world, case, "sees").sentence == "person_identified"
    assert world.do(lambda db: people.get_person(db, moussa)).tier == 1
    assert does(world, case, "again").sentence == "refusal.to_agent"
