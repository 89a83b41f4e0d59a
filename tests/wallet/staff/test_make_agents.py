"""Staff make agents of people whose ID they saw, and two of them give float."""

from sqlalchemy import Connection

from tests.world.office import ALICE, BRUNO, PASSWORD, Office
from tests.world.town import AWA, FATOU
from wallet import ledger
from wallet.agents import agents
from wallet.agents.agents import Agent
from wallet.core.codes import AgentCode
from wallet.core.database import in_transaction
from wallet.people import people

ADD = ("--name", "Fatou Bello Sali", "--id", "cni", "ab 123 456", "--login", ALICE)
TYPED = f"{PASSWORD[ALICE]}\n"


def agent_of(office: Office, phone: str) -> Agent:
    def find(db: Connection) -> Agent | None:
        person = people.find_by_phone(db, phone)
        return agents.find_by_person(db, person.id) if person else None

    found = in_transaction(office.counter.town.engine, find)
    assert found
    return found


def float_of(office: Office, agent: Agent) -> int:
    return in_transaction(office.counter.town.engine, lambda db: ledger.balance(db, agent.float_id))


def test_a_stranger_is_registered_and_chooses_the_pin_alone(office: Office) -> None:
    said = office.done("agent", "add", FATOU[4:], *ADD, typed=TYPED)
    agent = agent_of(office, FATOU)
    assert agent.code in said
    assert AgentCode.read(agent.code) == agent.code
    [person] = office.rows("SELECT name, tier, id FROM person WHERE name LIKE 'Fatou%'")
    assert (person.name, person.tier) == ("Fatou Bello Sali", 1)
    assert office.rows("SELECT 1 FROM pin WHERE person_id = :id", id=person.id) == []
    assert office.rows("SELECT kind, subject, asked_by FROM staff_act")[-1] == ("appoint_agent", agent.code, ALICE)


def test_a_customer_keeps_the_wallet_and_adding_twice_is_adding_once(office: Office) -> None:
    for _ in range(2):
        office.done("agent", "add", AWA[4:], *ADD, typed=TYPED)
    assert [row.tier for row in office.rows("SELECT tier FROM person WHERE name = 'Fatou Bello Sali'")] == [1]
    assert len(office.rows("SELECT 1 FROM agent")) == 1
    assert office.rows("SELECT kind, number, seen_by FROM identity") == [("cni", "AB123456", ALICE)]


def test_what_cannot_be_read_makes_nobody_an_agent(office: Office) -> None:
    assert "67712: no mobile number" in office.refused("agent", "add", "67712", *ADD, typed=TYPED)
    office.refused("agent", "add", FATOU[4:], "--name", "MTN", "--id", "cni", "AB123456", "--login", ALICE, typed=TYPED)
    office.refused("agent", "add", FATOU[4:], "--name", "Fatou", "--id", "cni", "??", "--login", ALICE, typed=TYPED)
    assert office.rows("SELECT 1 FROM agent") == []


def test_float_takes_two_and_is_given_once(office: Office) -> None:
    office.done("agent", "add", AWA[4:], *ADD, typed=TYPED)
    agent = agent_of(office, AWA)
    ask = ("agent", "float", agent.code, "500000", "--why", "bank slip 17", "--login", ALICE)
    assert "within 24 h" in office.done(*ask, typed=TYPED)
    assert float_of(office, agent) == 0, "asking does nothing"
    approve = ("agent", "float", agent.code, "--approve", "--login")
    office.refused(*approve, ALICE, typed=f"{TYPED}y\n")
    shown = office.done(*approve, BRUNO, typed=f"{PASSWORD[BRUNO]}\ny\n")
    assert f"{500_000:+12d}  agent_float" in shown
    assert "Already approved by bruno" in office.done(*approve, BRUNO, typed=f"{PASSWORD[BRUNO]}\ny\n")
    assert float_of(office, agent) == 500_000
    assert office.rows("SELECT sentence FROM notice")[-1] == ("float_given",)
    office.refused("agent", "float", "999999", "500000", "--why", "bank slip 17", "--login", ALICE, typed=TYPED)
