"""Workers that meet over one payroll, or die in the middle of it, pay each line once."""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Final

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from tests.world.payroll_office import PayrollOffice
from tests.world.shop import Shop
from tests.world.world import World
from wallet.core.database import connect, in_transaction
from wallet.salaries import paying
from wallet.salaries.part_by_part import Turn
from wallet.salaries.payrolls import Payroll

PEOPLE: Final = 12
TAKINGS: Final = 39_600
STOP: Final = "SELECT 1 FROM person WHERE id = CAST(:id AS uuid) FOR NO KEY UPDATE NOWAIT"


@pytest.fixture
def office(world: World, shop: Shop) -> PayrollOffice:
    for n in range(PEOPLE):
        world.open_wallet(f"+2376770010{n:02d}", f"Awa Ngono {'abcdefghijkl'[n]}")
    return PayrollOffice.open(world, shop)


def approve(office: PayrollOffice) -> str:
    return office.approve(*((f"+2376770010{n:02d}", "mbongo", "Awa Ngono", "1000") for n in range(PEOPLE)))


def is_paid_once(office: PayrollOffice, made: str) -> None:
    assert office.states(made) == ["paid"] * PEOPLE
    assert [office.world.balance(f"+2376770010{n:02d}") for n in range(PEOPLE)] == [1_000] * PEOPLE
    assert office.treasury.shop.takings == TAKINGS - PEOPLE * 1_011
    assert office.world.one("SELECT count(*) FROM notice WHERE sentence = 'salary_paid'") == PEOPLE
    office.world.check()


def test_workers_at_once_pay_each_line_once(office: PayrollOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paying, "AT_A_TIME", 3)
    made = approve(office)
    engine = office.world.wallet_on("system").engine
    begin = threading.Barrier(4)

    def work(_: int) -> None:
        begin.wait()
        while payrolls_state(office, made) == "paying":
            in_transaction(engine, lambda db: paying.pay_some(db, made))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    is_paid_once(office, made)


def test_two_workers_have_lines_of_one_payroll_in_hand_at_once_and_the_last_one_ends_it(
    office: PayrollOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paying, "AT_A_TIME", PEOPLE // 2)
    made, engine, go_on = approve(office), office.world.wallet_on("system").engine, paying.go_on
    kept: list[str] = []

    def stop_the_owner() -> None:
        """Try to, once both have paid what neither has committed."""
        with pytest.raises(OperationalError) as refused, engine.begin() as db:
            db.execute(text(STOP), {"id": office.treasury.shop.merchant.owner_id})
        kept.append(str(getattr(refused.value.orig, "sqlstate", "")))

    both = threading.Barrier(2, stop_the_owner, timeout=60)

    def meet(db: Connection, payroll: Payroll, later: timedelta) -> None:
        both.wait()
        go_on(db, payroll, later)

    monkeypatch.setattr(paying, "go_on", meet)
    with ThreadPoolExecutor(2) as threads:
        paid = list(threads.map(lambda _: in_transaction(engine, lambda db: paying.pay_some(db, made)), range(2)))
    assert paid == [PEOPLE // 2] * 2
    assert kept == ["55P03"]
    assert payrolls_state(office, made) == "done"
    is_paid_once(office, made)


def payrolls_state(office: PayrollOffice, made: str) -> str:
    return office.find(made).state


def test_a_worker_that_dies_in_the_middle_leaves_what_it_held_to_the_next(
    office: PayrollOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paying, "AT_A_TIME", 5)
    made = approve(office)
    at = iter((5, 0, 5, 5))  # what is paid before each death

    def die(db: Connection) -> int:
        paid = paying.pay_some(db, made)
        raise ConnectionAbortedError(f"after {paid} lines, before they were committed")

    for held in at:
        with pytest.raises(ConnectionAbortedError):
            office.world.do(die)
        if held:
            office.world.do(lambda db: paying.pay_some(db, made))
        office.world.check()
    office.pay(made)
    is_paid_once(office, made)


def pay_all(engine: Engine, made: str) -> None:
    """Pay a payroll in a process of its own, until it is killed."""
    own = connect(engine.url.render_as_string(hide_password=False), 1)
    turn = Turn(made)
    while turn.pay(own):
        pass
    os._exit(0)  # nothing of the test's own is ended here


def test_workers_that_are_killed_for_real_leave_each_line_paid_once_or_waiting(
    office: PayrollOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paying, "AT_A_TIME", 1)
    made = approve(office)
    engine, spawn = office.world.wallet_on("system").engine, multiprocessing.get_context("fork")
    killed = 0
    for wanted in range(1, PEOPLE, 2):
        workers = [spawn.Process(target=pay_all, args=(engine, made)) for _ in range(2)]
        for one in workers:
            one.start()
        while office.count(made).paid < wanted and any(one.is_alive() for one in workers):
            pass
        for one in workers:
            one.kill()
            one.join()
            killed += one.exitcode == -signal.SIGKILL
        states = office.states(made)
        paid = states.count("paid")
        assert sorted(states) == ["paid"] * paid + ["waiting"] * (PEOPLE - paid)
        assert office.world.one("SELECT count(*) FROM notice WHERE sentence = 'salary_paid'") == paid
        office.world.check()
    assert killed  # in the middle of it, once at least
    office.pay(made)
    is_paid_once(office, made)


def test_approving_at_once_puts_aside_once(office: PayrollOffice) -> None:
    made = office.make(("+237677001000", "mbongo", "Awa Ngono", "1000"))
    office.ask(made)
    owner, approver = office.treasury.owner, office.approver
    if not approver.who.is_fresh:
        approver.show_code()
    if not owner.who.is_fresh:
        owner.show_code()
    decision = office.decision(made)
    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(lambda who: who.perform(decision).sentence, (owner, approver, owner, approver)))
    assert sorted(said) == ["member.payroll_decided"] * 3 + ["payroll_approved"]
    assert office.treasury.shop.takings == TAKINGS - 1_011
    office.world.check()


def test_two_payrolls_of_one_person_asked_at_once_are_not_both_asked(office: PayrollOffice) -> None:
    row = ("+237677001000", "mbongo", "Awa Ngono", "1000")
    made = [office.make(row), office.make(row)]
    with ThreadPoolExecutor(2) as threads:
        said = sorted(threads.map(lambda one: office.ask(one).sentence, made))
    assert said == ["member.payroll_bad_lines", "payroll_asked"]
