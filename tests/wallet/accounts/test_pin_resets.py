"""A forgotten PIN: chosen anew on the owner's phone, once, in a day, and never on a SIM that has just changed."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.world.office import ALICE, PASSWORD, Office
from tests.world.town import AWA, MOUSSA, PIN, Town
from wallet.accounts.reset_pin import KeepPin, ResetPin
from wallet.agents import agents
from wallet.agents.start_pin_reset import StartPinReset
from wallet.core import clock
from wallet.core.database import in_transaction
from wallet.core.errors import Locked, Refused, WrongPin
from wallet.core.values import Pin
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome
from wallet.people import identities, people, pin_resets, pins, sims
from wallet.people.sims import SimAnswer
from wallet.perform import refuse_held_phone

NEW = Pin("604937")
HOUR = 3_600


def moussa(db: Connection) -> people.Person:
    person = people.find_by_phone(db, MOUSSA)
    assert person
    return person


def start(town: Town) -> None:
    in_transaction(town.engine, lambda db: pin_resets.start(db, moussa(db), ALICE))


def hear(town: Town, hours_ago: float | None = None, *, known: bool = True) -> None:
    def keep(db: Connection) -> None:
        swapped = None if hours_ago is None else clock.now(db) - timedelta(hours=hours_ago)
        sims.hear(db, MOUSSA, SimAnswer(swapped, known))

    in_transaction(town.engine, keep)


def finish(town: Town, key: str = "r1") -> Outcome:
    case = ResetPin(pins.hash_pin(town.wallet.secrets, NEW))
    return town.wallet.perform(case, town.actor(MOUSSA), key, "ussd")


def by_sms(town: Town) -> str:
    try:
        in_transaction(town.engine, lambda db: refuse_held_phone(db, moussa(db)))
    except Refused as refusal:
        return refusal.key
    return ""


def test_a_new_pin_opens_the_lock_and_stops_sms_money_for_three_days(town: Town) -> None:
    for _ in range(3):
        with pytest.raises((WrongPin, Locked)):
            pins.check(town.engine, town.wallet.secrets, town.actor(MOUSSA).person_id, Pin("111199"))
    start(town)
    with pytest.raises(Locked, match="sim_being_checked"):
        finish(town)
    hear(town, hours_ago=1_000)
    assert finish(town).sentence == "pin_reset"
    pins.check(town.engine, town.wallet.secrets, town.actor(MOUSSA).person_id, NEW)
    with pytest.raises(WrongPin):
        pins.check(town.engine, town.wallet.secrets, town.actor(MOUSSA).person_id, PIN)
    assert by_sms(town) == "refusal.sms_after_reset"
    assert finish(town, "r2").sentence == "refusal.no_reset"
    town.pass_time(73 * HOUR)
    assert by_sms(town) == ""


@pytest.mark.parametrize("order", ["abk", "kab"])  # whoever reaches the barrier last mostly wins
def test_two_new_pins_and_keeping_the_old_one_at_once_are_exactly_one(town: Town, order: str) -> None:
    """Three calls of one number, as no honest phone makes them: whichever comes first is what everybody is told."""
    start(town)
    hear(town, hours_ago=1_000)
    chosen = {"a": Pin("604937"), "b": Pin("815263")}
    hashes = {name: pins.hash_pin(town.wallet.secrets, pin) for name, pin in chosen.items()}
    barrier, actor = Barrier(3), town.actor(MOUSSA)

    def end(name: str) -> str:
        case = ResetPin(hashes[name]) if name in chosen else KeepPin()
        barrier.wait()
        return town.wallet.perform(case, actor, f"ends {name}", "ussd").sentence

    with ThreadPoolExecutor(3) as calls:
        said = dict(zip(order, calls.map(end, order), strict=True))
    won = [name for name, sentence in said.items() if sentence != "refusal.no_reset"]
    assert len(won) == 1, said
    assert said[won[0]] == ("pin_kept" if won == ["k"] else "pin_reset")
    pins.check(town.engine, town.wallet.secrets, actor.person_id, chosen.get(won[0], PIN))
    assert town.one("SELECT count(*) FROM pin_reset WHERE state IN ('done', 'dropped')") == 1
    assert town.one("SELECT count(*) FROM notice WHERE sentence IN ('pin_reset', 'pin_kept')") == 1


@pytest.mark.parametrize(("hours_ago", "refused"), [(0, True), (71.9, True), (72.1, False), (None, False)])
def test_not_on_a_sim_that_has_just_changed(town: Town, hours_ago: float | None, refused: bool) -> None:
    start(town)
    hear(town, hours_ago)
    assert finish(town).sentence == ("refusal.sim_swapped" if refused else "pin_reset")
    assert by_sms(town) == ("refusal.sim_swapped" if refused else "refusal.sms_after_reset")
    if refused:
        with pytest.raises(Refused, match="sim_swapped"):
            start(town)
        assert town.one("SELECT count(*) FROM notice WHERE sentence = 'sim_swapped'") == 1


def test_news_of_a_swap_that_is_being_written_is_waited_for(town: Town) -> None:
    """Whoever took the number over is at its phone in the very moment the provider tells us."""
    start(town)
    hear(town)
    with town.engine.connect() as news, ThreadPoolExecutor(1) as threads:
        sims.hear(news, MOUSSA, SimAnswer(clock.now(news)))
        finishing = threads.submit(finish, town)
        waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        for _ in range(200):
            if finishing.done() or town.one(waits):
                break
            time.sleep(0.01)
        news.commit()
        assert finishing.result().sentence == "refusal.sim_swapped"
    pins.check(town.engine, town.wallet.secrets, town.actor(MOUSSA).person_id, PIN)


@pytest.mark.parametrize("turn", range(3))
def test_finishing_and_news_of_a_swap_at_once_end_in_either_order_and_stop_money_by_sms(town: Town, turn: int) -> None:
    start(town)
    hear(town)
    works = [lambda: finish(town).sentence, lambda: hear(town, hours_ago=0), lambda: finish(town, "r2").sentence]
    with ThreadPoolExecutor(3) as threads:
        said = [one for one in threads.map(lambda work: work(), works[turn:] + works[:turn]) if one]
    done = "pin_reset" in said
    assert set(said) <= {"pin_reset", "refusal.no_reset" if done else "refusal.sim_swapped", "refusal.sim_swapped"}
    pins.check(town.engine, town.wallet.secrets, town.actor(MOUSSA).person_id, NEW if done else PIN)
    assert by_sms(town) == "refusal.sim_swapped"
    assert town.one("SELECT count(*) FROM pin_reset WHERE state = 'done'") == int(done)


@pytest.mark.parametrize("known", [True, False])
def test_a_pin_reset_in_the_dark_keeps_large_withdrawals_away(town: Town, known: bool) -> None:
    start(town)
    hear(town, known=known)
    finish(town)

    def large(db: Connection) -> Any:
        return sims.find_number_to_check(db, moussa(db), 100_000)

    def small(db: Connection) -> Any:
        return sims.find_number_to_check(db, moussa(db), 99_999)

    assert in_transaction(town.engine, small) == ""
    if known:
        assert in_transaction(town.engine, large) == ""
        return
    with pytest.raises(Refused, match="after_reset"):
        in_transaction(town.engine, large)


def test_it_ends_after_a_day_or_when_nobody_asked_for_it(town: Town) -> None:
    start(town)
    hear(town)
    town.pass_time(24 * HOUR + 1)
    assert finish(town).sentence == "refusal.no_reset"
    start(town)
    hear(town)
    assert town.wallet.perform(KeepPin(), town.actor(MOUSSA), "k", "ussd").sentence == "pin_kept"
    assert finish(town, "r2").sentence == "refusal.no_reset"
    pins.check(town.engine, town.wallet.secrets, town.actor(MOUSSA).person_id, PIN)


def by_agent(town: Town, document: str, key: str) -> Outcome:
    customer = town.actor(MOUSSA)
    case = StartPinReset(customer.person_id, MOUSSA, document)
    return town.wallet.perform(case, town.actor(AWA), key, "ussd", PinProof(PIN))


def test_an_agent_who_saw_the_id_starts_one_and_guesses_no_document(town: Town) -> None:
    """Whatever is wrong reads the same, and three wrong documents in a day are enough."""
    assert by_agent(town, "AB123456", "k0").sentence == "refusal.not_agent"
    in_transaction(town.engine, lambda db: agents.appoint(db, town.actor(AWA).person_id))
    assert by_agent(town, "AB123456", "k1") == Outcome("refusal.to_agent", refused=True)
    person = town.actor(MOUSSA)
    in_transaction(
        town.engine, lambda db: identities.note_document(db, person.id, "cni", "AB123456", "Moussa Bello", "staff")
    )
    assert by_agent(town, "AB123456", "k2").sentence == "pin_reset_started"
    hear(town, hours_ago=1_000)
    assert finish(town).sentence == "pin_reset"
    for number in (3, 4):
        assert by_agent(town, "AB000000", f"k{number}").sentence == "refusal.to_agent"
    assert by_agent(town, "AB123456", "k5").sentence == "refusal.to_agent"
    town.pass_time(25 * HOUR)
    hear(town, hours_ago=2)
    assert by_agent(town, "AB123456", "k6").sentence == "refusal.to_agent", "the SIM has just changed"
    town.pass_time(72 * HOUR)
    assert by_agent(town, "AB123456", "k7").sentence == "pin_reset_started"


def test_staff_start_one(office: Office) -> None:
    town, typed = office.counter.town, f"{PASSWORD[ALICE]}\n"
    command = ("person", "reset-pin", MOUSSA, "--why", "ID 12345 seen", "--login", ALICE)
    assert "chooses a new PIN" in office.done(*command, typed=typed)
    hear(town, hours_ago=2)
    assert "changed less than 72 h" in office.refused(*command, typed=typed)
    assert finish(town).sentence == "refusal.sim_swapped"
