"""Queues of what waits are counted with their age; what waits is taken by its name, and every list says by whom."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.core.errors import Refused
from wallet.payments.orders import Confirmation
from wallet.staff import queues
from wallet.staff.actions.take_waiting import TakeWaiting


def find_queue(world: World, name: str) -> queues.WaitingQueue:
    """Return a queue as Alice sees it."""
    found = world.do(lambda db: queues.count_waiting(db, ALICE), "office")
    return next(one for one in found if one.queue.name == name)


def test_what_waits_is_taken_and_taken_over_and_every_list_says_by_whom(world: World, office: Office) -> None:
    world.open_wallet(AWA, "Awa Ngo")
    world.recharge()
    world.work(Confirmation("succeeded", 9_000, MOUSSA, "XAF"))  # another amount: review
    reference = world.payment_reference
    world.pass_time(hours=30)
    said = office.done("waiting", login=ALICE)
    assert "payment in review" in said
    assert "1 d ago" in said
    review = find_queue(world, "review")
    assert (review.count, review.untaken) == (1, 1)

    assert f"{reference} is yours now" in office.done("take", reference.lower(), "--why", "it came on my desk")
    assert "is yours already" in office.refused("take", reference, "--why", "once more")
    assert "alice" in office.done("payments", login=BRUNO)
    assert "before, alice had it" in office.done("take", reference, "--why", "alice is away", login=BRUNO)
    assert "bruno" in office.done("payments", "--show", reference)
    review = find_queue(world, "review")
    assert (review.count, review.untaken) == (1, 0)
    assert "take_waiting" in office.done("audit", "show")
    for forged in (
        "INSERT INTO taken (name, by_login, at) VALUES ('C1', 'alice', wallet_now())",
        "UPDATE taken SET by_login = 'alice'",
    ):
        with pytest.raises(DBAPIError, match="which a login does"):
            world.do(lambda db, forged=forged: db.execute(text(forged)), "office")
    for nothing in ("C99", "D1", "no such thing", "x" * 500):
        assert "Nothing that waits" in office.refused("take", nothing, "--why", "to try it")


def test_two_who_take_the_same_at_once_see_each_other(world: World, office: Office) -> None:
    world.recharge()
    world.work(Confirmation("succeeded", 9_000, MOUSSA, "XAF"))
    act = TakeWaiting(world.payment_reference, why="it came on my desk")

    def take(login: str) -> str:
        try:
            return str(office.conclude(act, login).values["before"])
        except Refused as no:
            return no.key

    with ThreadPoolExecutor(2) as threads:
        before = list(threads.map(take, (ALICE, BRUNO)))
    assert sorted(before) in (["alice", "nobody"], ["bruno", "nobody"])
