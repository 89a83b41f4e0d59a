"""A forgotten PIN: chosen anew on the owner's phone, once, in a day, and never on a SIM that has just changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Connection, text

from faults.polling import wait_for
from tests.world.cast import ALICE, AWA, MOUSSA, PINS, WRONG_PIN
from tests.world.office import Office
from tests.world.world import World
from wallet.accounts.first_screen import find_first_screen
from wallet.accounts.reset_pin import KeepPin, ResetPin
from wallet.agents import agents
from wallet.agents.start_pin_reset import StartPinReset
from wallet.core import clock
from wallet.core.database import in_one_statement
from wallet.core.errors import Locked, Refused, WrongPin
from wallet.core.values import Pin
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


def start(world: World) -> None:
    with world.owner.begin() as db:  # the office does it for a login alone
        pin_resets.start(db, moussa(db), ALICE)


def hear(world: World, hours_ago: float | None = None, *, known: bool = True) -> None:
    def keep(db: Connection) -> None:
        swapped = None if hours_ago is None else clock.now(db) - timedelta(hours=hours_ago)
        sims.hear(db, MOUSSA, SimAnswer(swapped, known))

    world.do(keep)


def look(world: World) -> None:
    """Let Moussa dial: his first screen has the SIM looked at."""
    world.do(lambda db: find_first_screen(db, moussa(db).id))


def finish(world: World, key: str = "r1") -> Outcome:
    case = ResetPin(pins.hash_pin(world.wallet.secrets, NEW))
    return world.perform(MOUSSA, case, key)


def check_pin(world: World, pin: str) -> None:
    pins.check(world.wallet_on("ussd").engine, world.wallet.secrets, world.actor(MOUSSA).person_id, pin)


def by_sms(world: World) -> str:
    try:
        world.do(lambda db: refuse_held_phone(db, moussa(db)))
    except Refused as refusal:
        return refusal.key
    return ""


def test_a_new_pin_opens_the_lock_and_stops_sms_money_for_three_days(world: World) -> None:
    for _ in range(3):
        with pytest.raises((WrongPin, Locked)):
            check_pin(world, WRONG_PIN)
    start(world)
    with pytest.raises(Locked, match="sim_being_checked"):
        finish(world)
    hear(world, hours_ago=1_000)
    assert finish(world).sentence == "pin_reset"
    check_pin(world, NEW)
    with pytest.raises(WrongPin):
        check_pin(world, PINS[MOUSSA])
    assert by_sms(world) == "refusal.sms_after_reset"
    assert finish(world, "r2").sentence == "refusal.no_reset"
    world.pass_time(73 * HOUR)
    assert by_sms(world) == ""


@pytest.mark.parametrize("order", ["abk", "kab"])  # whoever reaches the barrier last mostly wins
def test_two_new_pins_and_keeping_the_old_one_at_once_are_exactly_one(world: World, order: str) -> None:
    """Three calls of one number, as no honest phone makes them: whichever comes first is what everybody is told."""
    start(world)
    hear(world, hours_ago=1_000)
    chosen = {"a": Pin("604937"), "b": Pin("815263")}
    hashes = {name: pins.hash_pin(world.wallet.secrets, pin) for name, pin in chosen.items()}
    barrier, actor = Barrier(3), world.actor(MOUSSA)

    def end(name: str) -> str:
        case = ResetPin(hashes[name]) if name in chosen else KeepPin()
        barrier.wait()
        return world.perform(actor, case, f"ends {name}").sentence

    with ThreadPoolExecutor(3) as calls:
        said = dict(zip(order, calls.map(end, order), strict=True))
    won = [name for name, sentence in said.items() if sentence != "refusal.no_reset"]
    assert len(won) == 1, said
    assert said[won[0]] == ("pin_kept" if won == ["k"] else "pin_reset")
    check_pin(world, chosen.get(won[0], PINS[MOUSSA]))
    assert world.one("SELECT count(*) FROM pin_reset WHERE state IN ('done', 'dropped')") == 1
    assert world.one("SELECT count(*) FROM notice WHERE sentence IN ('pin_reset', 'pin_kept')") == 1


@pytest.mark.parametrize(("hours_ago", "refused"), [(0, True), (71.9, True), (72.1, False), (None, False)])
def test_not_on_a_sim_that_has_just_changed(world: World, hours_ago: float | None, refused: bool) -> None:
    start(world)
    hear(world, hours_ago)
    assert finish(world).sentence == ("refusal.sim_swapped" if refused else "pin_reset")
    assert by_sms(world) == ("refusal.sim_swapped" if refused else "refusal.sms_after_reset")
    if refused:
        with pytest.raises(Refused, match="sim_swapped"):
            start(world)
        assert world.one("SELECT count(*) FROM notice WHERE sentence = 'sim_swapped'") == 1


def test_news_of_a_swap_that_is_being_written_is_waited_for(world: World) -> None:
    """Whoever took the number over is at its phone in the very moment the provider tells us."""
    start(world)
    hear(world)
    with world.engine.connect() as news, ThreadPoolExecutor(1) as threads:
        sims.hear(news, MOUSSA, SimAnswer(clock.now(news)))
        finishing = threads.submit(finish, world)
        waits = text("""SELECT count(*) FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND datname = current_database()""")
        looks = world.wallet_on("ussd").engine  # a role sees what its own wait for
        wait_for(
            lambda: finishing.done() or in_one_statement(looks, lambda db: db.scalar(waits)),
            "the new PIN to wait for the news",
        )
        news.commit()
        assert finishing.result().sentence == "refusal.sim_swapped"
    check_pin(world, PINS[MOUSSA])


@pytest.mark.parametrize("turn", range(3))
def test_finishing_and_news_of_a_swap_at_once_end_in_either_order_and_stop_money_by_sms(
    world: World, turn: int
) -> None:
    start(world)
    hear(world)
    works = [lambda: finish(world).sentence, lambda: hear(world, hours_ago=0), lambda: finish(world, "r2").sentence]
    with ThreadPoolExecutor(3) as threads:
        said = [one for one in threads.map(lambda work: work(), works[turn:] + works[:turn]) if one]
    done = "pin_reset" in said
    assert set(said) <= {"pin_reset", "refusal.no_reset" if done else "refusal.sim_swapped", "refusal.sim_swapped"}
    check_pin(world, NEW if done else PINS[MOUSSA])
    assert by_sms(world) == "refusal.sim_swapped"
    assert world.one("SELECT count(*) FROM pin_reset WHERE state = 'done'") == int(done)


def test_where_nobody_knows_of_the_sim_a_new_pin_waits_a_day_and_little_leaves_for_three(world: World) -> None:
    for phone in (MOUSSA, AWA):
        world.see_id(phone)
    world.credit(MOUSSA, 100_000)
    start(world)
    hear(world, known=False)
    with pytest.raises(Locked, match="reset_waits") as waits:
        finish(world)
    began = world.one("SELECT started_at FROM pin_reset")
    assert waits.value.values == clock.shown(began + timedelta(hours=24))
    check_pin(world, PINS[MOUSSA])
    world.pass_time(24 * HOUR)
    look(world)
    hear(world, known=False)
    said = finish(world)
    assert (said.sentence, said.values["maximum"]) == ("pin_reset", 10_000)
    assert world.send(MOUSSA, AWA, 10_001, "s1", pin=NEW).sentence == "refusal.held_after_reset"
    world.pass_time(73 * HOUR)
    assert world.send(MOUSSA, AWA, 10_001, "s2", pin=NEW).sentence == "money_sent"


def test_silence_of_a_provider_is_no_answer_either(world: World) -> None:
    """Whoever makes a provider fall silent gains nothing."""
    start(world)
    world.pass_time(16 * 60)
    assert not world.do(lambda db: sims.ask_again_later(db, MOUSSA))
    with pytest.raises(Locked, match="reset_waits"):
        finish(world)


def test_the_sim_is_looked_at_again_when_the_answer_is_old(world: World) -> None:
    """The first screen asks, so that the answer is there once the new PIN is chosen."""
    start(world)
    hear(world, hours_ago=1_000)
    world.pass_time(11 * 60)
    with pytest.raises(Locked, match="sim_being_checked"):
        finish(world)
    look(world)
    hear(world, hours_ago=0)
    assert finish(world).sentence == "refusal.sim_swapped"


def test_after_a_reset_on_a_known_sim_more_may_leave_yet_not_all(world: World) -> None:
    for phone in (MOUSSA, AWA):
        world.see_id(phone)
    world.credit(MOUSSA, 100_000)
    start(world)
    hear(world, hours_ago=1_000)
    assert finish(world).values["maximum"] == 50_000
    assert world.send(MOUSSA, AWA, 50_001, "s1", pin=NEW).sentence == "refusal.held_after_reset"
    assert world.send(MOUSSA, AWA, 50_000, "s2", pin=NEW).sentence == "money_sent"


def test_it_ends_after_two_days_or_when_nobody_asked_for_it(world: World) -> None:
    start(world)
    world.pass_time(48 * HOUR + 1)
    look(world)
    hear(world)
    assert finish(world).sentence == "refusal.no_reset"
    start(world)
    hear(world)
    assert world.perform(MOUSSA, KeepPin(), "k").sentence == "pin_kept"
    assert finish(world, "r2").sentence == "refusal.no_reset"
    check_pin(world, PINS[MOUSSA])


def by_agent(world: World, document: str, key: str) -> Outcome:
    customer = world.actor(MOUSSA)
    case = StartPinReset(customer.person_id, MOUSSA, document)
    return world.perform(AWA, case, key)


def test_an_agent_who_saw_the_id_starts_one_and_guesses_no_document(world: World) -> None:
    """Whatever is wrong reads the same, and three wrong documents in a day are enough."""
    assert by_agent(world, "AB123457", "k0").sentence == "refusal.not_agent"
    with world.owner.begin() as db:
        agents.appoint(db, world.actor(AWA).person_id)
    assert by_agent(world, "AB123457", "k1") == Outcome("refusal.to_agent", refused=True)
    person = world.actor(MOUSSA)
    world.do_as_owner(lambda db: identities.note_document(db, person.id, "cni", "AB123457", "Moussa Bello", "staff"))
    assert by_agent(world, "AB123457", "k2").sentence == "pin_reset_started"
    hear(world, hours_ago=1_000)
    assert finish(world).sentence == "pin_reset"
    for number in (3, 4):
        assert by_agent(world, "AB000000", f"k{number}").sentence == "refusal.to_agent"
    assert by_agent(world, "AB123457", "k5").sentence == "refusal.to_agent"
    world.pass_time(25 * HOUR)
    hear(world, hours_ago=2)
    assert by_agent(world, "AB123457", "k6").sentence == "refusal.to_agent", "the SIM has just changed"
    world.pass_time(72 * HOUR)
    assert by_agent(world, "AB123457", "k7").sentence == "pin_reset_started"


def test_staff_start_one(world: World, office: Office) -> None:
    command = ("person", "reset-pin", MOUSSA, "--why", "ID 12345 seen")
    assert "chooses a new PIN" in office.done(*command, login=ALICE)
    hear(world, hours_ago=2)
    assert "changed less than 72 h" in office.refused(*command, login=ALICE)
    assert finish(world).sentence == "refusal.sim_swapped"
