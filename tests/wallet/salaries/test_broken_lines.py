"""A line that breaks keeps no other of its payroll waiting: it waits alone, or comes back."""

from typing import Final

import pytest

from tests.world.payroll_office import PayrollOffice
from tests.world.shop import Shop
from tests.world.world import World
from wallet.salaries import paying
from workers.salaries import pay_due

TAKINGS: Final = 39_600
PEOPLE: Final = 11
BROKEN: Final = 6
A_DAY: Final = 86_400


@pytest.fixture
def office(world: World, shop: Shop) -> PayrollOffice:
    for n in range(PEOPLE):
        world.open_wallet(number(n), f"Awa Ngono {'abcdefghijk'[n]}")
    return PayrollOffice.open(world, shop)


def number(n: int) -> str:
    return f"+2376770010{n:02d}"


def approve(office: PayrollOffice) -> str:
    return office.approve(*((number(n), "mbongo", "Awa Ngono", "1000") for n in range(PEOPLE)))


def break_movements(office: PayrollOffice, *names: int) -> None:
    people = ", ".join(f"'{office.world.actor(number(n)).person_id}'" for n in names)
    office.world.change(
        "ALTER TABLE movement ADD CONSTRAINT broken"
        f" CHECK (kind <> 'pay_salary' OR receiver_id NOT IN ({people})) NOT VALID"
    )


def states_with(state: str, *names: int) -> list[str]:
    return [state if n in names else "paid" for n in range(PEOPLE)]


@pytest.mark.parametrize("at_a_time", [250, 4])
@pytest.mark.parametrize("names", [(BROKEN,), (0, 1, 10)])
def test_what_breaks_waits_alone_a_day_and_then_comes_back(
    office: PayrollOffice, monkeypatch: pytest.MonkeyPatch, at_a_time: int, names: tuple[int, ...]
) -> None:
    monkeypatch.setattr(paying, "AT_A_TIME", at_a_time)
    made = approve(office)
    break_movements(office, *names)
    assert pay_due() == PEOPLE - len(names)
    assert office.states(made) == states_with("waiting", *names)
    assert [n for n, line in enumerate(office.lines(made)) if line.reason == "delayed"] == [*names]
    assert office.find(made).state == "paying"
    office.world.check()
    assert pay_due() == 0  # not at once again
    office.world.pass_time(A_DAY + 60)
    assert pay_due() == len(names)
    assert office.states(made) == states_with("failed", *names)
    assert {line.reason for line in office.lines(made)} == {"", "not_payable"}
    assert office.find(made).state == "done"
    assert office.treasury.shop.takings == TAKINGS - (PEOPLE - len(names)) * 1_011
    office.world.check()


def test_what_was_mended_meanwhile_is_paid(office: PayrollOffice) -> None:
    made = approve(office)
    break_movements(office, BROKEN)
    pay_due()
    office.world.change("ALTER TABLE movement DROP CONSTRAINT broken")
    office.world.pass_time(400)
    assert pay_due() == 1
    assert office.states(made) == ["paid"] * PEOPLE
    assert {line.reason for line in office.lines(made)} == {""}
    assert office.find(made).state == "done"
    office.world.check()


def test_what_the_books_refuse_comes_back_at_once(office: PayrollOffice) -> None:
    made = approve(office)
    account = office.world.actor(number(BROKEN)).person_id
    office.world.change(
        f"UPDATE account SET closed_at = now() WHERE id = (SELECT account_id FROM person WHERE id = '{account}')"
    )
    assert pay_due() == PEOPLE
    assert office.states(made) == states_with("failed", BROKEN)
    assert office.lines(made)[BROKEN].reason == "not_payable"
    assert office.find(made).state == "done"
    assert office.treasury.shop.takings == TAKINGS - (PEOPLE - 1) * 1_011
