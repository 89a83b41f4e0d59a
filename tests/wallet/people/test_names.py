"""Names are not harvested: a caller, agent or not, sees twenty new ones a day, then the number alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection

from sms_templates import say
from tests.world.asking import ask
from tests.world.cast import AWA, MOUSSA, STRANGER
from tests.world.world import World
from wallet.agents import agents
from wallet.agents.take_cash_in import find_customer, quote_cash_in
from wallet.operations.actor import Actor
from wallet.people import people
from wallet.people.people import NEW_NAMES_A_DAY
from wallet.requests.answer_request import CancelRequest
from wallet.requests.ask_payment import AskPayment, check_asking, find_payer
from wallet.requests.block_person import BlockPerson, UnblockPerson
from wallet.requests.blocks import find_blocked
from wallet.sending.send_money import find_recipient

DAY = 86_400
CROWD = [f"+23767500{number:04}" for number in range(NEW_NAMES_A_DAY + 2)]


@pytest.fixture(autouse=True)
def crowd(world: World) -> None:
    """More people than whose names one may see in a day; Awa is an agent."""

    def fill(db: Connection) -> None:
        for phone in CROWD:
            people.register(db, phone, "Njoya Ibrahim", "fr")

    world.do(fill, "web")
    with world.owner.begin() as db:
        agents.appoint(db, world.actor(AWA).person_id)


def seen_by_agent(world: World, phone: str) -> str:
    awa = world.actor(AWA)
    return world.do(lambda db: find_customer(db, awa.person_id, phone).name)


def seen_by_sender(world: World, phone: str, sender: str = MOUSSA) -> str:
    actor = world.actor(sender)
    return world.do(lambda db: find_recipient(db, actor.person_id, phone).name)


@pytest.mark.parametrize("seen", [seen_by_agent, seen_by_sender])
def test_after_twenty_new_names_a_day_only_the_number(world: World, seen: Callable[[World, str], str]) -> None:
    names = [seen(world, phone) for phone in CROWD]
    assert names == ["Njoya I."] * NEW_NAMES_A_DAY + ["", ""]
    assert seen(world, CROWD[0]) == "Njoya I.", "a name once seen stays seen"
    world.pass_time(DAY)
    assert seen(world, CROWD[-1]) == "Njoya I."


def test_an_agent_has_no_second_twenty_by_sending_or_from_another_session(world: World) -> None:
    for phone in CROWD[: NEW_NAMES_A_DAY - 1]:
        seen_by_sender(world, phone, AWA)
    with ThreadPoolExecutor(3) as threads:
        last = list(threads.map(lambda phone: seen_by_agent(world, phone), CROWD[-3:]))
    assert sorted(last) == ["", "", "Njoya I."]


def test_without_a_name_the_agent_reads_the_number_and_may_still_serve(world: World) -> None:
    for phone in CROWD:
        seen_by_agent(world, phone)
    awa: Actor = world.actor(AWA)

    def quote(db: Connection) -> str:
        customer = find_customer(db, awa.person_id, CROWD[-1])
        credit = quote_cash_in(db, customer, 5_000)
        return say("fr", "ussd.cash_in_amount", **vars(customer)) + say("fr", "ussd.cash_in_pin", **vars(credit))

    shown = world.do(quote)
    assert shown.count(CROWD[-1][4:]) == 2
    assert "Njoya" not in shown


@pytest.mark.parametrize("who", [MOUSSA, STRANGER])
def test_whoever_blocks_a_number_hears_no_name_by_it(world: World, who: str) -> None:
    """Nor by letting them ask again, nor in the list; but of who asked them, and of whom they saw by name."""
    actor = world.actor(who) if who == MOUSSA else Actor("stranger", who, "fr", who)
    blocked = world.actor(CROWD[0]).person_id
    said = world.perform(actor, BlockPerson(blocked), "block", "sms")
    assert (said.values["name"], said.values["phone"]) == ("", CROWD[0])
    if who == STRANGER:
        return
    assert [one.name for one in world.do(lambda db: find_blocked(db, actor.person_id))] == [""]
    assert world.perform(actor, UnblockPerson(blocked), "unblock", "sms").values["name"] == ""
    assert seen_by_sender(world, CROWD[0]) == "Njoya I."
    assert world.perform(actor, BlockPerson(blocked), "again", "sms").values["name"] == "Njoya I."
    assert [one.name for one in world.do(lambda db: find_blocked(db, actor.person_id))] == ["Njoya I."]
    ask(world)  # Moussa of Awa, who sees no name but his
    asked = world.actor(AWA)
    assert world.perform(asked, BlockPerson(actor.person_id), "asked", "sms").values["name"] == "Moussa B."


def test_a_request_taken_back_names_nobody_whose_name_was_not_seen(world: World) -> None:
    for phone in CROWD[:NEW_NAMES_A_DAY]:
        seen_by_sender(world, phone)
    actor = world.actor(MOUSSA)
    asking = world.do(lambda db: check_asking(db, actor.person_id, find_payer(db, actor.person_id, CROWD[-1]), 500))
    assert asking.name == ""
    assert not world.perform(MOUSSA, AskPayment(asking), "ask").refused
    request_id = world.one("SELECT id::text FROM request")
    assert world.perform(MOUSSA, CancelRequest(request_id), "cancel").values["name"] == ""
