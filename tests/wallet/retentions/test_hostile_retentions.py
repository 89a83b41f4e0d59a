"""Ways round an order: out of every door, amounts that are none, one act done twice, more than was agreed."""

import pytest

from tests.wallet.retentions.test_retentions import ORDER, WHY, account_of, retain
from tests.world.cast import AWA, BRUNO, MOUSSA
from tests.world.office import Office
from tests.world.world import World


@pytest.mark.parametrize(
    "words",
    [
        ("0",),
        ("-5",),
        ("99999999999999999999",),
        ("9223372036854775807",),
        ("1e3",),
        ("٣٠٠",),
    ],
)
def test_no_amount_breaks_an_order(banks: World, office: Office, words: tuple[str, ...]) -> None:
    banks.credit(MOUSSA, 5_000)
    result = office.run("retention", "add", MOUSSA, *words, *ORDER, *WHY)
    assert "Traceback" not in result.output
    if result.exit_code == 0:
        said = office.run("retention", "add", MOUSSA, "--approve", login=BRUNO)
        assert said.exit_code == 0, said.output
    banks.check()


@pytest.mark.parametrize(
    "order",
    [
        ("--authority", "A" * 100_000, "--order", "1", "--day", "2026-11-02"),
        ("--authority", "=HYPERLINK(1)", "--order", "1\n2", "--day", "2026-11-02"),
        ("--authority", "Tribunal", "--order", "1", "--day", "2026-02-29"),
        ("--authority", "Tribunal", "--order", "1", "--day", "20261102"),
        ("--authority", "Tribunal", "--order", "1", "--day", "2026-W45-1"),
        ("--authority", "Tribunal", "--order", "1", "--day", "0001-01-01"),
        ("--authority", "Tri\x00bunal", "--order", "1", "--day", "2026-11-02"),
    ],
)
def test_no_order_breaks_its_writing(banks: World, office: Office, order: tuple[str, ...]) -> None:
    result = office.run("retention", "add", MOUSSA, "500", *order, *WHY)
    assert "Traceback" not in result.output
    assert len(result.output) < 3_000
    if result.exit_code == 0:
        assert office.run("retention", "add", MOUSSA, "--approve", login=BRUNO).exit_code == 0
        assert office.run("retention", "list").exit_code == 0
    banks.check()


def test_what_an_asker_types_writes_no_line_of_what_the_second_reads(banks: World, office: Office) -> None:
    forged = "7\nmay leave: 5 000 FCFA -> 5 000 FCFA"
    order = ("--authority", "DGI\x1b[8m", "--order", forged, "--day", "2026-11-02")
    office.done("retention", "add", MOUSSA, "500", *order, "--why", f"as told\n{forged}")
    said = office.done("retention", "add", MOUSSA, "--approve", login=BRUNO)
    assert sum(line.startswith("may leave") for line in said.splitlines()) == 1
    office.done("retention", "lift", "R1", *WHY)
    said = office.done("retention", "lift", "R1", "--approve", login=BRUNO)
    assert "\x1b" not in said
    assert not [line for line in said.splitlines() if line.startswith("may leave:")]


def test_two_huge_orders_and_a_list_of_lifts(banks: World, office: Office) -> None:
    banks.credit(MOUSSA, 5_000)
    retain(office, "--everything")
    retain(office, "3000", order=("--authority", "DGI", "--order", "7", "--day", "2026-11-03"))
    office.done("retention", "lift", "R1", *WHY)
    office.done("retention", "lift", "R1", "--approve", login=BRUNO)
    assert "nothing done" in office.done("retention", "lift", "R1", "--approve", login=BRUNO)
    assert office.run("retention", "lift", "R1", *WHY).exit_code == 1
    assert banks.one("SELECT retained FROM account WHERE id = :id", id=account_of(banks, MOUSSA)) == 3_000
    office.done("retention", "pay", "R2", "Trust", *WHY)
    assert office.run("retention", "lift", "R2", *WHY).exit_code == 1, "one thing of an order at a time"
    office.done("retention", "pay", "R2", "--approve", login=BRUNO)
    assert banks.send(MOUSSA, AWA, 1_900, "k1").sentence == "money_sent"
    banks.check()


def test_closing_waits_and_its_owner_hears_how_much_may_leave(banks: World, office: Office) -> None:
    banks.credit(AWA, 5_000)
    banks.credit(MOUSSA, 5_000)
    retain(office, "1000")
    for nth in range(3):
        outcome = banks.conclude(MOUSSA, banks.closing(MOUSSA), f"c{nth}")
        assert outcome.sentence == "refusal.money_retained", outcome
    said = banks.withdraw(4_500, phone=MOUSSA)
    assert said.sentence == "refusal.money_retained"
    banks.check()


def test_orders_paid_twice_by_two_who_asked_at_once(banks: World, office: Office) -> None:
    banks.credit(MOUSSA, 6_000)
    retain(office, "6000")
    office.done("retention", "pay", "R1", "Trust", "2000", *WHY)
    request = office.newest("R1")
    office.done("retention", "pay", "R1", "--approve", login=BRUNO)
    assert "nothing done" in office.done("retention", "pay", "R1", "--approve", login=BRUNO)
    assert request.act.kind == "pay_retained"
    assert banks.one("SELECT paid FROM retention") == 2_000
    banks.check()


def test_a_login_of_support_and_an_operator_see_no_orders(banks: World, office: Office) -> None:
    retain(office, "500")
    office.hire("sam", role="support")
    office.hire("olga", role="operations")
    for login in ("sam", "olga"):
        for words in (("retention", "list"), ("retention", "add", MOUSSA, "5", *ORDER, *WHY),
                      ("retention", "lift", "R1", *WHY), ("retention", "pay", "R1", "Trust", *WHY)):  # fmt: skip
            assert office.run(*words, login=login).exit_code != 0, words
