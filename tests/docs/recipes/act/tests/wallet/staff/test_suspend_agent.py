"""An act added by the recipe is done by its command, and kept."""

from tests.world.office import ALICE, PASSWORD, Office
from tests.world.town import AWA


def test_an_agent_is_suspended(office: Office) -> None:
    typed, seen = f"{PASSWORD[ALICE]}\n", ("--name", "Awa Ngono", "--id", "cni", "AB 123456")
    office.done("agent", "add", AWA[4:], *seen, "--login", ALICE, typed=typed)
    [agent] = office.rows("SELECT code FROM agent")
    why = ("--why", "cash was short", "--login", ALICE)
    assert f"{agent.code} is suspended" in office.done("agent", "suspend", agent.code, *why, typed=typed)
    assert "no agent 999999" in office.refused("agent", "suspend", "999999", *why, typed=typed)
    assert office.rows("SELECT state FROM agent")[0].state == "suspended"
    assert office.rows("SELECT why FROM staff_act WHERE kind = 'suspend_agent'")[0].why == "cash was short"
