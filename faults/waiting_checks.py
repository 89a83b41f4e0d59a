"""Checks of all that waits for somebody: cash at an agent, money for a stranger, requests, refunds.

Each ends, one way and once; each side is told once of that way, and of no other.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from faults.evidence import Evidence

# How each may end: as which transfers its hold does. A claim without an owner is money that came too late.
ENDS: Final[dict[str, dict[str, list[str]]]] = {
    "cash_out": {"paid": ["pay_cash_out"], "returned": ["return_cash_out"]},
    "claim": {"claimed": ["send_money"], "returned": ["return_send"]},
    "late": {"claimed": ["add_money"], "returned": ["keep_unclaimed"]},
}
# What is told to whom (`owner`, `other`) once it has ended so, under its own reference.
TOLD: Final[dict[str, dict[str, tuple[tuple[str, str], ...]]]] = {
    "cash_out": {
        "paid": (("cash_out_paid", "owner"), ("cash_handed_out", "other")),
        "returned": (("cash_out_returned", "owner"),),
    },
    "claim": {
        "claimed": (("money_claimed", "owner"), ("money_received", "other")),
        "returned": (("money_unclaimed", "owner"),),
    },
    "late": {"claimed": (("money_received", "other"),), "returned": ()},
    "request": {
        "paid": (),  # under the payer's reference: see MOVED
        "refused": (("request_refused", "owner"),),
        "expired": (("request_expired", "owner"),),
    },
}
# What is told to whom of money that moved at once.
MOVED: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "send_money": (("money_sent", "giver"), ("money_received", "receiver")),
    "send_to_stranger": (("money_sent_to_stranger", "giver"),),
    "take_cash_in": (("cash_taken_in", "giver"), ("cash_in_received", "receiver")),
    "pay_request": (("request_paid", "giver"), ("request_received", "receiver")),
    "refund_payment": (("payment_refunded", "giver"), ("refund_received", "receiver")),
}
# Of these, no two in a run are of one amount.
ONCE: Final = ("send_money", "send_to_stranger", "return_send", "take_cash_in", "pay_cash_out", "pay_request")


def check_what_waited(found: Evidence) -> Iterator[str]:
    """Yield everything that is wrong with what waited."""
    yield from check_holds(found)
    yield from check_requests(found)
    yield from check_movements(found)
    yield from check_codes(found)


def check_holds(found: Evidence) -> Iterator[str]:
    """Check that held money was paid on or returned, never both, and that whoever it concerns was told once."""
    for one in (*found.cash_outs, *found.claims):
        kind = one.what if one.owner else "late"
        named = f"{one.what} {one.reference} of {one.amount}"
        if one.state not in ENDS[kind]:
            yield f"{named} is left {one.state}"
        elif list(one.ended) != ENDS[kind][one.state]:
            yield f"{named} is {one.state}, and its money ended as {list(one.ended)}"
        yield from check_telling(found, kind, one, named)


def check_telling(found: Evidence, kind: str, one: Any, named: str) -> Iterator[str]:
    """Check that each side was told once of the way it ended, and never of another."""
    wanted = TOLD[kind].get(one.state, ())
    for line in {line for way in TOLD[kind].values() for line in way}:
        sentence, side = line
        times = found.receipts[sentence, one.reference, getattr(one, side)]
        if times != int(line in wanted):
            yield f"{named} is {one.state}, and {sentence} was told {times} times"


def check_requests(found: Evidence) -> Iterator[str]:
    """Check that a request is paid once or by nobody, and that who paid too late has the money back."""
    operators = {payment.reference for payment in found.payments}
    for one in found.requests:
        named = f"request {one.reference} of {one.amount}"
        if one.state not in TOLD["request"]:
            yield f"{named} is left {one.state}"
        by_operator = [payment for payment in found.payments if payment.request_id == one.id and payment.pays]
        by_wallet = [
            moved
            for moved in found.movements
            if (moved.kind, moved.amount, moved.receiver) == ("pay_request", one.amount, one.owner)
            and moved.reference not in operators
        ]
        payers, wanted = len(by_operator) + len(by_wallet), int(one.state == "paid")
        if payers != wanted or one.credits != wanted:
            yield f"{named} is {one.state}, paid by {payers}, and credited {one.credits} times"
        if any(payment.state != "succeeded" for payment in by_operator):
            yield f"{named} is paid by what did not succeed"
        yield from check_telling(found, "request", one, named)
    for payment in found.payments:
        if payment.request_id and (payment.direction, payment.state) == ("collect", "succeeded") and not payment.pays:
            yield from check_too_late(found, payment)


def check_too_late(found: Evidence, payment: Any) -> Iterator[str]:
    """Check that what came for a closed request is its payer's once: given back, credited, or kept for them."""
    back = [one for one in found.payments if one.refunds == payment.id]
    named = {payment.reference, *(one.reference for one in back)}
    ways = {
        "given back": [one for one in back if one.state == "succeeded"],
        "credited": [one for one in found.movements if one.kind == "add_money" and one.reference in named],
        "kept": [one for one in found.claims if one.reference in named and one.other == payment.phone],
    }
    if sum(map(len, ways.values())) != 1:
        times = ", ".join(f"{way} {len(found)} times" for way, found in ways.items())
        yield f"{payment.reference} came too late, and was {times}"


def check_movements(found: Evidence) -> Iterator[str]:
    """Check that nothing was done twice, told otherwise than once, or given back beyond what came in."""
    for (kind, amount), times in Counter((one.kind, one.amount) for one in found.movements).items():
        if kind in ONCE and times > 1:
            yield f"{kind} of {amount} was done {times} times"
    claimed, operators = {one.reference for one in found.claims}, {one.reference for one in found.payments}
    for one in found.movements:
        if one.undone > one.amount:
            yield f"{one.undone} of {one.kind} {one.reference} were given back, and {one.amount} came in"
        if one.kind == "send_money" and one.reference in claimed:
            continue  # told as a claim
        for sentence, side in MOVED.get(one.kind, ()):
            if side == "giver" and one.reference in operators:
                continue  # told as a payment
            times = found.receipts[sentence, one.reference, getattr(one, side)]
            if times != 1:
                yield f"{one.kind} {one.reference} of {one.amount} was told its {side} {times} times"


def check_codes(found: Evidence) -> Iterator[str]:
    """Check that no code that opens cash is kept anywhere."""
    for reference, code in found.codes.items():
        if re.search(rf"(?<![0-9A-Za-z]){code}(?![0-9A-Za-z])", found.kept):
            yield f"the code of cash-out {reference} is kept in words"
