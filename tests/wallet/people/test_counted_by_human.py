"""Caps on what one may do to others are a human's: whoever has two wallets sees and asks no more than with one."""

import pytest

from tests.wallet.people.test_humans import TWIN, twins
from tests.world.asking import asking
from tests.world.cast import AWA, MOUSSA
from tests.world.world import World
from wallet.accounts import contests
from wallet.accounts.contest_payment import ContestPayment
from wallet.core.errors import Refused
from wallet.people import people
from wallet.people.people import NEW_NAMES_A_DAY
from wallet.requests.ask_payment import ASKED_OF_ONE_A_DAY
from wallet.sending import claims
from wallet.sending.cancel_send import CancelSend, find_waiting_send
from wallet.sending.send_money import find_recipient
from wallet.sending.send_to_stranger import SendToStranger


@pytest.fixture(autouse=True)
def two_wallets(world: World) -> None:
    """Moussa has two wallets, on two numbers."""
    twins(world)


def test_names_shown(world: World) -> None:
    crowd = [f"+23767500{number:04}" for number in range(NEW_NAMES_A_DAY + 2)]
    for phone in crowd:
        world.do(lambda db, phone=phone: people.register(db, phone, "Njoya Ibrahim", "fr"), "web")
    wallets = [world.actor(phone).id for phone in (MOUSSA, TWIN)]
    names = [
        world.do(lambda db, n=n, phone=phone: find_recipient(db, wallets[n % 2], phone).name)
        for n, phone in enumerate(crowd)
    ]
    assert names == ["Njoya I."] * NEW_NAMES_A_DAY + ["", ""]


def test_requests(world: World) -> None:
    said = [
        world.perform(phone, asking(world, phone, AWA), f"r{turn}").sentence
        for turn, phone in enumerate([MOUSSA, TWIN] * ASKED_OF_ONE_A_DAY)
    ]
    assert said == ["request_sent"] * ASKED_OF_ONE_A_DAY + ["refusal.asked_of_enough"] * ASKED_OF_ONE_A_DAY


def test_contests(world: World) -> None:
    """Those of both wallets are counted, whichever asks."""
    world.credit(MOUSSA, 50_000)
    for turn in range(contests.MOST_OPEN):
        assert world.send(MOUSSA, AWA, 1_000, f"s{turn}").sentence == "money_sent"
    sent = world.column("SELECT transfer_id::text FROM movement WHERE kind = 'send_money'")
    moussa, twin = (world.actor(phone).id for phone in (MOUSSA, TWIN))
    for turn, transfer in enumerate(sent):
        given = world.do(lambda db, transfer=transfer: contests.find_given(db, moussa, transfer))
        assert world.perform(MOUSSA, ContestPayment(given), f"c{turn}").sentence.startswith("contested")
    with pytest.raises(Refused, match="contests_open"):
        world.do(lambda db: contests.refuse_many(db, twin))


def test_sends_taken_back(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.perform(MOUSSA, SendToStranger(world.quote(MOUSSA, "+237677000077", 1_000)), "s")
    moussa, twin = (world.actor(phone).id for phone in (MOUSSA, TWIN))
    claim = str(world.one("SELECT id FROM claim"))
    assert world.perform(MOUSSA, CancelSend(world.do(lambda db: find_waiting_send(db, moussa, claim))), "c").told
    assert [world.do(lambda db, who=who: claims.count_cancelled(db, who)) for who in (moussa, twin)] == [1, 1]
