"""A discrepancy is resolved by a correcting transfer against suspense, asked by one and approved by another."""

from datetime import date
from typing import Any

import pytest

from tests.world.asking import ask, collect
from tests.world.cast import ALICE, AWA, BRUNO, FATOU, MOUSSA
from tests.world.office import Office
from tests.world.settlements import Settlements, line_of, reference_of
from tests.world.world import World
from wallet import ledger
from wallet.core.values import space

THE_DAY = date(2026, 3, 10)
FLOAT, SUSPENSE = "operator_float:mtn", "suspense:operator_difference"
X = reference_of("nobody's")

# One payment and the file's lines about it; what the correction does to suspense, and whether it undoes our posting.
CORRECTIONS: dict[str, tuple[dict[str, Any] | None, list[dict[str, str]], int, bool]] = {
    "collected, absent there": ({}, [line_of("z", reference=X, status="FAILED")], -5_000, True),
    "paid, absent there": ({"direction": "pay"}, [line_of("z", reference=X, status="FAILED")], 5_000, True),
    "collected, unknown here": (None, [line_of("z", reference=X)], 5_000, False),
    "paid, unknown here": (None, [line_of("z", reference=X, direction="payout")], -5_000, False),
    "less collected there": ({}, [line_of("a", amount=4_000)], -1_000, True),
    "more collected there": ({}, [line_of("a", amount=5_500)], 500, False),
    "less paid there": ({"direction": "pay"}, [line_of("a", direction="payout", amount=4_000)], 1_000, True),
    "failed there": ({}, [line_of("a", status="FAILED")], -5_000, True),
    "failed here": ({"state": "failed"}, [line_of("a")], 5_000, False),
    "collected twice": ({}, [line_of("a"), line_of("a", operator_id="op-9")], 5_000, False),
    "paid twice": ({"direction": "pay"}, [line_of("a", direction="payout")] * 2, -5_000, False),
}


def correct(office: Office, name: str) -> str:
    asked = ("reconcile", "--correct", name.lower(), "--why", "MTN's trace 77")
    assert f"./mbongo reconcile --approve {name}" in office.done(*asked, login=ALICE)
    return office.approve(name, command="reconcile")


@pytest.mark.parametrize("case", CORRECTIONS)
def test_a_correction(world: World, office: Office, settlements: Settlements, case: str) -> None:
    payment, lines, moved, undoes = CORRECTIONS[case]
    if payment is not None:
        settlements.make_payment("a", **payment)
    settlements.reconcile(*lines, day=THE_DAY)
    before, moussas = world.balance_of(FLOAT), world.balance(MOUSSA)
    name = settlements.get_discrepancy().name
    told = correct(office, name)
    assert f"{space(moved)}  {SUSPENSE}" in told
    assert (world.balance_of(SUSPENSE), world.balance_of(FLOAT) - before) == (moved, -moved)
    assert world.balance(MOUSSA) == moussas, "nobody's wallet is touched"
    [transfer] = world.rows("SELECT undoing FROM transfer WHERE kind = 'correct_books'")
    assert transfer.undoing == undoes
    assert settlements.list_open() == []
    settlements.reconcile(*lines, day=THE_DAY)
    assert settlements.list_open() == [], "corrected stays corrected"
    world.check()


def test_a_request_s_collection_that_the_operator_denies_undoes_what_the_asker_got(
    world: World, office: Office, settlements: Settlements
) -> None:
    _, code = ask(world, asker=AWA, payer=FATOU)
    collect(world, code)
    world.work("succeeded")
    line = line_of(
        "r", reference=world.payment_reference, phone=FATOU, amount=2_000, status="FAILED", operator_id="op-1"
    )
    settlements.reconcile(line)
    assert f"-2 000  {SUSPENSE}" in correct(office, settlements.get_discrepancy().name)
    [undone] = world.rows(
        """SELECT u.kind FROM transfer t JOIN transfer_link l ON l.by_id = t.id JOIN transfer u ON u.id = l.target
        WHERE t.kind = 'correct_books'"""
    )
    assert undone.kind == "pay_request"
    world.check()


