"""An act added by the recipe is done by its command, and kept."""

from tests.world.cast import ALICE, AWA
from tests.world.office import Office
from tests.world.world import World


def test_an_agent_is_suspended(world: World, office: Office) -> None:
    office.done("agent", "add", AWA[4:], "--name", "Awa Ngono", "--id", "cni", "AB 123456", login=ALICE)
    code = world.one("SELECT code FROM agent")
    why = ("--why", "cash was short")
    assert f"{code} is suspended" in office.done("agent", "suspend", code, *why, login=ALICE)
    assert "no agent 999999" in office.refused("agent", "suspend", "999999", *why, login=ALICE)
    assert world.one("SELECT state FROM agent") == "suspended"
    assert world.one("SELECT why FROM staff_act WHERE kind = 'suspend_agent'") == "cash was short"
