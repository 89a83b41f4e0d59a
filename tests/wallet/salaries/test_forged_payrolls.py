"""A taken-over web or worker writes payrolls by hand: who approves what, and what each line is paid, stay."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.payouts.forging import as_process, claim, run
from tests.wallet.salaries.test_payrolls import AWAS, BANK, MOMO
from tests.world.cast import AWA, MOUSSA
from tests.world.payroll_office import PayrollOffice
from tests.world.program import give_key
from tests.world.sealed import KEYS
from tests.world.shop import Shop
from tests.world.world import World
from wallet import ledger
from wallet.ledger import Entry, Transfer
from wallet.operations import operations
from wallet.operations.actor import Actor
from wallet.salaries.decide_payroll import AskPayroll
from wallet.salaries.make_payroll import DropPayroll, MendLine, RetryPayroll, StrikeLine

Step = Callable[[Connection], Any]
REFUSED: Final = "may not|permission denied|violates"
APPROVE: Final = """UPDATE payroll SET state = 'paying', decided_by = CAST(:by AS uuid), decided_at = wallet_now(),
    next_at = wallet_now() WHERE id = :id"""
SAY: Final = """UPDATE payroll_line SET state = :state, ended_at = wallet_now(),
    reference = CASE WHEN :state <> 'failed' THEN 'FORG-ED' || nth END WHERE payroll_id = :id AND nth = :nth"""
PAYEE: Final = """INSERT INTO settlement_account (id, merchant_id, kind, rail, number, holder, added_by, added_at,
      ready_at, removed_at)
    SELECT l.id, b.merchant_id, l.way, l.rail, {number}, CASE l.way WHEN 'bank' THEN l.holder ELSE '' END, b.made_by,
      now(), now() + interval '48 hours', {removed}
    FROM payroll_line l JOIN payroll b ON b.id = l.payroll_id WHERE l.payroll_id = :id AND l.nth = :nth"""
PAYOUT: Final = """INSERT INTO payout (id, merchant_id, account_id, amount, fee, reference, state, created_at,
      for_salary)
    SELECT l.id, b.merchant_id, l.id, l.amount + {more}, l.fee, l.reference, 'pending', wallet_now(), {for_salary}
    FROM payroll_line l JOIN payroll b ON b.id = l.payroll_id WHERE l.payroll_id = :id AND l.nth = :nth"""

CHILD: Final = """INSERT INTO payroll (id, merchant_id, title, parent_id, made_by, reference, created_at)
    SELECT CAST(:id AS uuid), merchant_id, 'x', id, CAST(:by AS uuid), :reference, now() FROM payroll
    WHERE id = :parent"""
RETRIED: Final = """INSERT INTO payroll_line (id, payroll_id, nth, typed, problem, retries)
    VALUES (gen_random_uuid(), :id, 9, '{}', 'twice', CAST(:line AS uuid))"""
PAID: Final = text("""SELECT o.account_id FROM phone f JOIN person o ON o.id = f.person_id
    WHERE f.number = :phone AND f.until IS NULL""")
ASK: Final = """UPDATE payroll SET state = 'asked', lines = 1, amount = :amount, fee = :fee, tax = :tax,
    asked_at = now() WHERE id = :id"""


@pytest.fixture
def office(world: World, shop: Shop) -> PayrollOffice:
    world.open_wallet(MOUSSA)
    return PayrollOffice.open(world, shop)


def refused(office: PayrollOffice, process: Any, *steps: Step) -> None:
    """Check that the steps are refused, and that nothing of them was kept."""
    before = office.treasury.shop.takings, office.world.balance(AWA), office.world.balance(MOUSSA)
    with pytest.raises(DBAPIError, match=REFUSED):
        as_process(office.treasury, process, *steps)
    assert (office.treasury.shop.takings, office.world.balance(AWA), office.world.balance(MOUSSA)) == before
    office.world.check()


def asked(office: PayrollOffice, *rows: tuple[str, str, str, str]) -> str:
    """Return a payroll that waits for its approver, whose second factor was shown."""
    made = office.make(*rows or (AWAS,))
    office.ask(made)
    return made


def hold(office: PayrollOffice, made: str, total: int | None = None, place: str = "in_transit:salaries") -> Step:
    """Return the step that puts its money aside."""
    shop, francs = office.treasury.shop.merchant.account_id, total or office.find(made).total
    return lambda db: ledger.post_one(db, Transfer(
        f"payroll:{made}", "hold_salaries", (Entry(shop, -francs), Entry(ledger.ours(db, place), francs)),
    ))  # fmt: skip


def pay(office: PayrollOffice, made: str, nth: int = 2, phone: str = AWA, more: int = 0, key: str = "") -> Step:
    """Return the step that pays a line to a wallet."""
    line = next(one for one in office.lines(made) if one.nth == nth)

    def post(db: Connection) -> None:
        payee = db.execute(PAID, {"phone": phone}).scalar_one()
        total = line.amount + line.fee + line.tax + more
        legs = (
            Entry(ledger.ours(db, "in_transit:salaries"), -total), Entry(payee, line.amount + more),
            Entry(ledger.ours(db, "fees"), line.fee), Entry(ledger.ours(db, "tax"), line.tax),
        )  # fmt: skip
        ledger.post_one(db, Transfer(key or f"salary:{line.id}", "pay_salary", legs))

    return post


def give_back(office: PayrollOffice, made: str, nth: int = 2, more: int = 0) -> Step:
    """Return the step that gives a line back."""
    line = next(one for one in office.lines(made) if one.nth == nth)
    total, shop = line.amount + line.fee + line.tax + more, office.treasury.shop.merchant.account_id
    return lambda db: ledger.post_one(db, Transfer(
        f"salary:{line.id}:returned", "return_salary",
        (Entry(ledger.ours(db, "in_transit:salaries"), -total), Entry(shop, total)),
    ))  # fmt: skip


def say(made: str, state: str, nth: int = 2) -> Step:
    """Return the step that says what became of a line."""
    return run(SAY, id=made, state=state, nth=nth)


def approve(office: PayrollOffice, made: str, by: str = "") -> Step:
    """Return the step that says it was approved."""
    return run(APPROVE, id=made, by=by or office.approver.who.login_id)


def test_what_an_approver_agreed_to_can_be_written_by_hand_too(office: PayrollOffice) -> None:
    """So it is what differs below that is refused."""
    made = asked(office)
    decided = claim(office.approver, office.decision(made))
    as_process(office.treasury, "web", decided, approve(office, made), hold(office, made))
    as_process(office.treasury, "worker", say(made, "paid"), pay(office, made))
    office.world.check("a payroll put its money aside whole, as another member than its maker approved")  # no outcome


def test_nothing_is_approved_that_nobody_agreed_to(office: PayrollOffice) -> None:
    made, other = asked(office), asked(office, MOMO)
    decision = office.decision(made)
    wrong = [
        replace(decision, agreed=0), replace(decision, amount=decision.amount + 1), replace(decision, tax=0),
        replace(decision, lines=2), office.decision(other), AskPayroll(made),
    ]  # fmt: skip
    for case in wrong:
        refused(office, "web", claim(office.approver, case), approve(office, made), hold(office, made))
    refused(office, "web", approve(office, made), hold(office, made))
    refused(office, "worker", approve(office, made), hold(office, made))
    viewer = office.treasury.members.hire("viewer")
    for by in (office.maker, viewer):
        step = approve(office, made, by.who.login_id)
        refused(office, "web", claim(by, decision), step, hold(office, made))
    refused(
        office, "web", claim(office.approver, decision), approve(office, made, viewer.who.login_id), hold(office, made)
    )


def test_a_maker_does_not_release_their_own_whatever_their_role_is_now(office: PayrollOffice) -> None:
    made = asked(office)
    office.world.change("UPDATE membership SET role = 'payroll_approver' WHERE role = 'payroll_maker'")
    maker = office.maker.who.login_id
    refused(office, "web", claim(office.maker, office.decision(made)), approve(office, made, maker), hold(office, made))


def test_its_money_is_put_aside_whole_and_nowhere_else(office: PayrollOffice) -> None:
    made = asked(office)
    decided = claim(office.approver, office.decision(made))
    refused(office, "web", decided, approve(office, made))
    for step in (hold(office, made, 10_000), hold(office, made, place="in_transit:mtn"), hold(office, made, 20_000)):
        refused(office, "web", decided, approve(office, made), step)
    refused(office, "web", decided, hold(office, made))


def test_a_program_decides_nothing(office: PayrollOffice) -> None:
    made = asked(office)
    give_key(office.world, office.merchant_id)
    key = office.world.one("SELECT id::text FROM api_key WHERE merchant_id = :id", id=office.merchant_id)
    program = Actor("api_key", key, "fr", business_id=office.merchant_id)

    def claimed(agreed: int) -> Step:
        case = office.decision(made, agreed)
        return lambda db: operations.claim(db, KEYS, f"by a program {agreed}", program, "api", case)

    back = run("UPDATE payroll SET state = 'draft', refused_at = wallet_now() WHERE id = :id", id=made)
    refused(office, "web", claimed(0), back)
    refused(office, "web", claimed(1), approve(office, made), hold(office, made))


def test_a_draft_is_asked_as_it_sums_by_who_made_it(office: PayrollOffice) -> None:
    made, bad = office.make(AWAS), office.make((AWA, "mbongo", "Jean Mballa", "500"))
    right = {"amount": 10_000, "fee": 50, "tax": 24}
    for said in ({"amount": 9_000}, {"fee": 0}, {"tax": 0}):
        refused(office, "web", claim(office.maker, AskPayroll(made)), run(ASK, id=made, **{**right, **said}))
    refused(office, "web", run(ASK, id=made, **right))
    refused(office, "web", claim(office.approver, AskPayroll(made)), run(ASK, id=made, **right))
    second = office.treasury.members.hire("payroll_maker", "autre@example.cm")
    refused(office, "web", claim(second, AskPayroll(made)), run(ASK, id=made, **right))
    refused(office, "web", claim(office.maker, AskPayroll(bad)), run(ASK, id=bad, amount=500, fee=3, tax=5))


def test_a_price_is_the_tariffs(office: PayrollOffice) -> None:
    made = office.make(AWAS)
    mend = claim(office.maker, StrikeLine(made, 2))
    as_process(office.treasury, "web", mend, run("UPDATE payroll_line SET fee = 0 WHERE payroll_id = :id", id=made))
    refused(office, "web", claim(office.maker, AskPayroll(made)), run(ASK, id=made, amount=10_000, fee=0, tax=24))


@pytest.mark.parametrize("change", ["amount = amount + 1", "number = '+237677000001'", "person_id = NULL", "fee = 0"])
def test_lines_stay_once_asked(office: PayrollOffice, change: str) -> None:
    made = asked(office)
    step = run(f"UPDATE payroll_line SET {change} WHERE payroll_id = :id", id=made)
    mend = claim(office.maker, MendLine(made, 2, *AWAS, "", ""))
    refused(office, "web", mend, step)
    refused(
        office,
        "web",
        claim(office.maker, DropPayroll(made)),
        run("DELETE FROM payroll_line WHERE payroll_id = :id", id=made),
    )
    refused(office, "web", claim(office.maker, DropPayroll(made)), run("DELETE FROM payroll WHERE id = :id", id=made))
    decided = claim(office.approver, office.decision(made))
    as_process(office.treasury, "web", decided, approve(office, made), hold(office, made))
    with pytest.raises(DBAPIError, match=REFUSED):
        as_process(office.treasury, "web", mend, step)
    with pytest.raises(DBAPIError, match=REFUSED):
        as_process(office.treasury, "worker", step)


def test_a_draft_is_written_by_who_made_it(office: PayrollOffice) -> None:
    made = office.make(AWAS)
    second = office.treasury.members.hire("payroll_maker", "autre@example.cm")
    step = run("UPDATE payroll_line SET amount = 1 WHERE payroll_id = :id", id=made)
    for by in (second, office.approver):
        refused(office, "web", claim(by, StrikeLine(made, 2)), step)
    refused(office, "web", step)
    refused(office, "worker", step)
    another = office.make(MOMO)
    refused(office, "web", claim(office.maker, StrikeLine(another, 2)), step)


def test_a_line_is_paid_as_it_says_once(office: PayrollOffice) -> None:
    made = office.approve(AWAS, MOMO)
    refused(office, "worker", pay(office, made))
    refused(office, "worker", say(made, "paid"))
    paid = say(made, "paid")
    for step in (
        pay(office, made, phone=MOUSSA), pay(office, made, more=1), pay(office, made, key=f"salary:{made}"),
        pay(office, made, nth=3), give_back(office, made),
    ):  # fmt: skip
        refused(office, "worker", paid, step)
    refused(office, "web", paid, pay(office, made))
    refused(office, "worker", paid, pay(office, made), give_back(office, made))
    as_process(office.treasury, "worker", paid, pay(office, made))
    refused(office, "worker", paid)  # while the payroll is being paid
    office.pay(made)
    refused(office, "worker", paid)
    refused(office, "worker", say(made, "failed"), give_back(office, made))
    refused(office, "worker", run("UPDATE payroll_line SET state = 'waiting', ended_at = NULL, reference = NULL"))


def test_a_line_that_comes_back_comes_back_whole_and_is_not_paid(office: PayrollOffice) -> None:
    made = office.approve(AWAS)
    failed = say(made, "failed")
    refused(office, "worker", failed)
    refused(office, "worker", give_back(office, made))
    refused(office, "worker", failed, give_back(office, made, more=-1))
    refused(office, "worker", failed, give_back(office, made, more=1))
    refused(office, "worker", failed, give_back(office, made), pay(office, made))


def test_nothing_is_paid_of_a_draft(office: PayrollOffice) -> None:
    office.approve(MOMO)  # money is aside, of another
    made = office.make(AWAS)
    refused(office, "worker", say(made, "paid"), pay(office, made))
    office.ask(made)
    refused(office, "worker", say(made, "paid"), pay(office, made))


def test_a_payroll_is_done_once_no_line_waits(office: PayrollOffice) -> None:
    made = office.approve(AWAS)
    done = "UPDATE payroll SET state = 'done', ended_at = now(), next_at = NULL WHERE id = :id"
    refused(office, "worker", run(done, id=made))
    refused(office, "worker", run("UPDATE payroll SET amount = 1 WHERE id = :id", id=made))


def test_a_payout_of_a_line_is_to_its_number_as_much_and_put_aside_from_it(office: PayrollOffice) -> None:
    made = office.approve(BANK, AWAS)
    line = office.lines(made)[0]
    shop, total = office.treasury.shop.merchant.account_id, line.amount + line.fee
    sent = say(made, "sent")
    payee = run(PAYEE.format(number="l.number", removed="now()"), id=made, nth=2)
    payout = run(PAYOUT.format(more=0, for_salary=True), id=made, nth=2)

    def aside(francs: int = total, place: str = "in_transit:bank", source: int = 0) -> Step:
        return lambda db: ledger.post_one(db, Transfer(f"payout:{line.id}", "hold_payout", (
            Entry(source or ledger.ours(db, "in_transit:salaries"), -francs), Entry(ledger.ours(db, place), francs),
        )))  # fmt: skip

    refused(office, "worker", sent)
    refused(office, "worker", payee)
    refused(office, "worker", sent, payee, payout)
    for wrong in (
        PAYEE.format(number="reverse(l.number)", removed="now()"),
        PAYEE.format(number="l.number", removed="NULL"),
    ):
        refused(office, "worker", sent, run(wrong, id=made, nth=2), payout, aside())
    for wrong in (PAYOUT.format(more=1, for_salary=True), PAYOUT.format(more=0, for_salary=False)):
        refused(office, "worker", sent, payee, run(wrong, id=made, nth=2), aside())
    refused(
        office, "worker", sent, payee, run(PAYOUT.format(more=1, for_salary=True), id=made, nth=2), aside(total + 1)
    )
    for step in (aside(total - 1), aside(place="in_transit:mtn"), aside(source=shop)):
        refused(office, "worker", sent, payee, payout, step)
    refused(office, "worker", payee, payout, aside())
    refused(office, "web", sent, payee, payout, aside())
    as_process(office.treasury, "worker", sent, payee, payout, aside())
    office.world.check()


def test_only_what_came_back_is_tried_again_and_once(office: PayrollOffice) -> None:
    made = office.approve(AWAS, MOMO)
    office.pay(made)
    office.world.work("failed")
    paid, failed = (line.id for line in office.lines(made))
    actor = office.maker.actor()

    def retry(line: str | None) -> Step:
        def write(db: Connection) -> None:
            named = {"id": str(uuid4()), "parent": made, "by": actor.id, "line": line}
            named["reference"] = str(operations.claim(db, KEYS, named["id"], actor, "web", RetryPayroll(made)))
            db.execute(text(CHILD), named)
            db.execute(text(RETRIED), named)

        return write

    refused(office, "web", retry(paid))
    refused(office, "web", retry(None))
    as_process(office.treasury, "web", retry(failed))
    refused(office, "web", retry(failed))
