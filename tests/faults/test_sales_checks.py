"""The checks of what was sold online can fail: for each thing that must hold, a story where it does not."""

import json
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from faults.sales_checks import check_online
from faults.sales_evidence import OnlineEvidence
from faults.statements import NamedDifferences
from wallet.core.public_ids import write_id

CHECKOUT = "6cb25a4e-0d60-4c44-a228-0f813e3f2de1"
PAGE = "<strong>Paid</strong>"
BACK = "Your 5 000 FCFA go back to where they came from."


def payment(id_: str, state: str = "succeeded", rail: str = "flutterwave", **more: Any) -> Any:
    """A payment of 5 000 for the checkout; one that pays it is `a`."""
    said = {"id": id_, "reference": id_, "rail": rail, "direction": "collect", "amount": 5_000, "state": state,
            "handle": id_, "checkout_id": CHECKOUT, "refunds": None, "beside": None, "pays": id_ == "a"}  # fmt: skip
    return SimpleNamespace(**{**said, **more})


def checkout(state: str = "paid", refunded: int = 0, reference: str = "S-0") -> Any:
    """The checkout of 5 000."""
    return SimpleNamespace(
        id=CHECKOUT, reference=reference, amount=5_000, state=state, refunded=refunded, by_wallet=False
    )


def heard(kind: str = "checkout.paid", *, signed: bool = True, id_: str = "m1") -> dict[str, Any]:
    """One event as the shop's endpoint heard it."""
    body = json.dumps({"type": kind, "data": {"id": write_id("chk", CHECKOUT)}})
    return {"signed": signed, "body": body, "headers": {"webhook-id": id_}}


def books(amount: int, rail: str = "flutterwave") -> dict[tuple[str, str], int]:
    """Money of ours at a provider."""
    return {(rail, "XAF"): amount}


SOLD = OnlineEvidence(
    [payment("a")], [checkout()], books(5_000), books(5_000), heard=[heard()], pages={"a": PAGE}
)  # fmt: skip
MORE = NamedDifferences(books(4_000))
REFUND = payment("r", direction="refund", refunds="b")
TWICE = replace(
    SOLD, payments=[payment("a"), payment("b"), REFUND], pages={"a": PAGE, "b": BACK}
)  # fmt: skip
AT_CINETPAY = payment("b", rail="cinetpay")
STORIES: dict[str, tuple[OnlineEvidence, str]] = {
    "sold": (SOLD, ""),
    "sold, and told twice under one id": (replace(SOLD, heard=[heard(), heard()]), ""),
    "sold, and told as two things": (replace(SOLD, heard=[heard(), heard(id_="m2")]), "told 2 times"),
    "sold, and the shop not told": (replace(SOLD, heard=[]), "told 0 times"),
    "told by somebody else": (replace(SOLD, heard=[heard(signed=False)]), "not signed"),
    "taken there, and not in our books": (replace(SOLD, ours={}), "has 5000 XAF of ours, our books say 0"),
    "in our books, and not taken there": (replace(SOLD, taken={}), "has 0 XAF of ours, our books say 5000"),
    "another sum, and a person looks": (
        replace(SOLD, taken=books(9_000), named=MORE, payments=[payment("a"), payment("x", "review")]), ""),
    "another sum, a person looks, and the statement does not name it": (
        replace(SOLD, taken=books(9_000), payments=[payment("a"), payment("x", "review")]), "statement names nothing"),
    "another sum was told, and the statement names it": (
        replace(SOLD, taken=books(9_000), named=MORE, liars=frozenset({"flutterwave"})), ""),
    "another sum was told, and the statement names half": (
        replace(SOLD, taken=books(7_000), named=MORE, liars=frozenset({"flutterwave"})), "has 7000 XAF of ours"),
    "another sum, named, and nobody told one": (replace(SOLD, taken=books(9_000), named=MORE), "has 9000 XAF of ours"),
    "a statement that names what does not differ": (replace(SOLD, named=MORE), "has 5000 XAF of ours"),
    "said to have failed, taken late, and a person has a case": (
        replace(SOLD, taken=books(9_000), named=MORE, payments=[payment("a"), payment("x", "failed")],
                cases=Counter("x")), ""),
    "said to have failed, taken late, and nobody knows": (
        replace(SOLD, taken=books(9_000), payments=[payment("a"), payment("x", "failed")]), "our books say 5000"),
    "left under way": (replace(SOLD, payments=[payment("a"), payment("x", "pending")]), "is left pending"),
    "one sale become two": (replace(SOLD, checkouts=[checkout(), checkout()]), "S-0 became 2 checkouts"),
    "paid, and by nothing": (replace(SOLD, payments=[]), "is paid, paid by 0"),
    "paid by what failed": (replace(SOLD, payments=[payment("a", "failed")]), "paid by what did not succeed"),
    "expired, and paid": (replace(SOLD, checkouts=[checkout("expired")], heard=[]), "is expired, paid by 1"),
    "more given back than was paid": (replace(SOLD, checkouts=[checkout(refunded=5_001)]), "5001 of 5000"),
    "paid twice, one goes back": (TWICE, ""),
    "paid twice, none goes back": (replace(TWICE, payments=TWICE.payments[:2]), "goes back 0 times"),
    "paid twice, one goes back twice": (replace(TWICE, payments=[*TWICE.payments, REFUND]), "goes back 2 times"),
    "paid twice where nothing can go back, and a case": (
        replace(TWICE, payments=[payment("a"), AT_CINETPAY], cases=Counter("b")), ""),
    "paid twice where nothing can go back, and nobody knows": (
        replace(TWICE, payments=[payment("a"), AT_CINETPAY]), "no person was told"),
    "left in transit": (replace(TWICE, in_transit={"flutterwave": 5_000}), "5000 are in transit"),
    "in transit, and a person looks": (
        replace(TWICE, payments=[*TWICE.payments[:2], payment("r", "review", direction="refund", refunds="b")],
                in_transit={"flutterwave": 5_000}), ""),
    "paid, and the page does not say so": (replace(SOLD, pages={"a": "Waiting"}), "does not say that it is paid"),
    "paid too late, and the page does not say so": (
        replace(TWICE, pages={"b": "Nothing was taken."}), "does not say where the money goes"),
    "another amount taken, and the page says nothing was": (
        replace(TWICE, payments=[payment("a"), payment("c", "failed"), payment("b", beside="c"), REFUND],
                pages={"c": "It was refused. Nothing was taken."}), "says that nothing was taken"),
    "a page that follows nothing": (replace(SOLD, pages={"z": PAGE}), "which is no payment"),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_the_checks_see_what_does_not_agree(story: str) -> None:
    found, wrong = STORIES[story]
    said = "; ".join(check_online(found))
    assert (wrong in said) if wrong else not said, said
