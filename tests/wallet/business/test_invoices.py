"""Invoices: drafts that change, numbers without a gap, papers that stay, what is paid and what is taken back."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world.accountant import CAKES, Accountant
from tests.world.cashier import Cashier
from tests.world.cast import AWA
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import checkouts, invoices
from wallet.business.create_checkout import ExpireCheckout
from wallet.business.draft_invoice import DraftInvoice, DropDraft
from wallet.business.finalise_invoice import FinaliseInvoice, issue
from wallet.business.invoice_sums import NewLine
from wallet.business.invoices import NewInvoice
from wallet.business.payables import find_payable
from wallet.business.turn_proforma import TurnProforma
from wallet.checks import check
from wallet.core.clock import TODAY
from wallet.core.errors import Misread
from workers.deadlines import end_due

DAY = 86_400


@pytest.fixture
def accountant(world: World, shop: Shop) -> Accountant:
    world.open_wallet(AWA)
    world.see_id(AWA)
    return Accountant.hire(world, shop)


def pay(accountant: Accountant, invoice_id: str, key: str = "pay") -> None:
    """Let Awa pay what is left from her wallet."""
    world = accountant.world
    cashier = Cashier(world, accountant.shop)
    open_now = world.one("SELECT id::text FROM checkout WHERE invoice_id = :id AND state = 'open'", id=invoice_id)
    checkout = world.do(lambda db: checkouts.get(db, open_now))
    world.credit(AWA, checkout.amount, key=f"for {key}")
    assert not world.perform(AWA, cashier.quote(AWA, checkout), key).refused


def test_a_draft_changes_until_it_is_issued_and_then_stays(accountant: Accountant) -> None:
    one = accountant.draft(NewLine("Pain", "2", 150))
    assert (accountant.read(one).total, accountant.stands(one)) == (358, ("draft", 0, 0))
    assert not accountant.change(one, CAKES, notes="Merci").refused
    drafted = accountant.read(one)
    assert (drafted.net, drafted.vat, drafted.total, drafted.lines) == (10_000, 1_925, 11_925, (CAKES,))
    issued = accountant.done(FinaliseInvoice(one))
    year = accountant.world.one("SELECT extract(year FROM wallet_now() AT TIME ZONE 'Africa/Douala')::int")
    assert issued["number"] == f"FAC-{year}-000001"
    assert accountant.stands(one) == ("open", 0, 11_925)
    assert accountant.change(one, CAKES).sentence == "refusal.invoice_issued"
    assert accountant.do(FinaliseInvoice(one)).sentence == "refusal.invoice_issued"
    assert accountant.do(DropDraft(one)).sentence == "refusal.invoice_issued"
    assert accountant.heard() == ["invoice.finalised"]


def test_numbers_follow_each_other_by_kind(accountant: Accountant) -> None:
    dropped = accountant.draft()
    accountant.done(DropDraft(dropped))
    made = [accountant.issue() for _ in range(3)] + [accountant.issue(kind="proforma"), accountant.issue()]
    numbers = [accountant.read(one).number or "" for one in made]
    assert [number[:3] + number[-3:] for number in numbers] == ["FAC001", "FAC002", "FAC003", "PRO001", "FAC004"]
    accountant.world.check()


def test_a_new_year_begins_a_new_series(accountant: Accountant) -> None:
    first = accountant.issue()
    accountant.world.pass_time(366 * DAY)
    second = accountant.issue()
    one, two = (str(accountant.read(each).number) for each in (first, second))
    assert one[-6:] == two[-6:] == "000001"
    assert int(two[4:8]) == int(one[4:8]) + 1


def test_what_the_law_wants_said_must_be(world: World, shop: Shop) -> None:
    silent = Accountant(world, shop)
    silent.customer = silent.know("Awa")
    assert silent.do(FinaliseInvoice(silent.draft())).sentence == "refusal.issuer_missing"
    without = Accountant.hire(world, shop, regime="igs")
    assert without.do(FinaliseInvoice(without.draft())).sentence == "refusal.vat_not_billed"
    assert without.done(FinaliseInvoice(without.draft(NewLine("x", "1", 500, vat="exempt", exemption="IGS"))))
    assert without.do(FinaliseInvoice(without.draft(due_on="2020-01-01"))).refused


def test_who_bills_no_tax_any_more_still_takes_an_old_invoice_back(world: World, shop: Shop) -> None:
    before = Accountant.hire(world, shop)
    invoice = before.issue()
    now = Accountant.hire(world, shop, regime="igs")
    assert not now.void(invoice).refused
    assert now.do(FinaliseInvoice(now.draft())).sentence == "refusal.vat_not_billed"


def test_rates_are_those_of_the_day_it_is_issued(accountant: Accountant) -> None:
    one = accountant.draft()
    accountant.world.do_as_owner(lambda db: db.execute(
        text("INSERT INTO vat_rate VALUES ('standard', (wallet_now() AT TIME ZONE 'Africa/Douala')::date, 180000, 0)")
    ))  # fmt: skip
    assert accountant.read(one).vat == 1_925
    accountant.done(FinaliseInvoice(one))
    assert accountant.read(one).vat == 1_800
    accountant.world.check()


def test_it_is_paid_from_a_wallet_by_its_code_and_heard_of_once(accountant: Accountant) -> None:
    one = accountant.issue()
    pay(accountant, one)
    assert accountant.stands(one) == ("paid", 11_925, 0)
    assert accountant.heard() == ["invoice.finalised", "invoice.paid"]
    accountant.world.check()


def test_what_a_deposit_pays_whole_is_paid_at_once(accountant: Accountant) -> None:
    one = accountant.issue(deposit=11_925)
    assert accountant.stands(one) == ("paid", 0, 0)
    assert accountant.heard() == ["invoice.finalised", "invoice.paid"]


def test_its_checkout_is_not_taken_back_by_itself(accountant: Accountant) -> None:
    one = accountant.issue()
    checkout = accountant.world.one("SELECT id::text FROM checkout WHERE invoice_id = :id", id=one)
    actor = accountant.actor
    may = type(actor)("api_key", "k", "fr", business_id=actor.business_id, permissions=frozenset({"checkouts:write"}))
    assert accountant.world.perform(may, ExpireCheckout(checkout), "e", "api").sentence == "refusal.invoice_asks"
    assert accountant.stands(one)[0] == "open"


def test_more_than_one_payment_can_carry_is_asked_for_whole(accountant: Accountant) -> None:
    one = accountant.issue(NewLine("Four", "1", 50_000_000))
    assert accountant.stands(one) == ("open", 0, 59_625_000)


def test_a_credit_note_takes_it_back_whole(accountant: Accountant) -> None:
    one = accountant.issue()
    said = accountant.void(one)
    note = accountant.read(said.values["credit_note_id"])
    assert (note.kind, note.of_id, note.total, note.state) == ("credit_note", one, 11_925, "final")
    assert accountant.standing(note.id).state == "issued"
    assert accountant.stands(one) == ("void", 0, 0)
    assert accountant.world.one("SELECT state FROM checkout WHERE invoice_id = :id", id=one) == "cancelled"
    assert accountant.void(one).sentence == "refusal.credited_already"
    assert accountant.void(note.id).sentence == "refusal.not_an_invoice"
    assert accountant.heard() == ["invoice.finalised", "invoice.finalised", "invoice.voided"]
    accountant.world.check()


def test_a_part_taken_back_leaves_the_rest_to_pay_by_the_same_code(accountant: Accountant) -> None:
    one = accountant.issue()
    code = accountant.code(one)
    part = NewLine("Gâteaux rendus", "4", 1_000)
    assert not accountant.void(one, part).refused
    assert accountant.stands(one) == ("open", 0, 7_155)
    assert accountant.void(one, NewLine("Trop", "7", 1_000)).sentence == "refusal.credited_above"
    payer = accountant.world.actor(AWA)
    shown = accountant.world.do(lambda db: find_payable(db, payer.person_id, code))
    assert shown.amount == 7_155
    pay(accountant, one)
    assert accountant.stands(one) == ("paid", 7_155, 0)
    assert not accountant.void(one, NewLine("Le reste", "6", 1_000)).refused
    now = accountant.standing(one)
    assert (now.state, now.paid, now.over) == ("void", 7_155, 7_155)
    assert accountant.heard()[1:4] == ["invoice.finalised", "invoice.credited", "invoice.paid"]
    accountant.world.check()


def test_a_proforma_becomes_an_invoice_that_what_was_paid_is_a_deposit_of(accountant: Accountant) -> None:
    one = accountant.issue(kind="proforma")
    pay(accountant, one)
    assert accountant.stands(one) == ("paid", 11_925, 0)
    drafted = accountant.turn(one)
    assert accountant.do(TurnProforma(one)).sentence == "refusal.proforma_turned"
    assert accountant.standing(one).state == "turned"
    assert accountant.read(drafted).deposit == 11_925
    accountant.done(FinaliseInvoice(drafted))
    assert accountant.stands(drafted) == ("paid", 0, 0)
    unpaid = accountant.issue(kind="proforma")
    code = accountant.code(unpaid)
    turned = accountant.turn(unpaid)
    accountant.done(FinaliseInvoice(turned))
    payer = accountant.world.actor(AWA)
    shown = accountant.world.do(lambda db: find_payable(db, payer.person_id, code))
    assert (shown.amount, shown.title[:7]) == (11_925, "Facture")
    accountant.world.check()


def test_a_dropped_draft_lets_its_proforma_be_turned_again(accountant: Accountant) -> None:
    one = accountant.issue(kind="proforma")
    accountant.done(DropDraft(accountant.turn(one)))
    assert accountant.standing(one).state == "open"
    assert accountant.turn(one)


def test_another_business_reaches_nothing(accountant: Accountant, world: World) -> None:
    one, other = accountant.draft(), "00000000-0000-4000-8000-000000000001"
    actor = type(accountant.actor)("api_key", "k", "fr", business_id=other, permissions=accountant.actor.permissions)
    for n, case in enumerate((FinaliseInvoice(one), DropDraft(one), DraftInvoice(accountant.write()),
                              DraftInvoice(NewInvoice(other, accountant.customer, (CAKES,))))):  # fmt: skip
        assert world.perform(actor, case, f"o{n}", "api").sentence == "refusal.not_allowed"


def test_reminders_come_by_rule_each_once_until_it_is_paid(accountant: Accountant) -> None:
    world = accountant.world
    due = world.one("SELECT ((wallet_now() AT TIME ZONE 'Africa/Douala')::date + 10)::text")
    silent, one = accountant.issue(due_on=due), accountant.issue(due_on=due)
    assert accountant.send(one).sentence == "invoice_sent"
    assert world.column("SELECT kind FROM mail WHERE about = :id", id=one) == ["invoice_sent"]
    world.pass_time(7 * DAY + 12 * 3_600)
    assert end_due() == 2  # three days before: who was sent nothing is not reminded
    assert end_due() == 0
    told = "SELECT what, days, told FROM invoice_deadline WHERE invoice_id = :id AND done_at IS NOT NULL ORDER BY days"
    assert world.rows(told, id=silent) == [("reminder", -3, False)]
    assert world.rows(told, id=one) == [("reminder", -3, True)]
    assert world.column("SELECT kind FROM mail WHERE about = :id ORDER BY written_at", id=one)[-1] == "invoice_reminder"
    world.pass_time(4 * DAY)
    assert end_due() == 4
    assert accountant.stands(one)[0] == "overdue"
    assert accountant.heard()[-2:] == ["invoice.overdue"] * 2
    pay(accountant, one)
    world.pass_time(30 * DAY)
    end_due()
    assert world.rows(told, id=one)[-1] == ("reminder", 7, False)
    assert world.column("SELECT sentence FROM notice WHERE sentence LIKE 'invoice%'") == [
        "invoice_sent", "invoice_reminder", "invoice_reminder"
    ]  # fmt: skip


def test_who_cannot_be_reached_or_was_often_enough_is_not_written_to(accountant: Accountant) -> None:
    accountant.customer, known = accountant.know("Sans adresse"), accountant.customer
    assert accountant.send(accountant.issue()).sentence == "refusal.customer_unreached"
    assert accountant.send(accountant.draft()).sentence == "refusal.invoice_draft"
    accountant.customer = known
    one = accountant.issue()
    assert [accountant.send(one).refused for _ in range(6)] == [False] * 5 + [True]


CHANGES = [
    "UPDATE invoice SET total = total + 1, vat = vat + 1, payable = payable + 1",
    "UPDATE invoice SET canonical = '{}'",
    "UPDATE invoice SET number = 'FAC-2026-000009', place = 9",
    (
        "UPDATE invoice SET state = 'draft', year = NULL, place = NULL, number = NULL, issued_on = NULL,"
        " canonical = NULL, hash = NULL, finalised_at = NULL"
    ),
    "UPDATE invoice SET state = 'dropped'",
    "UPDATE invoice SET changed_at = wallet_now()",
    "DELETE FROM invoice",
    "UPDATE invoice_line SET net = 1",
    "DELETE FROM invoice_line",
    (
        "INSERT INTO invoice_line SELECT invoice_id, 2, title, quantity, unit, unit_price, discount,"
        " discount_percent, vat, ppm, cac_ppm, exemption, net FROM invoice_line"
    ),
    "UPDATE invoice_series SET taken = taken + 1",
    "UPDATE invoice_series SET taken = 1",
    "UPDATE invoice_series SET last_hash = ''",
    "DELETE FROM invoice_series",
    (
        "INSERT INTO invoice SELECT gen_random_uuid(), merchant_id, kind, customer_id, of_id, reference, notes, due_on,"
        " withholdings, deposit, net, vat, total, withheld, payable, state, year, 2, 'FAC-2026-000002', issued_on,"
        " canonical, hash, finalised_at, created_at, changed_at FROM invoice WHERE place = 1"
    ),
]


@pytest.mark.parametrize("role", ["web", "worker", "office"])
def test_no_process_changes_what_was_issued(accountant: Accountant, role: Any) -> None:
    accountant.issue()
    accountant.issue()
    for change in CHANGES:
        with pytest.raises(DBAPIError):
            accountant.world.do(lambda db, change=change: db.execute(text(change)), role)
    accountant.world.check()


def test_more_than_there_is_cannot_be_taken_back_in_the_database(accountant: Accountant) -> None:
    one = accountant.issue()
    accountant.void(one)
    made = accountant.world.do(lambda db: invoices.create(
        db, invoices.say_again(accountant.read(one), kind="credit_note", of_id=one)), "web")  # fmt: skip
    with pytest.raises(DBAPIError, match="taken back"):
        accountant.world.do(lambda db: issue(db, invoices.get(db, made)), "web")


WRONGS = [
    ("canonical = replace(canonical, 'Kamga', 'Kamgo') WHERE place = 1", "hash"),
    ("place = 7 WHERE place = 2", "gap"),
    ("vat = vat + 1, total = total + 1, payable = payable + 1 WHERE place = 2", "adds"),
]


def test_check_finds_what_the_owner_changed(accountant: Accountant) -> None:
    accountant.issue()
    accountant.issue()
    engine = accountant.world.owner
    for change, found in WRONGS:
        with engine.connect() as db:
            db.execute(text(f"UPDATE invoice SET {change}"))
            assert any(found in violation.invariant for violation in check(db))
            db.rollback()


@pytest.mark.parametrize(
    "wrong", [{"due_on": "2026-13-01"}, {"notes": "a\x07"}, {"kind": "bill"}, {"reference": "x" * 61}]
)
def test_what_is_no_draft_is_misread(accountant: Accountant, wrong: dict[str, Any]) -> None:
    with pytest.raises(Misread):
        accountant.write(**wrong)


@pytest.mark.parametrize("ppm", [210_000, 100_000])
def test_what_is_taken_back_bears_the_tax_it_was_billed_with(accountant: Accountant, ppm: int) -> None:
    one = accountant.issue()
    accountant.world.pass_time(days=2)
    newer = text(f"INSERT INTO vat_rate VALUES ('standard', {TODAY} - 1, :ppm, 0, false)")
    accountant.world.do_as_owner(lambda db: db.execute(newer, {"ppm": ppm}))
    assert not accountant.void(one).refused
    assert accountant.stands(one) == ("void", 0, 0)
    accountant.world.check()
