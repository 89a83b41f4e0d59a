"""Checks of a run that has come to rest: our books are sound, agree with the operators', and people were told.

Every check answers with sentences, each one thing that is wrong. What waits for somebody is checked in
waiting_checks.py.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from faults.evidence import Evidence
from faults.stage import Stage
from faults.waiting_checks import check_what_waited
from sms_templates import say_on
from wallet.checks import check
from wallet.ledger.check import Violation
from workers.notices import AT_PAGE

AT_REST: Final = ("succeeded", "failed", "expired", "review")
# What an operator's own journal calls it: where one cannot refund, money goes back as a payout to who paid.
DIRECTIONS: Final = {"collect": ("collection",), "pay": ("payout",), "refund": ("refund", "payout")}
POSTED: Final = {  # as what a payment's end is posted; one that paid a request is posted as that
    ("collect", "succeeded"): ["add_money"],
    ("pay", "succeeded"): ["pay_withdrawal"],
    ("pay", "failed"): ["return_withdrawal"],
    ("refund", "succeeded"): ["pay_refund"],
    ("refund", "failed"): ["keep_late_payment"],
}
KEY_BY_HAND: Final = "every key of a program was made by an act"
# The same of a shop's payouts.
PAID_OUT: Final = {"succeeded": ["pay_payout"], "failed": ["return_payout"]}
PAGE: Final = re.compile(r"\S+/pay/[\w-]{22}")  # its token is chance, and in no notice


def wrongs(stage: Stage, found: Evidence) -> list[str]:
    """Return everything that is wrong, one sentence each."""
    return [
        *(f"the ledger: {one.invariant} on {one.account} ({one.detail})" for one in unmet(stage)),
        *check_payments(found),
        *check_postings(found),
        *check_executions(found),
        *check_what_waited(found),
        *check_receipts(stage, found),
        *check_what_was_said(stage, found),
    ]


def unmet(stage: Stage) -> Iterator[Violation]:
    """Yield the invariants that do not hold, but that of the key which a run gives its shop by hand."""
    yield from (one for one in stage.read(check) if one.invariant != KEY_BY_HAND)


def check_ended(found: Evidence) -> Iterator[str]:
    """Check that no payment is left under way."""
    for payment in found.payments:
        if payment.state not in AT_REST:
            yield f"{payment.reference} is left {payment.state}"
        if payment.state == "expired" and payment.direction == "pay":
            yield f"payout {payment.reference} expired"


def check_payments(found: Evidence) -> Iterator[str]:
    """Check that no payment is left under way, and that each amount (nobody else's in the run) was asked for once.

    A request's amount may be asked of each stranger who pays it, and a salary again once it failed.
    """
    yield from check_ended(found)
    asked = Counter(
        (one.rail, one.amount, one.phone if one.request_id else "")
        for one in found.payments
        if one.direction != "refund" and not (one.salary and one.state == "failed")
    )
    for (rail, amount, phone), times in asked.items():
        if times > 1:
            yield f"{amount} was asked of {rail} {times} times {phone}"


def check_executions(found: Evidence) -> Iterator[str]:
    """Check that the operators did what we say they did, once each."""
    by_order: dict[str, list[dict[str, Any]]] = {}
    for entry in found.executed:
        by_order.setdefault(entry["order"], []).append(entry)
    for payment in found.payments:
        entries = by_order.pop(payment.reference, [])
        what = f"{payment.rail} {payment.direction} {payment.reference} ({payment.state})"
        if len(entries) > 1:
            yield f"{what} was executed {len(entries)} times"
        for entry in entries:
            same = (payment.rail, payment.amount, payment.phone)
            alike = entry["direction"] in DIRECTIONS[payment.direction]
            if not alike or (entry["operator"], entry["amount"], entry["phone"]) != same:
                yield f"{what} was executed as something else: {entry}"
        if payment.state == "succeeded" and not entries and not found.lied_of(payment):
            yield f"{what} was never executed"
        if payment.state in ("failed", "expired") and entries and not found.lied_of(payment):
            yield f"{what} was executed"
    for order, entries in by_order.items():
        yield f"executed, and nothing of ours: {order} {entries}"


def check_postings(found: Evidence) -> Iterator[str]:
    """Check that each payment's end is in the ledger once, as its state says, and that the rest is still held."""
    for payment in found.payments:
        wanted = POSTED.get((payment.direction, payment.state), [])
        if payment.purpose == "make_payout":
            wanted = PAID_OUT.get(payment.state, [])
        if payment.request_id and wanted and payment.direction == "collect":
            wanted = [] if payment.pays else ["hold_late_payment"]
        kinds = found.posted.get(payment.id, [])
        if kinds != wanted:
            yield f"{payment.direction} {payment.reference} is {payment.state}, and posted as {kinds}"


def check_receipts(stage: Stage, found: Evidence) -> Iterator[str]:
    """Check that each ended payment was told, and each receipt arrived, twice only after a send that may have left."""
    said = found.receipts
    for payment in found.payments:
        phone, sentences = end_told(payment)
        times = sum(said[sentence, payment.reference, phone] for sentence in sentences)
        if sentences and times != 1:
            yield f"{payment.reference} is {payment.state}, and that was told {times} times"
    arrived = Counter((text["to"], PAGE.sub("its page", text["text"])) for text in found.texts)
    receipts = Counter[tuple[str, str]]()
    allowed, unsure = Counter[tuple[str, str]](), unsure_sends(stage)
    for one in found.notices:
        if one.kind == "code":
            continue  # computed when it is texted
        values, sentence = dict(one.values), one.sentence
        if values.pop("page_of", ""):
            values["page"], sentence = "its page", AT_PAGE.get(sentence, sentence)
        line = (one.phone, say_on("sms", one.language, sentence, **values))
        allowed[line] += 1 + unsure[one.id] + found.notices_killed  # a repeated OUI is answered in the receipt's words
        if one.kind == "receipt":
            receipts[line] += 1
            if one.state != "sent":
                yield f"a receipt to {one.phone} is {one.state} after {one.tries} tries: {line[1]}"
    for line, wanted in receipts.items():
        if not wanted <= arrived[line] <= allowed[line]:
            yield f"{wanted} receipts, {allowed[line]} sends that may have left, {arrived[line]} arrived: {line}"


def end_told(payment: Any) -> tuple[str, tuple[str, ...]]:
    """Return who must have been told of a payment's end, once, and in which sentences."""
    if payment.state == "review":
        return "", ()
    if payment.purpose == "make_payout":
        return end_of_payout_told(payment)
    if not payment.request_id:
        kind = {"collect": "add_money", "pay": "withdraw_money"}[payment.direction]
        return payment.owner, (f"{kind}_{payment.state}",)
    if payment.direction == "refund":
        given = payment.state == "succeeded"
        return payment.phone, ("request_given_back",) if given else ("request_closed", "add_money_succeeded")
    if payment.state == "succeeded" and not payment.pays:
        return payment.phone, ("request_goes_back",)
    return payment.phone, (f"request_by_operator_{payment.state}",)


def end_of_payout_told(payment: Any) -> tuple[str, tuple[str, ...]]:
    """Return who must have been told of a payout's end: its shop's owner; of a salary who was paid, of a success."""
    if payment.salary:
        return payment.phone, ("salary_sent",) if payment.state == "succeeded" else ()
    return payment.owner, (f"payout_{payment.state}",)


def unsure_sends(stage: Stage) -> Counter[str]:
    """Return how often each notice may have left although nobody knows, by the workers' own logs."""
    unsure = Counter[str]()
    for line in stage.new_logs().split("\n"):
        if '"text not sent"' in line:
            noted = json.loads(line[line.index("{") :])
            unsure[noted["notice"]] += noted["may_have_left"]
    return unsure


def check_what_was_said(stage: Stage, found: Evidence) -> Iterator[str]:
    """Check that each reference on a closing screen is of something that was done, or refused in words."""
    known = {row.reference for row in stage.rows("SELECT reference FROM operation")}
    for reference, screen in found.told:
        if reference not in known:
            yield f"a person was told {reference}, and nothing is known of it: {screen}"
