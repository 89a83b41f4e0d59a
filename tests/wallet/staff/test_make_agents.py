"""Staff make agents of people whose ID they saw, and two of them give float."""

from tests.world.cast import ALICE, AWA, BRUNO, FATOU
from tests.world.office import Office
from tests.world.world import World
from wallet.agents import agents
from wallet.agents.agents import Agent
from wallet.core.codes import AgentCode
from wallet.people import people

ADD = ("--name", "Fatou Bello Sali", "--id", "cni", "ab 123 457", "--why", "new agent")


def agent_of(world: World, phone: str) -> Agent:
    found = world.do(lambda db: agents.find_by_person(db, people.find_caller(db, phone).person_id))
    assert found
    return found


def test_a_stranger_is_registered_and_chooses_the_pin_alone(world: World, office: Office) -> None:
    said = office.done("agent", "add", FATOU[4:], *ADD, login=ALICE)
    agent = agent_of(world, FATOU)
    assert agent.code in said
    assert AgentCode.read(agent.code) == agent.code
    [person] = world.rows("SELECT name, tier, id FROM person WHERE name LIKE 'Fatou%'")
    assert (person.name, person.tier) == ("Fatou Bello Sali", 1)
    assert world.rows("SELECT 1 FROM pin WHERE person_id = :id", id=person.id) == []
    assert world.rows("SELECT kind, subject, asked_by FROM staff_act")[-1] == ("appoint_agent", agent.code, ALICE)


def test_a_customer_keeps_the_wallet_and_adding_twice_is_adding_once(world: World, office: Office) -> None:
    for _ in range(2):
        office.done("agent", "add", AWA[4:], *ADD, login=ALICE)
    assert [row.tier for row in world.rows("SELECT tier FROM person WHERE name = 'Fatou Bello Sali'")] == [1]
    assert len(world.rows("SELECT 1 FROM agent")) == 1
    assert world.rows("SELECT kind, number, seen_by FROM identity") == [("cni", "AB123457", ALICE)]


def test_what_cannot_be_read_makes_nobody_an_agent(world: World, office: Office) -> None:
    assert "67712: no mobile number" in office.refused("agent", "add", "67712", *ADD, login=ALICE)
    office.refused("agent", "add", FATOU[4:], "--name", "MTN", "--id", "cni", "AB123457", "--why", "new", login=ALICE)
    office.refused("agent", "add", FATOU[4:], "--name", "Fatou", "--id", "cni", "??", "--why", "new", login=ALICE)
    assert world.rows("SELECT 1 FROM agent") == []


def test_float_takes_two_and_is_given_once(world: World, office: Office) -> None:
    office.done("agent", "add", AWA[4:], *ADD, login=ALICE)
    agent = agent_of(world, AWA)
    ask = ("agent", "float", agent.code, "500000", "--why", "bank slip 17")
    assert "within 24 h" in office.done(*ask, login=ALICE)
    assert world.balance_of(agent.float_id) == 0, "asking does nothing"
    approve = ("agent", "float", agent.code, "--approve")
    office.refused(*approve, login=ALICE)
    shown = office.done(*approve, login=BRUNO)
    assert "+500 000  agent float" in shown
    assert "Already approved by bruno" in office.done(*approve, login=BRUNO)
    assert world.balance_of(agent.float_id) == 500_000
    assert world.rows("SELECT sentence FROM notice")[-1] == ("float_given",)
    office.refused("agent", "float", "999999", "500000", "--why", "bank slip 17", login=ALICE)