def test_it_takes_two_and_happens_once(world: World, office: Office, settlements: Settlements) -> None:
    settlements.reconcile(line_of("z", reference=X), day=THE_DAY)
    name = settlements.get_discrepancy().name
    office.done("reconcile", "--correct", name, "--why", "trace", login=ALICE)
    assert "somebody else must" in office.refused("reconcile", "--approve", name, "--login", ALICE)
    assert world.balance_of(SUSPENSE) == 0
    shown = office.approve(name, command="reconcile")
    assert f"correct {name}, missing here at mtn: no payment of ours, 0 FCFA by our books and 5 000 by the" in shown
    assert "Already approved" in office.done("reconcile", "--approve", name, "--login", BRUNO)
    assert world.balance_of(SUSPENSE) == 5_000
    [act] = world.rows("SELECT asked_by, approved_by, before, after FROM staff_act WHERE kind = 'correct_books'")
    assert (act.asked_by, act.approved_by, act.before["state"], act.after["state"]) == (
        ALICE, BRUNO, "open", "corrected",
    )  # fmt: skip
    assert act.after["transfer"] == str(ledger.transfer_id(f"correction:{name}:0"))
    again = office.refused("reconcile", "--correct", name, "--why", "more", login=ALICE)
    assert "nothing to correct" in again


def test_one_that_moved_meanwhile_is_refused(world: World, office: Office, settlements: Settlements) -> None:
    settlements.make_payment("a", state="expired")
    settlements.reconcile(line_of("a"), day=THE_DAY)
    name = settlements.get_discrepancy().name
    office.done("reconcile", "--correct", name, "--why", "trace", login=ALICE)
    office.settle(reference_of("a"), "succeeded")
    office.approve(reference_of("a"))
    refused = office.refused("reconcile", "--approve", name, login=BRUNO)
    assert "not what it was" in refused
    assert world.balance_of(SUSPENSE) == 0


def test_what_is_under_way_or_unclear_is_not_corrected(world: World, office: Office, settlements: Settlements) -> None:
    settlements.make_payment("a", state="unknown")
    settlements.reconcile(line_of("a"), line_of("z", reference=X, status="ONGOING"), day=THE_DAY)
    said = [
        office.refused("reconcile", "--correct", name, "--why", "trace", login=ALICE)
        for (name,) in world.rows("SELECT 'D' || id FROM discrepancy ORDER BY class")
    ]
    assert "does not say whether" in said[0]
    assert "let it end, or settle it by hand" in said[1]
    assert "no discrepancy D99" in office.refused("reconcile", "--correct", "D99", "--why", "trace", login=ALICE)


def test_a_correction_that_turns_out_wrong_is_taken_back(
    world: World, office: Office, settlements: Settlements
) -> None:
    """Absent from one file, corrected, and then it stands in the next one after all; and once more the other way."""
    settlements.make_payment("a")
    settlements.reconcile(line_of("z", reference=X, status="FAILED"), day=THE_DAY)
    name, late = settlements.get_discrepancy().name, line_of("a", time="2026-03-11T00:10:00+01:00")
    correct(office, name)
    assert world.balance_of(SUSPENSE) == -5_000
    settlements.reconcile(late, day=date(2026, 3, 11))
    assert (settlements.get_discrepancy().name, settlements.get_discrepancy().state) == (name, "corrected_wrongly")
    settlements.reconcile(late, day=date(2026, 3, 11))
    assert settlements.get_discrepancy().state == "corrected_wrongly"
    correct(office, name)
    assert world.balance_of(SUSPENSE) == 0
    assert settlements.list_open() == []
    settlements.reconcile(late, day=date(2026, 3, 11))
    assert settlements.list_open() == []
    world.check()
