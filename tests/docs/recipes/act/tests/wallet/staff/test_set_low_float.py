"""An act added by the recipe is done by its command, and kept."""

from tests.world.cast import ALICE, AWA
from tests.world.office import Office
from tests.world.world import World


def test_an_agent_is_warned_earlier(world: World, office: Office) -> None:
    office.done("agent", "add", AWA[4:], "--name", "Awa Ngono", "--id", "cni", "AB 123457", "--why", "new", login=ALICE)
    code = world.one("SELECT code FROM agent")
    why = ("--why", "a busy corner")
    assert f"{code} is warned below 90 000" in office.done("agent", "low-float", code, "90000", *why, login=ALICE)
    assert "no agent 999999" in office.refused("agent", "low-float", "999999", "90000", *why, login=ALICE)
    assert world.one("SELECT low_float FROM agent") == 90_000
    assert world.one("SELECT why FROM staff_act WHERE kind = 'set_low_float'") == "a busy corner"
