"""The checks of what a run pays out can fail: for each thing that must hold, a story where it does not."""

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Final

import pytest

from faults.payout_checks import PaidOut, check_paid_out
from faults.payout_plan import OPENING, DrawnLine, DrawnPayout, PayoutPlan, draw_payouts
from wallet.core.public_ids import write_id

ID: Final = "00000000-0000-4000-8000-00000000000{}"
PAYEE: Final = "+237651000011"
PLAN: Final = PayoutPlan("+237651000005", "mtn", (DrawnPayout("bank", 5_001),),
                         (DrawnLine("wallet", PAYEE, "Awa Ngono", 5_002),))  # fmt: skip
PAYOUT: Final = {
    "id": ID.format(1), "amount": 5_001, "fee": 50, "reference": "K7Q2-93FD", "state": "paid", "for_salary": False,
    "by_schedule": False, "way": "bank", "payment": None, "file": "sent",
}  # fmt: skip
LINE: Final = {
    "id": ID.format(2), "payroll": ID.format(3), "stands": "done", "parent_id": None, "way": "wallet", "number": PAYEE,
    "amount": 5_002, "fee": 25, "tax": 10, "state": "paid", "reference": "M3W8-27QX",
}  # fmt: skip


def hear(*kinds: str) -> list[dict[str, Any]]:
    """Return what the shop's endpoint was told, each under a webhook's id of its own."""
    ids = {"payout": write_id("pto", ID.format(1)), "payroll": write_id("pyr", ID.format(3))}
    return [
        {"body": json.dumps({"type": kind, "data": {"id": ids[kind.partition(".")[0]]}}),
         "headers": {"webhook-id": str(nth)}} for nth, kind in enumerate(kinds)
    ]  # fmt: skip


RIGHT: Final = PaidOut(
    PLAN, [5_001], [SimpleNamespace(**PAYOUT)], [SimpleNamespace(**LINE)], [-5_001], [-5_001], 5_001,
    5_051 + 5_037, {"in_transit:bank": 0}, {PAYEE: OPENING + 5_002},
    {("payout_succeeded", "K7Q2-93FD"): 1, ("salary_paid", "M3W8-27QX"): 1}, hear("payout.paid", "payroll.done"),
)  # fmt: skip
RETURNED: Final = replace(
    RIGHT, payouts=[SimpleNamespace(**{**PAYOUT, "state": "returned"})], books=[-5_001, 5_001],
    known=[5_001, -5_001], banked=0, left=50 + 5_037,
    told={**RIGHT.told, ("payout_returned", "K7Q2-93FD"): 1},
    heard=hear("payout.paid", "payout.returned", "payroll.done"),
)  # fmt: skip


def put(found: PaidOut, **changed: Any) -> PaidOut:
    """Return it with one payout or line that stands otherwise."""
    payout, line = ({name: changed[name] for name in changed if name in one} for one in (PAYOUT, {"stands": ""}))
    return replace(
        found, payouts=[SimpleNamespace(**{**PAYOUT, **payout})], lines=[SimpleNamespace(**{**LINE, **line})]
    )


WRONG: Final = {
    "a payout twice": replace(RIGHT, payouts=RIGHT.payouts * 2),
    "a payout that was promised is none": replace(RIGHT, payouts=[]),
    "left under way": put(RIGHT, state="pending"),
    "a payroll that never ends": put(RIGHT, stands="paying"),
    "money left in transit": replace(RIGHT, in_transit={"in_transit:bank": 5_051}),
    "the bank paid twice": replace(RIGHT, books=[-5_001, -5_001], known=[-5_001, -5_001]),
    "the bank never paid": replace(RIGHT, books=[], known=[]),
    "a line that no statement brought here": replace(RIGHT, known=[]),
    "what came back is kept": replace(RIGHT, books=[-5_001, 5_001], known=[-5_001, 5_001]),
    "a bank of ours that did not move": replace(RIGHT, banked=0),
    "a shop that paid twice": replace(RIGHT, left=2 * RIGHT.left),
    "a salary that reached nobody": replace(RIGHT, balances={PAYEE: OPENING}),
    "an owner who was told nothing": replace(RIGHT, told={("salary_paid", "M3W8-27QX"): 1}),
    "an owner who was told of what is none": replace(RIGHT, told={**RIGHT.told, ("payout_failed", "K7Q2-93FD"): 1}),
    "a program that heard it twice": replace(RIGHT, heard=hear("payout.paid", "payout.paid", "payroll.done")),
}


@pytest.mark.parametrize("found", [RIGHT, RETURNED], ids=["paid", "returned"])
def test_what_was_paid_once_and_told_is_right(found: PaidOut) -> None:
    assert [*check_paid_out(found)] == []


@pytest.mark.parametrize("story", WRONG)
def test_the_checks_see_what_does_not_agree(story: str) -> None:
    assert [*check_paid_out(WRONG[story])]


def test_the_runs_of_ci_draw_every_way_of_paying_out_and_every_vice_of_the_bank() -> None:
    plans = [draw_payouts(seed) for seed in range(1, 26)]
    assert plans == [draw_payouts(seed) for seed in range(1, 26)]
    assert {one.way for plan in plans for one in plan.payouts} == {"phone", "wallet", "bank"}
    assert {one.way for plan in plans for one in plan.lines} == {"wallet", "mtn", "orange", "bank"}
    vices = {name for plan in plans for name in plan.vices or {}}
    assert vices == {"late", "split", "merged", "returned", "misreferenced", "duplicate", "rejected"}
    assert len({plan.form for plan in plans}) == 5
