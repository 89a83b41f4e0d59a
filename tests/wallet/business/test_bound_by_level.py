"""Businesses are bound by their level at the end as at the beginning: what came is counted, what leaves is judged."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world.cashier import Cashier
from tests.world.cast import AWA, BRICE, MOUSSA, NAMES, STRANGER
from tests.world.payroll_office import PayrollOffice
from tests.world.shop import Shop
from tests.world.treasury import Treasury
from tests.world.verifying import AS_IN_PRODUCTION
from tests.world.world import World
from wallet.payouts import schedules
from wallet.payouts.save_schedule import SaveSchedule
from wallet.salaries import decide_payroll
from wallet.salaries.make_payroll import MendLine

FEE = 50  # of a checkout of 5 000, and of any payout
BINDS = "UPDATE level_rule SET month_most = 8000 WHERE level = 1"


@pytest.mark.parametrize("other", ["mtn", "orange"])
def test_of_two_that_were_under_way_the_one_that_is_too_much_for_the_month_goes_back(
    world: World, shop: Shop, other: str
) -> None:
    world.change("UPDATE merchant SET level = 1")
    world.change(BINDS)
    cashier = Cashier.hire(world, shop)
    first, second = cashier.ask(), cashier.ask()
    assert not cashier.prompt(first, STRANGER, "c1").refused
    assert not cashier.prompt(second, MOUSSA, "c2", other).refused, "nothing was paid so far"
    if other == "mtn":
        world.work("succeeded", "succeeded")  # both are looked at together
    else:
        world.work("succeeded")
        world.work("succeeded", rail=other)
    assert shop.takings == 5_000 - FEE
    assert sorted((cashier.read(first).state, cashier.read(second).state)) == ["open", "paid"]
    assert world.one("SELECT amount FROM business_usage") == 5_000
    assert cashier.prompt(cashier.ask(), AWA, "c3").sentence == "refusal.shop_month_most"
    told = [*world.texts_to(STRANGER), *world.texts_to(MOUSSA)]
    assert "checkout_by_operator_succeeded" in told
    assert {"checkout_goes_back", "checkout_closed", "add_money_succeeded"} & set(told), "and the other has it back"
    assert "payment.late_received" in cashier.heard()
    world.check()


def test_a_business_pays_out_what_its_level_lets_out(world: World, shop: Shop) -> None:
    treasury = Treasury.open(world, shop)
    phone, wallet = treasury.add_phone(), treasury.add("wallet")
    world.change("UPDATE level_rule SET payout_most = 10000 WHERE level = 0")
    assert treasury.pay_out(phone, 10_001).sentence == "member.payout_most"
    assert not treasury.pay_out(phone, 10_000).refused
    treasury.owner.perform(SaveSchedule(phone, "sum", 1, 1_000))
    treasury.pass_time(20 * 60)
    world.do(lambda db: schedules.end(db, shop.merchant.id), "worker")
    assert world.column("SELECT amount FROM payout ORDER BY created_at") == [10_000, 10_000], "no more at once"

    world.change(AS_IN_PRODUCTION)
    assert treasury.pay_out(phone, 1_000).sentence == "member.payout_unverified"
    before = world.balance(BRICE)
    assert not treasury.pay_out(wallet, 1_000, 0).refused, "its owner's own wallet has ceilings of its own"
    assert world.balance(BRICE) == before + 1_000
    treasury.pass_time(20 * 60)
    world.do(lambda db: schedules.end(db, shop.merchant.id), "worker")
    assert world.one("SELECT count(*) FROM payout") == 3
    judged = "SELECT may_pay_out(id, :way, :amount) FROM merchant"
    assert [world.do_as_owner(lambda db, way=way: db.execute(text(judged), {"way": way, "amount": 1}).scalar_one())
            for way in ("wallet", "phone", "bank")] == [True, False, False]  # fmt: skip
    world.check()


def test_a_payroll_is_bound_as_payouts_are(world: World, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    office = PayrollOffice.open(world, shop)
    world.change("UPDATE level_rule SET payout_most = 10000 WHERE level = 0")
    zita = "677000021"
    above = office.make((zita, "momo", "Zita Bih", "10 001"), (BRICE, "mbongo", NAMES[BRICE], "10 001"))
    assert office.problems(above) == ["payout_most", ""], "a wallet has ceilings of its own"
    assert [one.said for one in office.lines(above)] == [{"most": 10_000}, {}]
    assert office.ask(above).sentence == "member.payroll_bad_lines"
    world.change("UPDATE level_rule SET payout_most = NULL WHERE level = 0")
    assert not office.ask(above).refused
    world.change("UPDATE level_rule SET payout_most = 10000 WHERE level = 0")  # between asking and deciding
    decided = office.decide(above)
    assert (decided.sentence, decided.values) == ("member.payroll_payout_most", {"most": 10_000})
    assert office.find(above).state == "asked"
    with monkeypatch.context() as passed:
        passed.setattr(decide_payroll, "find_largest", lambda *_: 0)  # a program that forgot to look
        with pytest.raises(DBAPIError, match="may not change what is a payroll"):
            office.decide(above)
    assert not office.decide(above, 0).refused, "it can be sent back, and mended"
    mended = MendLine(above, 2, zita, "momo", "Zita Bih", "10 000", "", "")
    assert not office.maker.perform(mended).refused
    assert not office.ask(above).refused
    assert not office.decide(above).refused
    world.check()


def test_the_database_lets_no_payroll_out_above_its_level(world: World, shop: Shop) -> None:
    office = PayrollOffice.open(world, shop)
    phone = office.make(("677000021", "momo", "Zita Bih", "10 001"))
    wallet = office.make((BRICE, "mbongo", NAMES[BRICE], "10 001"))

    def judge(payroll_id: str) -> bool:
        asked = text("SELECT may_pay_salaries(b) FROM payroll b WHERE b.id = CAST(:id AS uuid)")
        return bool(world.do_as_owner(lambda db: db.execute(asked, {"id": payroll_id}).scalar_one()))

    for most, lets_out in ((10_000, False), (10_001, True)):
        world.change("UPDATE level_rule SET payout_most = :most WHERE level = 0", most=most)
        assert (judge(phone), judge(wallet)) == (lets_out, True), "a wallet has ceilings of its own"
