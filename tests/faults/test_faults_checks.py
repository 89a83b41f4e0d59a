"""The checks of the fault runs can fail: for each thing that must hold, a story where it does not."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from faults.checks import check_executions, check_payments, check_postings
from faults.evidence import Evidence
from faults.waiting_checks import check_what_waited
from tests.world.cast import AWA, FATOU, MOUSSA, STRANGER

REFERENCE = "K7Q2-93FD"
PAYOUT = {"id": "1", "reference": REFERENCE, "rail": "mtn", "direction": "pay", "phone": MOUSSA, "amount": 5000,
          "request_id": None, "pays": False, "owner": MOUSSA, "purpose": "withdraw_money", "salary": False}  # fmt: skip
ENTRY = {"operator": "mtn", "order": REFERENCE, "direction": "payout", "amount": 5000, "phone": MOUSSA}
LIE = {"party": "mtn", "fault": "status_flipped_first", "phones": [MOUSSA]}

# What our books say of a payout, what the operator executed, and whether that agrees.
STORIES: dict[str, tuple[str, list[dict[str, Any]], list[dict[str, Any]], bool]] = {
    "paid once": ("succeeded", [ENTRY], [], True),
    "paid twice": ("succeeded", [ENTRY, ENTRY], [], False),
    "never paid": ("succeeded", [], [], False),
    "paid, and given back": ("failed", [ENTRY], [], False),
    "paid, and given back, by an operator that lied": ("failed", [ENTRY], [LIE], True),
    "paid, and a person will look": ("review", [ENTRY], [], True),
    "neither paid nor said to be": ("failed", [], [], True),
    "less paid": ("succeeded", [{**ENTRY, "amount": 4999}], [], False),
    "another paid": ("succeeded", [{**ENTRY, "phone": "+237677000009"}], [], False),
    "something nobody asked for": ("succeeded", [ENTRY, {**ENTRY, "order": "nobody's"}], [], False),
    "left under way": ("pending", [], [], False),
}


@pytest.mark.parametrize("story", STORIES)
def test_the_checks_see_what_does_not_agree(story: str) -> None:
    state, executed, strikes, agrees = STORIES[story]
    found = Evidence([SimpleNamespace(**PAYOUT, state=state)], executed, strikes=strikes)
    assert (not [*check_payments(found), *check_executions(found)]) == agrees


def test_asking_an_operator_twice_for_one_thing_is_seen() -> None:
    once = SimpleNamespace(**PAYOUT, state="succeeded")
    again = SimpleNamespace(**{**PAYOUT, "reference": "another"}, state="succeeded")
    found = Evidence([once], [ENTRY])
    assert not [*check_payments(found)]
    assert [*check_payments(replace(found, payments=[once, again]))]


def test_a_salary_is_asked_of_an_operator_again_only_once_it_failed() -> None:
    once, again = ({**PAYOUT, "salary": True, "reference": name} for name in (REFERENCE, "another"))
    asked = [SimpleNamespace(**once, state="failed"), SimpleNamespace(**again, state="succeeded")]
    assert not [*check_payments(Evidence(asked))]
    asked[0].state = "succeeded"
    assert [*check_payments(Evidence(asked))]


# ------------------------------------------------------------------------------------- what waits for somebody
def told(*receipts: tuple[str, str, str]) -> list[Any]:
    """Receipts, each a sentence, its reference, and to whom."""
    return [SimpleNamespace(sentence=one, values={"reference": reference}, phone=phone, kind="receipt")
            for one, reference, phone in receipts]  # fmt: skip


def thing(what: str, state: str, owner: str, other: str, ended: list[str]) -> Any:
    """Something that waited."""
    return SimpleNamespace(what=what, id="9", reference="A", state=state, amount=2000, owner=owner, other=other,
                           ended=ended)  # fmt: skip


def request(state: str, credits_: int) -> Any:
    """Moussa's request for 2 000."""
    return SimpleNamespace(what="request", id="9", reference="A", state=state, amount=2000, owner=MOUSSA,
                           other=AWA, credits=credits_)  # fmt: skip


def moved(kind: str, reference: str, giver: str, receiver: str, undone: int = 0) -> Any:
    """2 000 from one to another."""
    return SimpleNamespace(kind=kind, reference=reference, amount=2000, giver=giver, receiver=receiver, pieces=1,
                           undone=undone)  # fmt: skip


