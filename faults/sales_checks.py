"""Checks of what was sold online, once it rests: nothing paid twice, nothing lost, nothing waits, and all were told so.

Every check answers with sentences, each one thing that is wrong.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from faults.sales_evidence import OnlineEvidence
from wallet.core.public_ids import write_id
from wallet.payments.rails import RAILS

AT_REST: Final = ("succeeded", "failed", "expired", "review")
MAY_DIFFER: Final = ("review",)  # a person looks: nobody knows what the provider did
NOTHING_TAKEN: Final = "Nothing was taken"
GOES: Final = ("back to where they came from", "kept for you", "wait for you")


def check_online(found: OnlineEvidence) -> Iterator[str]:
    """Yield everything that is wrong with what was sold online."""
    yield from check_books(found)
    yield from check_ends(found)
    yield from check_checkouts(found)
    yield from check_late(found)
    yield from check_heard(found)
    yield from check_pages(found)


def is_contradicted(found: OnlineEvidence, payment: Any) -> bool:
    """True for a payment that failed, for its provider said so, and took all the same: a person has a case of it."""
    return payment.state == "failed" and found.cases[payment.id] > 0


def check_books(found: OnlineEvidence) -> Iterator[str]:
    """Check that each provider took and gave back, in each currency, what our books say.

    They may differ where a person looks, or where a provider that was asked named another amount than it took; then
    all of the difference is named once its statement is laid beside our books.
    """
    unsure = {one.rail for one in found.payments if one.state in MAY_DIFFER or is_contradicted(found, one)}
    unsure |= found.liars
    for where in found.ours.keys() | found.taken.keys() | found.named.more.keys():
        theirs, ours, named = found.taken.get(where, 0), found.ours.get(where, 0), found.named.more.get(where, 0)
        if theirs - ours != named or (named and where[0] not in unsure):
            of = {one.handle: found.by_handle.get(one.handle) for one in found.payments if one.rail == where[0]}
            words = found.named.words.get(where[0], "nothing")
            yield f"{where[0]} has {theirs} {where[1]} of ours, our books say {ours}, its statement names {words}: {of}"


def check_ends(found: OnlineEvidence) -> Iterator[str]:
    """Check that no payment is left under way, and nothing is left in transit but what a person looks at."""
    for one in found.payments:
        if one.state not in AT_REST:
            yield f"{one.rail} {one.direction} {one.reference} is left {one.state}"
    for rail, amount in found.in_transit.items():
        held = sum(one.amount for one in found.payments if one.rail == rail and is_held(one))
        if amount != held:
            yield f"{amount} are in transit to {rail}, and {held} are in review"


def is_held(payment: Any) -> bool:
    """True for money on its way back that a person looks at."""
    return bool(payment.direction == "refund" and payment.state == "review")


def check_checkouts(found: OnlineEvidence) -> Iterator[str]:
    """Check that each sale is one checkout, paid by one payment that succeeded, or by none."""
    for reference, times in Counter(one.reference for one in found.checkouts if one.reference).items():
        if times > 1:
            yield f"{reference} became {times} checkouts"
    for one in found.checkouts:
        paying = [payment for payment in found.payments if payment.checkout_id == one.id and payment.pays]
        if len(paying) != int(one.state == "paid" and not one.by_wallet):
            yield f"checkout of {one.amount} is {one.state}, paid by {len(paying)}"
        if any(payment.state != "succeeded" for payment in paying):
            yield f"checkout of {one.amount} is paid by what did not succeed"
        if one.refunded > one.amount:
            yield f"{one.refunded} of {one.amount} were given back"


def check_late(found: OnlineEvidence) -> Iterator[str]:
    """Check that what paid nothing went back once where its rail can give back, or is put before a person."""
    for one in found.payments:
        if one.direction != "collect" or one.state != "succeeded" or one.pays:
            continue
        back = [other for other in found.payments if other.refunds == one.id]
        if "refund_to_source" not in RAILS[one.rail].can:
            if not found.cases[one.id]:
                yield f"{one.rail} {one.reference} paid nothing, goes nowhere, and no person was told"
        elif len(back) != 1:
            yield f"{one.rail} {one.reference} paid nothing, and goes back {len(back)} times"


def check_heard(found: OnlineEvidence) -> Iterator[str]:
    """Check that the shop was told of each checkout once that it is paid, where it is, by its signature ours."""
    told: dict[tuple[str, str], set[str]] = {}
    for one in found.heard:
        if one["signed"] is not True:
            yield f"the shop heard what is not signed: {one}"
        said = json.loads(one["body"])
        told.setdefault((said["type"], said["data"]["id"]), set()).add(one["headers"]["webhook-id"])
    for one in found.checkouts:
        for kind, wanted in (("checkout.paid", one.state == "paid"), ("checkout.cancelled", one.state == "cancelled")):
            times = len(told.get((kind, write_id("chk", one.id)), ()))
            if times != int(wanted):
                yield f"the shop was told {times} times that the checkout of {one.amount} is {kind}: it is {one.state}"


def check_pages(found: OnlineEvidence) -> Iterator[str]:
    """Check that each payer's page says at last what became of their payment."""
    by_reference = {one.reference: one for one in found.payments}
    for reference, html in found.pages.items():
        payment = by_reference.get(reference)
        if payment is None or payment.direction != "collect":
            yield f"a page follows {reference}, which is no payment"
            continue
        wrong = judge_page(found, payment, html)
        if wrong:
            yield f"the page of {payment.rail} {reference} ({payment.state}, pays: {payment.pays}) {wrong}"


def judge_page(found: OnlineEvidence, payment: Any, html: str) -> str:
    """Return what is wrong with a payer's page, "" for nothing."""
    if html.startswith("failed: "):
        return html[:200]
    beside = any(one.beside == payment.id for one in found.payments)
    if payment.state == "succeeded" and payment.pays and "<strong>Paid</strong>" not in html:
        return "does not say that it is paid"
    if beside and NOTHING_TAKEN in html:
        return "says that nothing was taken"
    goes_elsewhere = beside or (payment.state == "succeeded" and not payment.pays)
    if goes_elsewhere and not any(words in html for words in GOES):
        return "does not say where the money goes"
    return ""
