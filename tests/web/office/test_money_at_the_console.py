"""Ways to walk round the rules for money, shut as staff see it: what they do at a page holds for money at once.

The rules themselves are tried in their rooms: prices (test_prices_and_amounts.py), what is certain to come back
(test_room_taken.py), swapped SIMs (test_watched_wallets.py), stops (test_stopped_people.py), one human by one document
(test_humans.py), requests' codes and caps (test_requests*.py), contests of sales (test_contests.py), closings
(test_closing.py), commissions (test_cash_outs.py).
"""

from tests.web.office.conftest import Sit
from tests.world.cast import ALICE, AWA, BRUNO, FATOU, MOUSSA
from tests.world.office import Office, name_person

STATE = "SELECT p.state FROM person p JOIN phone h ON h.person_id = p.id WHERE h.number = :phone"
HUMANS = """SELECT count(DISTINCT p.human_id) FROM person p JOIN phone h ON h.person_id = p.id
    WHERE h.number IN (:one, :other)"""
PAPER = {"name": "Moussa Bello", "document": "cni 114702538", "tier": "1", "why": "seen at the counter"}


def test_a_freeze_at_the_console_stops_what_has_not_left_and_two_let_it_go(office: Office, sit: Sit) -> None:
    world = office.world
    world.credit(MOUSSA, 20_000)
    alice, bruno = sit(ALICE), sit(BRUNO)
    assert world.withdraw().sentence == "withdraw_money_asked"
    known = name_person(world, MOUSSA)
    alice.use("person freeze", person=known, why="he called: the phone is stolen")
    world.work()
    assert "submit" not in world.rails["mtn"].calls, "the operator was told nothing that moves money"
    assert (world.payment_state, world.balance(MOUSSA)) == ("failed", 20_000)
    assert "frozen" in bruno.open("/do/person/show", person=known).text
    alice.use("person unfreeze", person=known, why="the phone was found")
    bruno.use("person unfreeze", person=known, approve="yes")
    bruno.agree("person unfreeze")
    assert world.one(STATE, phone=MOUSSA) == "open"
    world.check()


def test_one_document_at_the_console_is_one_human_with_one_day_s_ceilings(office: Office, sit: Sit) -> None:
    world = office.world
    world.open_wallet(AWA)
    alice, bruno = sit(ALICE), sit(BRUNO)
    for phone in (MOUSSA, AWA):
        known = name_person(world, phone)
        assert "Asked" in alice.use("person identify", person=known, **PAPER).text
        bruno.use("person identify", person=known, approve="yes")
        bruno.agree("person identify")
    assert world.one(HUMANS, one=MOUSSA, other=AWA) == 1
    detail = world.column("SELECT detail FROM case_file WHERE kind = 'document_twice'")
    assert not any("114702538" in one for one in detail)
    for phone in (MOUSSA, AWA):
        world.know_sim(phone)
    world.credit(MOUSSA, 2_100_000)
    world.open_wallet(FATOU)
    world.see_id(FATOU, 2)
    sent = [world.send(MOUSSA, FATOU, 400_000, f"s{turn}").sentence for turn in range(5)]
    assert sent == ["money_sent"] * 5
    world.credit(AWA, 900_000)
    assert world.send(AWA, FATOU, 499_000, "other").sentence == "money_sent"
    assert world.send(AWA, FATOU, 2_000, "over").sentence == "refusal.ceiling_day", "of the human, not of the wallet"
    world.check()


def test_an_agent_suspended_at_the_console_serves_nobody_and_is_closed_once_empty(office: Office, sit: Sit) -> None:
    world = office.world
    agent = world.appoint_agent(FATOU)
    alice = sit(ALICE)
    assert "suspended" in alice.use("agent suspend", code=agent.code, why="splits sums").text
    refused = alice.use("agent float", code=agent.code, amount="5000", why="a slip")
    assert (refused.status, "no float is given" in refused.text) == (422, True)
    kept = alice.use("agent close", code=agent.code, why="she stops")
    assert kept.status == 422, "there is float left"
    assert FATOU[4:] not in kept.html
    world.check()


def test_a_number_detached_at_the_console_leaves_nothing_behind(office: Office, sit: Sit) -> None:
    world = office.world
    world.credit(MOUSSA, 12_000)
    alice, bruno = sit(ALICE), sit(BRUNO)
    known = name_person(world, MOUSSA)
    alice.use("person detach", person=known, why="the SIM was sold again")
    shown = bruno.use("person detach", person=known, approve="yes")
    assert "12 000" in shown.text
    bruno.agree("person detach")
    assert world.balance_of("unclaimed") == 12_000
    assert known in bruno.open("/do/case/list").text, "its owner is found by their id, whoever has the number"
    world.check()