def collected(reference: str, *, pays: bool) -> Any:
    """Return the payment by which the stranger paid the request, by Orange Money."""
    return SimpleNamespace(id=reference, reference=reference, rail="orange", direction="collect", phone=STRANGER,
                           amount=2000, state="succeeded", request_id="9", pays=pays, owner=MOUSSA,
                           refunds=None, purpose="pay_request", salary=False)  # fmt: skip


def given_back(reference: str, of: str) -> Any:
    """Return the refund of the payment that came too late."""
    return SimpleNamespace(id=reference, reference=reference, rail="orange", direction="refund", phone=STRANGER,
                           amount=2000, state="succeeded", request_id="9", pays=False, owner=MOUSSA,
                           refunds=of, purpose="pay_request", salary=False)  # fmt: skip


FETCHED = thing("cash_out", "paid", AWA, FATOU, ["pay_cash_out"])
FETCHED_TOLD = told(("cash_out_paid", "A", AWA), ("cash_handed_out", "A", FATOU))
BACK = thing("cash_out", "returned", AWA, FATOU, ["return_cash_out"])
BACK_TOLD = told(("cash_out_returned", "A", AWA))
CLAIMED = thing("claim", "claimed", MOUSSA, STRANGER, ["send_money"])
CLAIMED_TOLD = told(("money_claimed", "A", MOUSSA), ("money_received", "A", STRANGER))
UNCLAIMED = thing("claim", "returned", MOUSSA, STRANGER, ["return_send"])
UNCLAIMED_TOLD = told(("money_unclaimed", "A", MOUSSA))
KEPT = SimpleNamespace(what="claim", id="8", reference="L", state="returned", amount=2000, owner="", other=STRANGER,
                       ended=["keep_unclaimed"])  # fmt: skip
BY_WALLET = moved("pay_request", "W", AWA, MOUSSA)
BY_WALLET_TOLD = told(("request_paid", "W", AWA), ("request_received", "W", MOUSSA))
BY_OPERATOR = moved("pay_request", "O", "", MOUSSA)
BY_OPERATOR_TOLD = told(("request_received", "O", MOUSSA))
SENT, SENT_TOLD = moved("send_money", "S", MOUSSA, AWA), told(("money_sent", "S", MOUSSA), ("money_received", "S", AWA))
CASHED = moved("take_cash_in", "C", FATOU, AWA)
CASHED_TOLD = told(("cash_taken_in", "C", FATOU), ("cash_in_received", "C", AWA))
PAID, OPEN = request("paid", 1), request("open", 0)

