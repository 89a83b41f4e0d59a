"""Checks of what was paid out, once it rests: each thing once, the bank's books ours, the shop left with the rest.

Every check answers with sentences, each one thing that is wrong.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from faults.paying_out import PayingOut
from faults.payout_plan import OPENING, PayoutPlan
from wallet import ledger
from wallet.core.public_ids import write_id

PAYOUTS: Final = """SELECT p.id::text, p.amount, p.fee, p.reference, p.state, p.for_salary, p.by_schedule,
        s.kind AS way, y.state AS payment, f.state AS file
    FROM payout p JOIN settlement_account s ON s.id = p.account_id LEFT JOIN payment y ON y.id = p.payment_id
    LEFT JOIN payout_file f ON f.id = p.file_id ORDER BY p.created_at, p.id"""
LINES: Final = """SELECT l.id::text, b.id::text AS payroll, b.state AS stands, b.parent_id, l.way, l.number, l.amount,
        l.fee, l.tax, l.state, l.reference
    FROM payroll_line l JOIN payroll b ON b.id = l.payroll_id ORDER BY b.created_at, l.nth"""
KINDS: Final = ["hold_payout", "pay_payout", "return_payout", "hold_salaries", "return_salary"]
MOVED: Final = """SELECT coalesce(sum(amounts[array_position(accounts, :account)]), 0)::bigint FROM transfer
    WHERE kind = ANY (CAST(:kinds AS text[]))"""
BALANCES: Final = """SELECT h.number, a.balance FROM phone h JOIN person p ON p.id = h.person_id
    JOIN account a ON a.id = p.account_id WHERE h.number = ANY (CAST(:phones AS text[]))"""
TOLD: Final = """SELECT sentence, "values" ->> 'reference' AS reference, count(*) AS times FROM notice
    WHERE sentence LIKE 'payout_%' OR sentence IN ('takings_moved', 'salary_paid') GROUP BY 1, 2"""
# Kept of each payout at a bank that ended so: what its shop reads of it.
SAID: Final = {
    "paid": ("payout_succeeded",), "returned": ("payout_succeeded", "payout_returned"), "failed": ("payout_failed",),
}  # fmt: skip
IN_TRANSIT: Final = ("in_transit:salaries", "in_transit:bank")


@dataclass(frozen=True)
class PaidOut:
    """All that a run paid out: by our rows, by the bank's books, and by what people and the shop's program were told.

    `known` are the lines of statements that we imported; `banked` and `left` what payouts moved at our bank, and of the
    shop's account.
    """

    plan: PayoutPlan
    made: list[int]
    payouts: list[Any]
    lines: list[Any]
    books: list[int]
    known: list[int]
    banked: int
    left: int
    in_transit: dict[str, int] = field(default_factory=dict)
    balances: dict[str, int] = field(default_factory=dict)
    told: dict[tuple[str, str], int] = field(default_factory=dict)
    heard: list[dict[str, Any]] = field(default_factory=list)


def gather_paid_out(of: PayingOut) -> PaidOut:
    """Return the evidence of a run, once it rests."""
    stage = of.stage
    [bank] = stage.rows("SELECT id FROM account WHERE kind = 'trust_bank'")
    house = {name: stage.read(lambda db, of=name: ledger.ours(db, of)) for name in IN_TRANSIT}  # type: ignore[misc]
    wallets = [one.number for one in of.plan.lines if one.way == "wallet"]
    return PaidOut(
        of.plan, of.made, stage.rows(PAYOUTS), stage.rows(LINES), of.clerk.read_books(),
        [int(row.amount) for row in stage.rows("SELECT amount FROM bank_line")],
        stage.rows(MOVED, account=bank[0], kinds=["pay_payout", "return_payout"])[0][0],
        -stage.rows(MOVED, account=of.account, kinds=KINDS)[0][0],
        {name: stage.read(lambda db, at=house[name]: ledger.balance(db, at)) for name in IN_TRANSIT},  # type: ignore[misc]
        {row.number: row.balance for row in stage.rows(BALANCES, phones=wallets)},
        {(row.sentence, row.reference): row.times for row in stage.rows(TOLD)},
        of.shop.heard(),
    )  # fmt: skip


def check_paid_out(found: PaidOut) -> Iterator[str]:
    """Yield everything that is wrong with what was paid out."""
    for check in (check_asked, check_ends, check_bank, check_shop, check_payees, check_told, check_heard):
        yield from check(found)


def check_asked(found: PaidOut) -> Iterator[str]:
    """Check that what was asked for is one payout, and that nothing is there that nobody asked for."""
    rows = Counter(one.amount for one in found.payouts if not (one.for_salary or one.by_schedule))
    planned = [one.amount for one in found.plan.payouts]
    for amount in planned:
        if rows[amount] != 1 and (amount in found.made or rows[amount] > 1):
            yield f"a payout of {amount} was asked for once, and is there {rows[amount]} times"
    if extra := rows.keys() - {*planned}:
        yield f"payouts that nobody asked for: {sorted(extra)}"
    payrolls = {one.payroll for one in found.lines if one.parent_id is None}
    if len(payrolls) > bool(found.plan.lines):
        yield f"one payroll was made, and {len(payrolls)} are there"


def check_ends(found: PaidOut) -> Iterator[str]:
    """Check that nothing is left under way but what a person looks at."""
    for one in found.payouts:
        if one.state in ("asked", "pending") and one.payment != "review":
            yield f"payout {one.reference} of {one.amount} to {one.way} is left {one.state}: file {one.file}"
    for one in found.lines:
        if one.stands == "paying" or (one.stands == "done" and one.state == "waiting"):
            yield f"a salary of {one.amount} is left {one.state}, its payroll {one.stands}"
    for name, held in found.in_transit.items():
        if held:
            yield f"{name} holds {held}"


def check_bank(found: PaidOut) -> Iterator[str]:
    """Check that the bank paid what we say it paid, once, and that we know all that it booked."""
    vices, books, ours = found.plan.vices or {}, found.books, [one for one in found.payouts if one.way == "bank"]
    if sum(books) != sum(found.known) or ("merged" not in vices and Counter(books) != Counter(found.known)):
        yield f"the bank booked {sorted(books)}, and we know of {sorted(found.known)}"
    for one in ours if "merged" not in vices else ():
        paid, back = books.count(-one.amount), books.count(one.amount)
        if (one.state in ("paid", "returned"), one.state == "returned") != (paid > 0, back > 0):
            yield f"payout {one.reference} of {one.amount} is {one.state}: paid {paid} times, and back {back} times"
        if paid > 1 and "duplicate" not in vices:
            yield f"payout {one.reference} of {one.amount} was paid {paid} times"
    kept = sum(one.amount for one in ours if one.state == "paid")
    if "duplicate" not in vices and -sum(books) != kept - found.plan.incoming:
        yield f"the bank has {-sum(books)} less for us, our books say {kept - found.plan.incoming}"
    if found.banked != kept:
        yield f"payouts moved {found.banked} at our bank, and {kept} were paid by the bank"


def check_shop(found: PaidOut) -> Iterator[str]:
    """Check that what left the shop is what was paid with its price, and what is under way."""
    wanted = sum(cost(one, one.state) for one in found.payouts)
    wanted += sum(
        cost(one, {"waiting": "pending"}.get(one.state, one.state))
        for one in found.lines
        if one.stands in ("paying", "done") and one.state != "sent"
    )
    if found.left != wanted:
        yield f"{found.left} left the shop for payouts and salaries, and {wanted} were paid or are under way"


def cost(one: Any, state: str) -> int:
    """Return what something costs its shop: what comes back from a bank costs its price."""
    price = one.fee + getattr(one, "tax", 0)
    return int({"pending": one.amount + price, "paid": one.amount + price, "returned": price}.get(state, 0))


def check_payees(found: PaidOut) -> Iterator[str]:
    """Check that a wallet has what its salaries say."""
    for number, balance in found.balances.items():
        paid = [one.amount for one in found.lines if one.number == number and one.state == "paid"]
        if balance != OPENING + sum(paid):
            yield f"{number} has {balance}, and was paid {paid} beside {OPENING}"


def check_told(found: PaidOut) -> Iterator[str]:
    """Check that an owner read of each payout, and who was paid of each salary, once."""
    wanted = {
        (sentence, one.reference): 1
        for one in found.payouts
        if one.way == "bank" and not one.for_salary
        for sentence in SAID.get(one.state, ())
    }
    wanted |= {("takings_moved", one.reference): 1 for one in found.payouts if one.way == "wallet"}
    wanted |= {("salary_paid", one.reference): 1 for one in found.lines if one.state == "paid"}
    elsewhere = {one.reference for one in found.payouts if one.way == "phone"}  # told as a payment's end
    for line in wanted.keys() | {line for line in found.told if line[1] not in elsewhere}:
        if found.told.get(line, 0) != wanted.get(line, 0):
            yield f"{line[0]} of {line[1]} was told {found.told.get(line, 0)} times, not {wanted.get(line, 0)}"


def check_heard(found: PaidOut) -> Iterator[str]:
    """Check that the shop's program heard of each payout's and payroll's end once."""
    told: dict[tuple[str, str], set[str]] = {}
    for one in found.heard:
        said = json.loads(one["body"])
        told.setdefault((said["type"], said["data"]["id"]), set()).add(one["headers"]["webhook-id"])
    for one in found.payouts:
        for state in ("paid", "failed", "returned"):
            wanted = not one.for_salary and (one.state == state or (state, one.state) == ("paid", "returned"))
            times = len(told.get((f"payout.{state}", write_id("pto", one.id)), ()))
            if times != int(wanted):
                yield f"the shop heard {times} times that the payout of {one.amount} is {state}: it is {one.state}"
    for payroll, stands in {(one.payroll, one.stands) for one in found.lines}:
        times = len(told.get(("payroll.done", write_id("pyr", payroll)), ()))
        if times != int(stands == "done"):
            yield f"the shop heard {times} times that its payroll is done: it is {stands}"
