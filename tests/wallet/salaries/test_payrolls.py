"""A payroll from rows to its end: judged, mended, asked by one, approved by another; each line paid once or back."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest

from tests.world.bank_files import PAYERS
from tests.world.cast import AWA, MOUSSA, STRANGER
from tests.world.payroll_office import PayrollOffice
from tests.world.shop import Shop
from tests.world.world import World
from wallet.accounts import closing
from wallet.core.errors import Locked, QuoteChanged, Refused
from wallet.salaries.decide_payroll import AskPayroll
from wallet.salaries.make_payroll import DropPayroll, MakePayroll, MendLine, RetryPayroll, StrikeLine
from wallet.salaries.typed_rows import TypedRow
from workers import tick
from workers.salaries import pay_due

TAKINGS: Final = 39_600
AWAS: Final = (AWA, "mbongo", "Awa Ngono", "10 000")  # 50 of fee, 24 of tax
MOMO: Final = (STRANGER, "momo", "Zita Bih", "5000")  # 50 of fee
BANK: Final = (PAYERS, "banque", "Boulangerie Kamga SARL", "6000")


@pytest.fixture
def office(world: World, shop: Shop) -> PayrollOffice:
    return PayrollOffice.open(world, shop)


def test_one_is_paid_to_a_wallet_a_phone_and_a_bank(office: PayrollOffice) -> None:
    before = office.world.balance(AWA)
    made = office.approve(AWAS, MOMO, BANK)
    paid = office.find(made)
    assert (paid.state, paid.lines, paid.amount, paid.fee, paid.tax) == ("paying", 3, 21_000, 150, 24)
    assert office.treasury.shop.takings == TAKINGS - 21_174
    assert office.world.balance_of("in_transit:salaries") == 21_174
    office.world.check()
    office.pay(made)
    assert (office.find(made).state, office.states(made)) == ("done", ["paid", "pending", "pending"])
    assert office.world.balance(AWA) == before + 10_000
    assert office.world.balance_of("in_transit:salaries") == 0
    office.world.check()
    office.world.work("succeeded")
    assert office.states(made) == ["paid", "paid", "pending"]
    assert office.world.texts_to(AWA)[-1] == "salary_paid"
    assert office.world.texts_to(STRANGER)[-1] == "salary_sent"
    assert office.treasury.shop.takings == TAKINGS - 21_174
    office.world.check()


def test_what_fails_comes_back_and_is_tried_again_as_a_child_once(office: PayrollOffice) -> None:
    made = office.approve(AWAS, MOMO)
    office.pay(made)
    office.world.work("failed")
    assert office.states(made) == ["paid", "failed"]
    assert office.treasury.shop.takings == TAKINGS - 10_074
    child = str(office.maker.perform(RetryPayroll(made)).values["payroll_id"])
    assert [(line.number, line.amount, line.problem) for line in office.lines(child)] == [(STRANGER, 5_000, "")]
    assert office.find(child).parent_id == made
    assert office.maker.perform(RetryPayroll(made)).sentence == "member.nothing_to_retry"
    assert not office.maker.perform(DropPayroll(child)).refused
    child = str(office.maker.perform(RetryPayroll(made)).values["payroll_id"])
    office.ask(child)
    assert not office.decide(child).refused
    office.pay(child)
    office.world.work("succeeded")
    assert office.states(child) == ["paid"]
    assert office.treasury.shop.takings == TAKINGS - 15_124
    office.world.check()


@pytest.mark.parametrize("change", ["state = 'frozen'", "robbed = true, locked_by_owner = true"])
def test_a_wallet_that_was_stopped_since_is_not_paid_and_the_others_are(office: PayrollOffice, change: str) -> None:
    office.world.open_wallet(MOUSSA)
    made = office.approve(AWAS, (MOUSSA, "", "Moussa Bello", "1000"))
    office.world.change(f"UPDATE person SET {change} WHERE id = '{office.world.actor(AWA).person_id}'")
    office.pay(made)
    assert office.states(made) == ["failed", "paid"]
    assert office.lines(made)[0].reason == "wallet_stopped"
    assert office.treasury.shop.takings == TAKINGS - 1_011
    office.world.change("UPDATE person SET state = 'open', robbed = false, locked_by_owner = false")
    office.world.check()


def test_a_number_that_changed_hands_since_is_not_paid(office: PayrollOffice) -> None:
    made = office.approve(AWAS)
    office.world.change(f"UPDATE phone SET until = now() WHERE number = '{AWA}'")
    office.pay(made)
    assert [(line.state, line.reason) for line in office.lines(made)] == [("failed", "number_moved")]
    assert office.treasury.shop.takings == TAKINGS


def test_more_than_a_wallet_may_hold_comes_back(office: PayrollOffice) -> None:
    made = office.approve(AWAS)
    office.world.change(
        "INSERT INTO ceiling (tier, direction, span, since, amount)"
        " SELECT DISTINCT tier, 'in', 'operation', now(), 9999 FROM person"
    )
    office.pay(made)
    assert [(line.state, line.reason) for line in office.lines(made)] == [("failed", "wallet_takes_less")]


def test_an_operator_that_is_down_keeps_its_lines_waiting_alone(office: PayrollOffice) -> None:
    office.world.change("UPDATE operator SET maintenance = true WHERE rail = 'mtn'")
    made = office.approve(MOMO, AWAS)
    office.pay(made)
    assert (office.states(made), office.find(made).state) == (["waiting", "paid"], "paying")
    office.world.check()
    office.world.change("UPDATE operator SET maintenance = false WHERE rail = 'mtn'")
    office.world.pass_time(400)
    office.pay(made)
    assert (office.states(made), office.find(made).state) == (["pending", "paid"], "done")


def test_a_business_whose_owner_is_stopped_pays_nobody_until_that_ends(office: PayrollOffice) -> None:
    made = office.approve(AWAS)
    owner = office.treasury.shop.merchant.owner_id
    office.world.change(f"UPDATE person SET state = 'frozen' WHERE id = '{owner}'")
    office.pay(made)
    assert office.states(made) == ["waiting"]
    office.world.change(f"UPDATE person SET state = 'open' WHERE id = '{owner}'")
    office.world.pass_time(400)
    office.pay(made)
    assert office.states(made) == ["paid"]


def test_a_bad_row_is_mended_struck_or_vouched_for(office: PayrollOffice) -> None:
    made = office.make(AWAS, (MOUSSA, "mbongo", "X", "12"), (AWA, "mbongo", "Jean Mballa", "2000"))
    assert office.problems(made) == ["", "name_short", "name_other"]
    assert office.ask(made).sentence == "member.payroll_bad_lines"
    assert not office.maker.perform(StrikeLine(made, 3)).refused
    mend = MendLine(made, 4, AWA, "mbongo", "Jean Mballa", "2000", "Prime", "")
    office.maker.perform(MendLine(**{**vars(mend), "vouched": "name_other"}))
    assert office.problems(made) == ["", "twice"]
    office.maker.perform(MendLine(**{**vars(mend), "vouched": "name_other twice"}))
    assert office.problems(made) == ["", ""]
    assert not office.ask(made).refused
    assert office.maker.perform(mend).sentence == "member.payroll_no_draft"
    assert not office.decide(made).refused
    office.pay(made)
    assert office.states(made) == ["paid", "paid"]
    office.world.check()


def test_striking_the_first_of_two_frees_the_second(office: PayrollOffice) -> None:
    made = office.make(AWAS, AWAS)
    assert office.problems(made) == ["", "twice"]
    office.maker.perform(StrikeLine(made, 2))
    assert office.problems(made) == [""]


def test_who_was_paid_within_thirty_days_is_asked_about(office: PayrollOffice) -> None:
    office.pay(office.approve(AWAS))
    assert office.problems(office.make(AWAS)) == ["paid_lately"]
    asked = office.make(MOMO)
    office.ask(asked)
    assert office.problems(office.make(MOMO)) == ["paid_lately"]  # it waits for an approver: it is as good as paid


def test_the_approver_is_another_with_the_second_factor_shown_just_now(office: PayrollOffice) -> None:
    made = office.make(AWAS)
    assert office.decide(made).sentence == "member.payroll_decided"
    office.ask(made)
    with pytest.raises(Refused, match="not_allowed"):
        office.maker.perform(office.decision(made))
    for role in ("manager", "accountant", "viewer", "developer"):
        hired = office.treasury.members.hire(role)
        with pytest.raises(Refused, match="not_allowed"):
            hired.perform(office.decision(made))
        with pytest.raises(Refused, match="not_allowed"):
            hired.perform(MakePayroll("Un", (TypedRow(2, *AWAS),)))
    office.world.pass_time(700)
    with pytest.raises(Locked, match="stale"):
        office.approver.perform(office.decision(made))
    with pytest.raises(QuoteChanged):
        office.decide(made, amount=9_000)
    assert office.decide(made, 0).sentence == "payroll_refused"
    assert office.find(made).state == "draft"
    office.ask(made)
    owner = office.treasury.owner
    assert not office.decide(made, by=owner).refused
    assert office.treasury.shop.takings == TAKINGS - 10_074


def test_a_maker_who_became_an_approver_does_not_approve_their_own(office: PayrollOffice) -> None:
    made = office.make(AWAS)
    office.ask(made)
    office.world.change("UPDATE membership SET role = 'payroll_approver' WHERE role = 'payroll_maker'")
    assert office.decide(made, by=office.maker).sentence == "member.payroll_own"
    assert office.treasury.shop.takings == TAKINGS


def test_a_payroll_is_put_aside_whole_or_not_at_all(office: PayrollOffice) -> None:
    made = office.make((AWA, "mbongo", "Awa Ngono", "39 500"))
    office.ask(made)
    assert office.decide(made).sentence == "member.payroll_above"
    assert (office.find(made).state, office.treasury.shop.takings) == ("asked", TAKINGS)


def test_a_price_that_changed_since_it_was_asked_is_asked_anew(office: PayrollOffice) -> None:
    made = office.make(AWAS)
    office.ask(made)
    office.world.change("INSERT INTO tariff (kind, since, fee_ppm, fee_min, fee_max, tax_ppm, tax_fixed)"
                        " VALUES ('pay_salary', now() - interval '2 minutes', 0, 7, 7, 0, 0)")  # fmt: skip
    assert office.decide(made).sentence == "member.payroll_price_changed"
    office.decide(made, 0)
    office.ask(made)
    assert (office.find(made).fee, office.find(made).tax) == (7, 0)


def test_the_same_key_decides_once(office: PayrollOffice) -> None:
    made = office.make(AWAS)
    office.ask(made)
    decision = office.decision(made)
    first = office.approver.perform(decision, "once")
    assert office.approver.perform(decision, "once") == first
    assert office.treasury.shop.takings == TAKINGS - 10_074


def test_another_business_sees_and_changes_nothing(office: PayrollOffice) -> None:
    made = office.make(AWAS)
    office.world.open_wallet(MOUSSA)
    other = office.world.open_shop(MOUSSA, "Chez Moussa", "44117").id
    for case in (AskPayroll(made), StrikeLine(made, 2), DropPayroll(made), RetryPayroll(made)):
        with pytest.raises(Refused):
            office.maker.perform(case, merchant_id=other)
    second = office.treasury.members.hire("payroll_maker", "autre@example.cm")
    assert second.perform(AskPayroll(made)).sentence == "member.payroll_of_another"


def test_operations_keep_nobodys_pay(office: PayrollOffice) -> None:
    made = office.make(AWAS)
    office.maker.perform(MendLine(made, 2, AWA, "mbongo", "Awa Ngono", "7654321", "", ""))
    kept = office.world.column("SELECT content::text FROM operation WHERE kind LIKE '%payroll' OR kind LIKE '%line'")
    told = office.world.column("SELECT content::text FROM business_act")
    assert len(kept) == 2
    for secret in ("7654321", "10 000", AWA[4:], "Ngono"):
        assert secret not in " ".join([*kept, *told])


def test_a_shop_is_not_closed_while_its_payroll_is_paid(office: PayrollOffice) -> None:
    office.world.change("UPDATE operator SET maintenance = true WHERE rail = 'mtn'")
    made = office.approve(MOMO)
    office.pay(made)
    with pytest.raises(Refused, match="close_under_way"):
        office.world.do(lambda db: closing.refuse_open_shop(db, office.treasury.shop.merchant))


def test_the_tick_finds_what_is_due_and_its_worker_pays_all_of_it(office: PayrollOffice) -> None:
    office.world.change("UPDATE operator SET maintenance = true WHERE rail = 'mtn'")
    made, other = office.approve(AWAS), office.approve(MOMO)
    assert "salaries" in office.world.do(tick.due)
    assert pay_due() == 1
    assert (office.states(made), office.states(other)) == (["paid"], ["waiting"])
    assert "salaries" not in office.world.do(tick.due)
    assert pay_due() == 0


def test_nobody_learns_what_a_wallet_holds_by_asking_how_much_it_may_be_paid(office: PayrollOffice) -> None:
    """A draft is judged by the ceilings of all such wallets; whether this one takes so much is seen when it is paid."""
    ceiling = office.world.one("SELECT min(amount) FROM ceiling WHERE tier = 1 AND direction = 'in'")
    rows = [(AWA, "mbongo", "Awa Ngono", str(amount)) for amount in (ceiling - 1, ceiling, ceiling + 1)]
    before = office.problems(office.make(*rows))
    office.world.credit(AWA, 150_000)
    assert office.problems(office.make(*rows)) == before == ["", "twice", "wallet_takes_less"]


def test_no_payroll_spells_out_whose_a_number_is(office: PayrollOffice) -> None:
    """Five wrong names of a number are compared in a day, however many files, rows and menders; then no other."""

    def guess(*names: str) -> list[str]:
        return office.problems(office.make(*((AWA, "mbongo", name, "10 000") for name in names)))

    made = office.make((AWA, "mbongo", "Aa Bb", "10 000"), MOMO)
    assert office.problems(made) == ["name_other", ""]
    assert office.problems(office.make((AWA, "mbongo", "BB AA", "10 000"))) == ["name_other"], "the same again"
    assert guess("Cc", "Dd", "Ee", "Ff", "Gg") == ["name_other"] * 4 + ["names_enough"]
    assert guess("Awa Ngono", "Cc") == ["names_enough", "name_other"], "the right one is not told apart"
    mended = MendLine(made, 2, AWA, "mbongo", "Awa Ngono", "10 000", "", "")
    assert not office.maker.perform(mended).refused
    assert office.problems(made) == ["names_enough", ""]
    office.world.change("UPDATE salary_wrong_name SET at = at - interval '1 day'")
    assert guess("Awa Ngono") == [""]


def test_no_more_names_are_compared_for_many_files_at_once(office: PayrollOffice) -> None:
    def guess(place: int) -> list[str]:
        names = (f"{first} {'abcdefgh'[place]}" for first in ("Zita", "Paul"))
        return office.problems(office.make(*((AWA, "mbongo", name, "10 000") for name in names)))

    with ThreadPoolExecutor(8) as threads:
        found = [one for problems in threads.map(guess, range(8)) for one in problems]
    assert (found.count("name_other"), found.count("names_enough")) == (5, 11)