WAITED: dict[str, tuple[Evidence, str]] = {
    "cash fetched": (Evidence(cash_outs=[FETCHED], notices=FETCHED_TOLD), ""),
    "cash never fetched": (Evidence(cash_outs=[BACK], notices=BACK_TOLD), ""),
    "cash fetched and returned": (
        Evidence(cash_outs=[thing("cash_out", "paid", AWA, FATOU, ["pay_cash_out", "return_cash_out"])],
                 notices=FETCHED_TOLD),
        "its money ended as ['pay_cash_out', 'return_cash_out']"),
    "cash held past its time": (Evidence(cash_outs=[thing("cash_out", "open", AWA, FATOU, [])]), "is left open"),
    "cash fetched, and said to be returned as well": (
        Evidence(cash_outs=[FETCHED], notices=FETCHED_TOLD + BACK_TOLD), "cash_out_returned was told 1 times"),
    "cash fetched, and the agent not told": (
        Evidence(cash_outs=[FETCHED], notices=FETCHED_TOLD[:1]), "cash_handed_out was told 0 times"),
    "money claimed": (Evidence(claims=[CLAIMED], movements=[moved("send_money", "A", MOUSSA, STRANGER)],
                               notices=CLAIMED_TOLD), ""),
    "money never claimed": (Evidence(claims=[UNCLAIMED], notices=UNCLAIMED_TOLD), ""),
    "money claimed and returned": (
        Evidence(claims=[thing("claim", "claimed", MOUSSA, STRANGER, ["send_money", "return_send"])],
                 notices=CLAIMED_TOLD), "its money ended as"),
    "money waiting past its time": (
        Evidence(claims=[thing("claim", "waiting", MOUSSA, STRANGER, [])]), "is left waiting"),
    "money returned, and the sender not told": (
        Evidence(claims=[UNCLAIMED]), "money_unclaimed was told 0 times"),
    "a request paid by a wallet": (Evidence(requests=[PAID], movements=[BY_WALLET], notices=BY_WALLET_TOLD), ""),
    "a request paid by an operator": (
        Evidence([collected("O", pays=True)], requests=[PAID], movements=[BY_OPERATOR], notices=BY_OPERATOR_TOLD), ""),
    "a request paid by a wallet and an operator": (
        Evidence([collected("O", pays=True)], requests=[PAID], movements=[BY_WALLET, BY_OPERATOR],
                 notices=BY_WALLET_TOLD + BY_OPERATOR_TOLD), "paid by 2"),
    "a request credited twice": (
        Evidence(requests=[request("paid", 2)], movements=[BY_WALLET], notices=BY_WALLET_TOLD), "credited 2 times"),
    "a request said to be paid by nobody's money": (Evidence(requests=[PAID]), "paid by 0"),
    "a request that expired, and was paid": (
        Evidence(requests=[request("expired", 1)], movements=[BY_WALLET],
                 notices=BY_WALLET_TOLD + told(("request_expired", "A", MOUSSA))), "is expired, paid by 1"),
    "a request open past its time": (Evidence(requests=[OPEN]), "is left open"),
    "a request that expired, and nobody told": (
        Evidence(requests=[request("expired", 0)]), "request_expired was told 0 times"),
    "a payer too late, whose money is kept": (Evidence([collected("L", pays=False)], claims=[KEPT]), ""),
    "a payer too late, whose money is nowhere": (Evidence([collected("L", pays=False)]), "credited 0 times, kept 0"),
    "a payer too late, whose money went back": (Evidence([collected("L", pays=False), given_back("B", "L")]), ""),
    "a payer too late, given back and kept": (
        Evidence([collected("L", pays=False), given_back("B", "L")], claims=[KEPT]), "given back 1 times"),
    "a payer too late, credited and kept": (
        Evidence([collected("L", pays=False)], claims=[KEPT], movements=[moved("add_money", "L", "", STRANGER)]),
        "credited 1 times, kept 1"),
    "sent": (Evidence(movements=[SENT], notices=SENT_TOLD), ""),
    "sent twice": (Evidence(movements=[SENT, moved("send_money", "T", MOUSSA, AWA)], notices=SENT_TOLD),
                   "send_money of 2000 was done 2 times"),
    "given back in part": (
        Evidence(movements=[moved("send_money", "S", MOUSSA, AWA, undone=1999)], notices=SENT_TOLD), ""),
    "more given back than came in": (
        Evidence(movements=[moved("send_money", "S", MOUSSA, AWA, undone=2001)], notices=SENT_TOLD),
        "2001 of send_money S"),
    "cash paid in": (Evidence(movements=[CASHED], notices=CASHED_TOLD), ""),
    "cash paid in twice": (
        Evidence(movements=[CASHED, CASHED], notices=CASHED_TOLD), "take_cash_in of 2000 was done 2"),
    "cash paid in, and its owner not told": (
        Evidence(movements=[CASHED], notices=CASHED_TOLD[:1]), "was told its receiver 0 times"),
    "a code in nothing that is kept": (
        Evidence(codes={"A": "4821735"}, kept='{"cash_code": "~1f~", "at": 14821735}'), ""),
    "a code in what is kept": (Evidence(codes={"A": "4821735"}, kept='{"cash_code": "4821735"}'), "is kept in words"),
}  # fmt: skip


@pytest.mark.parametrize("story", WAITED)
def test_the_checks_see_what_waited_end_otherwise_than_once(story: str) -> None:
    found, wrong = WAITED[story]
    said = "; ".join(check_what_waited(found))
    assert (wrong in said) if wrong else not said, said


@pytest.mark.parametrize(
    ("pays", "posted", "agrees"),
    [(True, [], True), (False, ["hold_late_payment"], True), (False, [], False), (True, ["hold_late_payment"], False)],
)
def test_money_that_paid_no_request_must_be_held_to_go_back(pays: bool, posted: list[str], agrees: bool) -> None:
    found = Evidence([collected("O", pays=pays)], posted={"O": posted} if posted else {})
    assert (not [*check_postings(found)]) == agrees
