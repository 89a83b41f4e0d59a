"""Numbers of invoices while many are issued at the same moment, and while whoever issues them is killed."""

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.exc import OperationalError

from tests.world.accountant import Accountant
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business.finalise_invoice import FinaliseInvoice
from wallet.core.database import connect
from wallet.operations.actor import Actor
from wallet.perform import Wallet

AT_ONCE = 50
KILLS = 4


@pytest.fixture
def accountant(world: World, shop: Shop) -> Accountant:
    return Accountant.hire(world, shop)


def places(accountant: Accountant) -> list[int]:
    return accountant.world.column("SELECT place FROM invoice WHERE state = 'final' ORDER BY place")


def test_fifty_issued_at_once_have_fifty_numbers_without_a_gap(accountant: Accountant) -> None:
    drafts, start = [accountant.draft() for _ in range(AT_ONCE)], Barrier(AT_ONCE)

    def issue(drafted: str) -> bool:
        start.wait()
        while True:
            try:
                return accountant.do(FinaliseInvoice(drafted), f"at once {drafted}").refused
            except OperationalError:  # a busy machine: whoever waited too long asks again, under the same key
                continue

    with ThreadPoolExecutor(AT_ONCE) as people:
        assert not any(people.map(issue, drafts))
    assert places(accountant) == list(range(1, AT_ONCE + 1))
    hashed = accountant.world.column("SELECT hash FROM invoice")
    assert len(set(hashed)) == AT_ONCE
    accountant.world.check()


def issue_all(wallet: Wallet, actor: Actor, drafts: list[str]) -> None:
    """Issue drafts one after the other, in a process of its own, until it is killed."""
    own = Wallet(connect(wallet.engine.url.render_as_string(hide_password=False), 1), wallet.secrets)
    for drafted in drafts:
        own.perform(FinaliseInvoice(drafted), actor, f"issue {drafted}", "api")
    os._exit(0)  # nothing of the test's own is ended here


def test_whoever_is_killed_while_issuing_leaves_no_gap_and_nothing_half_issued(accountant: Accountant) -> None:
    world = accountant.world
    drafts = [accountant.draft() for _ in range(30)]
    wallet, spawn = world.wallet_on("api"), multiprocessing.get_context("fork")
    for killed in range(KILLS):
        issuing = [spawn.Process(target=issue_all, args=(wallet, accountant.actor, drafts[n::2])) for n in range(2)]
        for one in issuing:
            one.start()
        while len(places(accountant)) < 5 * (killed + 1) and any(one.is_alive() for one in issuing):
            pass
        for one in issuing:
            os.kill(one.pid or 0, signal.SIGKILL)
            one.join()
        assert places(accountant) == list(range(1, len(places(accountant)) + 1))
        world.check()
    for drafted in drafts:
        world.perform(accountant.actor, FinaliseInvoice(drafted), f"issue {drafted}", "api")
    assert places(accountant) == list(range(1, len(drafts) + 1))
    world.check()
