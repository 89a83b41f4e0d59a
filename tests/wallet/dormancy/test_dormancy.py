"""Wallets that nobody uses: told before, dormant, kept apart by two, woken by one act, given back whole."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA, pin_of
from tests.world.office import Office
from tests.world.world import World
from wallet.accounts.close_wallet import CloseWallet, ClosingQuote, quote_closing
from wallet.accounts.read_balance import ReadBalance
from wallet.core.errors import Refused
from wallet.core.values import Pin
from wallet.dormancy import sweeping
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome

WHY = ("--why", "five years without a sign")
MONTH = timedelta(days=31)


def pass_time(world: World, span: timedelta) -> None:
    world.do_as_owner(lambda db: db.exec_driver_sql("UPDATE clock_shift SET shift = shift + %s", (span,)))


def look(world: World, phone: str) -> Outcome:
    """Read a balance, by a PIN."""
    proof = PinProof(Pin(pin_of(phone)))
    return world.wallet_on("ussd").perform(ReadBalance(), world.actor(phone), "look", "ussd", proof)


def sweep(world: World) -> None:
    """Do all that the worker has to do today."""
    while world.do(sweeping.sweep_slice):
        pass


def texts(world: World, phone: str = MOUSSA) -> list[str]:
    return [one for one in world.texts_to(phone) if "dorman" in one]


def fall_asleep(world: World) -> None:
    """Let five years go by in which nobody does anything but be told."""
    for span in (MONTH * 11.2, MONTH, MONTH * 49):
        pass_time(world, span)
        sweep(world)


def test_told_before_dormant_and_woken_by_one_pin(world: World) -> None:
    world.credit(MOUSSA, 5_000)
    pass_time(world, timedelta(days=300))
    sweep(world)
    assert not texts(world)
    pass_time(world, timedelta(days=40))
    sweep(world)
    sweep(world)
    assert texts(world) == ["dormancy_near"], "once, on whatever day it is looked at"
    pass_time(world, timedelta(days=25))
    sweep(world)
    assert texts(world) == ["dormancy_near"], "not before the days it was told"
    pass_time(world, timedelta(days=6))
    sweep(world)
    assert texts(world) == ["dormancy_near", "wallet_dormant"]
    assert look(world, MOUSSA).sentence == "balance", "nothing else changed"
    pass_time(world, timedelta(days=1))
    sweep(world)
    assert world.one("SELECT count(*) FROM dormancy WHERE person_id = :id", id=world.actor(MOUSSA).id) == 0
    assert texts(world, AWA) == ["dormancy_near", "wallet_dormant"], "each by what they did themselves"
    world.check()


def test_kept_apart_by_two_and_given_back_whole(world: World, office: Office) -> None:
    world.credit(MOUSSA, 5_000)
    world.credit(AWA, 7_000)
    fall_asleep(world)
    told = office.done("dormancy", "gather", *WHY)
    assert "N1 has 2 wallets" in told
    assert look(world, AWA).sentence == "balance"
    told = office.done("dormancy", "move", "N1", "--approve", login=BRUNO)
    assert "1 moved, 1 woke" in told
    assert world.balance_of("unclaimed:dormant") == 5_000, "who acted since the list was made keeps theirs"
    assert world.balance_of(f"customer:{world.actor(AWA).id}") == 7_000
    assert texts(world)[-1] == "dormant_kept"
    assert "1" in office.done("dormancy", "show", "N1")
    assert "was moved" in office.refused("dormancy", "move", "N1", *WHY)
    world.check()
    office.done("dormancy", "return", MOUSSA, *WHY)
    office.done("dormancy", "return", MOUSSA, "--approve", login=BRUNO)
    assert world.balance_of(f"customer:{world.actor(MOUSSA).id}") == 5_000, "no fee"
    assert world.balance_of("unclaimed:dormant") == 0
    assert "Nothing is kept apart" in office.refused("dormancy", "return", MOUSSA, *WHY)
    assert ALICE in office.done("dormancy", "list")
    world.check()


def test_nobody_closes_a_wallet_of_which_money_is_kept_apart(world: World, office: Office) -> None:
    world.credit(MOUSSA, 5_000)
    fall_asleep(world)
    office.done("dormancy", "gather", *WHY)
    office.done("dormancy", "move", "N1", "--approve", login=BRUNO)
    with pytest.raises(Refused, match="kept_apart"):
        world.do(lambda db: quote_closing(db, world.actor(MOUSSA).id, "mtn"), "web")
    closing = CloseWallet(ClosingQuote("mtn", MOUSSA, 0, 0, 0))
    assert world.perform(MOUSSA, closing, "c1").sentence == "refusal.kept_apart"
    assert "Give it back first" in office.refused("person", "detach", MOUSSA, *WHY)
    office.done("dormancy", "return", MOUSSA, *WHY)
    office.done("dormancy", "return", MOUSSA, "--approve", login=BRUNO)
    assert world.do(lambda db: quote_closing(db, world.actor(MOUSSA).id, "mtn"), "web").amount
    office.done("person", "detach", MOUSSA, *WHY)
    office.done("person", "detach", MOUSSA, "--approve", login=BRUNO)
    assert world.balance_of("unclaimed") == 5_000
    world.check()


def test_a_clock_that_went_ahead_and_back_warns_anew(world: World) -> None:
    pass_time(world, MONTH * 11.2)
    sweep(world)
    pass_time(world, -MONTH * 11.2)
    world.do_as_owner(lambda db: db.execute(text("UPDATE dormancy_sweep SET day = '-infinity'")))
    sweep(world)
    assert world.one("SELECT count(*) FROM dormancy") == 0, "who was told by a wrong clock is told again in time"


def test_a_slice_that_was_cut_off_tells_nobody_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "AT_ONCE", 1)
    pass_time(world, MONTH * 11.2)

    def cut_off(db: Connection) -> None:
        sweeping.sweep_slice(db)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.do(cut_off)
    sweep(world)
    assert texts(world) == ["dormancy_near"]
    assert texts(world, AWA) == ["dormancy_near"]


@pytest.mark.parametrize(
    "attack",
    [
        "INSERT INTO dormancy (person_id, idle_since, warned_at) SELECT id, now(), now() FROM person LIMIT 1",
        "UPDATE dormancy SET dormant_at = now()",
        "INSERT INTO dormant_batch (made_by, made_at) VALUES ('alice', now())",
        "UPDATE dormant_line SET state = 'moved'",
        "UPDATE dormant_line SET state = 'returned'",
        "INSERT INTO dormancy_rule VALUES (now(), 3, 7, 4, 1)",
    ],
)
@pytest.mark.parametrize("role", ["office", "web"])
def test_no_process_makes_a_wallet_dormant_or_moves_its_money(
    world: World, office: Office, attack: str, role: str
) -> None:
    world.credit(MOUSSA, 5_000)
    fall_asleep(world)
    office.done("dormancy", "gather", *WHY)
    with pytest.raises(DBAPIError, match=r"permission denied|may not change"):
        world.do(lambda db: db.execute(text(attack)), role)


def test_even_two_move_nothing_of_whoever_acts(world: World, office: Office) -> None:
    world.credit(MOUSSA, 5_000)
    pass_time(world, MONTH * 61)
    sweep(world)
    assert "No wallet was dormant" in office.refused("dormancy", "gather", *WHY), "nobody is dormant who was not told"
    world.check()
