"""Names are not harvested: a caller, agent or not, sees twenty new ones a day, then the number alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection

from sms_templates import say
from tests.world.town import AWA, MOUSSA, Town
from wallet.agents import agents
from wallet.agents.take_cash_in import find_customer, quote_cash_in
from wallet.core.database import in_transaction
from wallet.operations.actor import Actor
from wallet.people import people
from wallet.people.people import NEW_NAMES_A_DAY
from wallet.sending.send_money import find_recipient

DAY = 86_400
CROWD = [f"+23767500{number:04}" for number in range(NEW_NAMES_A_DAY + 2)]


@pytest.fixture
def crowd(town: Town) -> Town:
    def fill(db: Connection) -> None:
        for phone in CROWD:
            people.register(db, phone, "Njoya Ibrahim", "fr", None)
        agents.appoint(db, town.actor(AWA).person_id)

    in_transaction(town.engine, fill)
    return town


def seen_by_agent(town: Town, phone: str) -> str:
    awa = town.actor(AWA)
    return in_transaction(town.engine, lambda db: find_customer(db, awa.person_id, phone).name)


def seen_by_sender(town: Town, phone: str, sender: str = MOUSSA) -> str:
    actor = town.actor(sender)
    return in_transaction(town.engine, lambda db: find_recipient(db, actor.person_id, phone).name)


@pytest.mark.parametrize("seen", [seen_by_agent, seen_by_sender])
def test_after_twenty_new_names_a_day_only_the_number(crowd: Town, seen: Callable[[Town, str], str]) -> None:
    names = [seen(crowd, phone) for phone in CROWD]
    assert names == ["Njoya I.?"] * NEW_NAMES_A_DAY + ["", ""]
    assert seen(crowd, CROWD[0]) == "Njoya I.?", "a name once seen stays seen"
    crowd.pass_time(DAY)
    assert seen(crowd, CROWD[-1]) == "Njoya I.?"


def test_an_agent_has_no_second_twenty_by_sending_or_from_another_session(crowd: Town) -> None:
    for phone in CROWD[: NEW_NAMES_A_DAY - 1]:
        seen_by_sender(crowd, phone, AWA)
    with ThreadPoolExecutor(3) as threads:
        last = list(threads.map(lambda phone: seen_by_agent(crowd, phone), CROWD[-3:]))
    assert sorted(last) == ["", "", "Njoya I.?"]


def test_without_a_name_the_agent_reads_the_number_and_may_still_serve(crowd: Town) -> None:
    for phone in CROWD:
        seen_by_agent(crowd, phone)
    awa: Actor = crowd.actor(AWA)

    def quote(db: Connection) -> str:
        customer = find_customer(db, awa.person_id, CROWD[-1])
        credit = quote_cash_in(db, customer, 5_000)
        return say("fr", "ussd.cash_in_amount", **vars(customer)) + say("fr", "ussd.cash_in_pin", **vars(credit))

    shown = in_transaction(crowd.engine, quote)
    assert shown.count(CROWD[-1][4:]) == 2
    assert "Njoya" not in shown
