"""A discrepancy is resolved by a correcting transfer against suspense, asked by one and approved by another."""

from datetime import date
from typing import Any

import pytest

from tests.wallet.requests.test_requests import request
from tests.wallet.requests.test_requests_by_operator import collect
from tests.world.books import Books, a_line, ours
from tests.world.office import ALICE, BRUNO, PASSWORD
from tests.world.town import AWA, FATOU, MOUSSA
from wallet import ledger

THE_DAY = date(2026, 3, 10)
FLOAT, SUSPENSE = "operator_float:mtn", "suspense"
X = ours("nobody's")

# One payment and the file's lines about it; what the correction does to suspense, and whether it undoes our posting.
CORRECTIONS: dict[str, tuple[dict[str, Any] | None, list[dict[str, str]], int, bool]] = {
    "collected, absent there": ({}, [a_line("z", reference=X, status="FAILED")], -5_000, True),
    "paid, absent there": ({"direction": "pay"}, [a_line("z", reference=X, status="FAILED")], 5_000, True),
    "collected, unknown here": (None, [a_line("z", reference=X)], 5_000, False),
    "paid, unknown here": (None, [a_line("z", reference=X, direction="payout")], -5_000, False),
    "less collected there": ({}, [a_line("a", amount=4_000)], -1_000, True),
    "more collected there": ({}, [a_line("a", amount=5_500)], 500, False),
    "less paid there": ({"direction": "pay"}, [a_line("a", direction="payout", amount=4_000)], 1_000, True),
    "failed there": ({}, [a_line("a", status="FAILED")], -5_000, True),
    "failed here": ({"state": "failed"}, [a_line("a")], 5_000, False),
    "collected twice": ({}, [a_line("a"), a_line("a", operator_id="op-9")], 5_000, False),
    "paid twice": ({"direction": "pay"}, [a_line("a", direction="payout")] * 2, -5_000, False),
}


def correct(books: Books, name: str) -> str:
    typed = f"{PASSWORD[ALICE]}\n"
    asked = ("reconcile", "--correct", name.lower(), "--why", "MTN's trace 77", "--login", ALICE)
    assert f"./mbongo reconcile --approve {name}" in books.office.done(*asked, typed=typed)
    return books.office.approve(name, command="reconcile")


@pytest.mark.parametrize("case", CORRECTIONS)
def test_a_correction(books: Books, case: str) -> None:
    payment, lines, moved, undoes = CORRECTIONS[case]
    if payment is not None:
        books.pay("a", **payment)
    books.reconcile(*lines, day=THE_DAY)
    before, moussas = books.balance(FLOAT), books.office.counter.town.balance(MOUSSA)
    name = books.named().name
    told = correct(books, name)
    assert f"{moved:+12d}  suspense" in told
    assert (books.balance(SUSPENSE), books.balance(FLOAT) - before) == (moved, -moved)
    assert books.office.counter.town.balance(MOUSSA) == moussas, "nobody's wallet is touched"
    [transfer] = books.office.rows("SELECT undoing FROM transfer WHERE kind = 'correct_books'")
    assert transfer.undoing == undoes
    assert books.open() == []
    books.reconcile(*lines, day=THE_DAY)
    assert books.open() == [], "corrected stays corrected"
    books.office.counter.check()


def test_a_request_s_collection_that_the_operator_denies_undoes_what_the_asker_got(books: Books) -> None:
    counter = books.office.counter
    _, code = request(counter.town, asker=AWA, payer=FATOU)
    collect(counter, code)
    counter.work("succeeded")
    line = a_line("r", reference=books.office.reference, phone=FATOU, amount=2_000, status="FAILED", operator_id="op-1")
    books.reconcile(line)
    assert "-2000  suspense" in correct(books, books.named().name)
    [undone] = books.office.rows(
        """SELECT u.kind FROM transfer t JOIN transfer_link l ON l.by_id = t.id JOIN transfer u ON u.id = l.target
        WHERE t.kind = 'correct_books'"""
    )
    assert undone.kind == "pay_request"
    counter.check()


def test_it_takes_two_and_happens_once(books: Books) -> None:
    books.reconcile(a_line("z", reference=X), day=THE_DAY)
    name, office = books.named().name, books.office
    office.done("reconcile", "--correct", name, "--why", "trace", "--login", ALICE, typed=f"{PASSWORD[ALICE]}\n")
    assert "somebody else must" in office.refused("reconcile", "--approve", name, "--login", ALICE)
    assert books.balance(SUSPENSE) == 0
    office.approve(name)
    assert "Already approved" in office.done("payments", "--approve", name, "--login", BRUNO), "either command"
    assert books.balance(SUSPENSE) == 5_000
    [act] = office.rows("SELECT asked_by, approved_by, before, after FROM staff_act WHERE kind = 'correct_books'")
    assert (act.asked_by, act.approved_by, act.before["state"], act.after["state"]) == (
        ALICE, BRUNO, "open", "corrected",
    )  # fmt: skip
    assert act.after["transfer"] == str(ledger.transfer_id(f"correction:{name}:0"))
    again = office.refused(
        "reconcile", "--correct", name, "--why", "more", "--login", ALICE, typed=f"{PASSWORD[ALICE]}\n"
    )
    assert "nothing to correct" in again


def test_one_that_moved_meanwhile_is_refused(books: Books) -> None:
    books.pay("a", state="expired")
    books.reconcile(a_line("a"), day=THE_DAY)
    name, office = books.named().name, books.office
    office.done("reconcile", "--correct", name, "--why", "trace", "--login", ALICE, typed=f"{PASSWORD[ALICE]}\n")
    office.settle(ours("a"), "succeeded")
    office.approve(ours("a"))
    refused = office.refused("reconcile", "--approve", name, "--login", BRUNO, typed=f"{PASSWORD[BRUNO]}\ny\n")
    assert "not what it was" in refused
    assert books.balance(SUSPENSE) == 0


def test_what_is_under_way_or_unclear_is_not_corrected(books: Books) -> None:
    books.pay("a", state="unknown")
    books.reconcile(a_line("a"), a_line("z", reference=X, status="ONGOING"), day=THE_DAY)
    typed = f"{PASSWORD[ALICE]}\n"
    said = [
        books.office.refused("reconcile", "--correct", name, "--why", "trace", "--login", ALICE, typed=typed)
        for (name,) in books.office.rows("SELECT 'D' || id FROM discrepancy ORDER BY class")
    ]
    assert "does not say whether" in said[0]
    assert "let it end, or settle it by hand" in said[1]
    assert "no discrepancy D99" in books.office.refused(
        "reconcile", "--correct", "D99", "--why", "trace", "--login", ALICE, typed=typed
    )


def test_a_correction_that_turns_out_wrong_is_taken_back(books: Books) -> None:
    """Absent from one file, corrected, and then it stands in the next one after all; and once more the other way."""
    books.pay("a")
    books.reconcile(a_line("z", reference=X, status="FAILED"), day=THE_DAY)
    name, late = books.named().name, a_line("a", time="2026-03-11T00:10:00+01:00")
    correct(books, name)
    assert books.balance(SUSPENSE) == -5_000
    books.reconcile(late, day=date(2026, 3, 11))
    assert (books.named().name, books.named().state) == (name, "corrected_wrongly")
    books.reconcile(late, day=date(2026, 3, 11))
    assert books.named().state == "corrected_wrongly"
    correct(books, name)
    assert books.balance(SUSPENSE) == 0
    assert books.open() == []
    books.reconcile(late, day=date(2026, 3, 11))
    assert books.open() == []
    books.office.counter.check()
