"""The agent's lines are offered to who may serve people now: a suspended agent is refused before any is shown."""

import pytest

from tests.world.cast import FATOU
from tests.world.office import Office
from tests.world.world import World
from ussd_menus.agent import agent
from ussd_menus.questions import LookUp
from wallet.core.errors import Refused
from wallet.people.people import Caller
from wallet.staff.actions.suspend_agent import SuspendAgent


def test_a_suspended_agent_is_refused_at_the_door(world: World, office: Office) -> None:
    code = world.appoint_agent().code
    first = next(agent(Caller(FATOU, "fr", world.actor(FATOU).person_id)))
    assert isinstance(first, LookUp)
    assert world.do(lambda db: first.find(db, *first.args)).code == code
    office.conclude(SuspendAgent(code, why="looked into"))
    with pytest.raises(Refused, match="agent_suspended"):
        world.do(lambda db: first.find(db, *first.args))
