"""An agent's float goes to another agent, told both; going low is told once; an ID seen raises a wallet once."""

from local.demo_agent import appoint
from tests.world.town import AWA, FATOU, MOUSSA, PIN, Town
from wallet import ledger
from wallet.agents.agents import Agent
from wallet.agents.float_moves import SendFloat, TakeCommission
from wallet.agents.identify_person import IdentifyPerson
from wallet.core.database import in_transaction
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome, UseCase
from wallet.people import people


def market(town: Town) -> tuple[Agent, Agent]:
    town.register(FATOU, "Fatou Bello")
    return tuple(  # type: ignore[return-value]  # two of them
        in_transaction(town.engine, lambda db, phone=phone, code=code: appoint(db, phone, code))  # type: ignore[misc]
        for phone, code in ((FATOU, "123455"), (AWA, "223453"))
    )


def does(town: Town, case: UseCase, key: str) -> Outcome:
    return town.wallet.perform(case, town.actor(FATOU), key, "ussd", PinProof(PIN))


def float_of(town: Town, agent: Agent) -> int:
    return in_transaction(town.engine, lambda db: ledger.balance(db, agent.float_id))


def test_float_goes_to_another_agent_once_and_low_is_told(town: Town) -> None:
    fatou, awa = market(town)
    case = SendFloat(awa.code, awa.person_id, 4_960_000)
    assert does(town, case, "one").sentence == does(town, case, "one").sentence == "float_sent"
    assert (float_of(town, fatou), float_of(town, awa)) == (40_000, 9_960_000)
    assert does(town, SendFloat(awa.code, awa.person_id, 40_001), "two").sentence == "refusal.float_short"
    assert does(town, SendFloat(fatou.code, fatou.person_id, 100), "self").refused
    assert town.one("SELECT count(*) FROM notice WHERE sentence = 'low_float'") == 1
    assert does(town, TakeCommission(100), "none earned").sentence == "refusal.nothing_earned"


def test_an_id_raises_a_wallet_once(town: Town) -> None:
    market(town)
    moussa = town.actor(MOUSSA).person_id
    case = IdentifyPerson(moussa, MOUSSA, "cni", "112233445", "Moussa Bello Sali")
    assert does(town, case, "sees").sentence == "person_identified"
    assert in_transaction(town.engine, lambda db: people.get_person(db, moussa)).tier == 1
    assert does(town, case, "again").sentence == "refusal.to_agent"
