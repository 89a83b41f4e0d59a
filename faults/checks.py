"""What must hold when a run has come to rest: our books are sound, agree with the operators', and people were told.

Every check answers with sentences, each one thing that is wrong.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from faults.draw import LIES
from faults.stage import Stage
from sms_templates import say
from wallet import check

AT_REST: Final = ("succeeded", "failed", "expired", "review")
DIRECTION: Final = {"collection": "collect", "payout": "pay"}


@dataclass(frozen=True)
class Evidence:
    """What a run left behind: payments, what the operators executed, texts that arrived, faults that struck."""

    payments: list[Any]
    executed: list[dict[str, Any]]
    texts: list[dict[str, Any]]
    strikes: list[dict[str, Any]]
    told: list[tuple[str, str]]
    notices_killed: int

    def lied_of(self, payment: Any) -> bool:
        """Whether the operator told the contrary of what it did, of this payment's number."""
        return any(
            one["fault"] in LIES and one["party"] == payment.rail and payment.phone in one["phones"]
            for one in self.strikes
        )


def gather(stage: Stage, phones: set[str], since: dict[str, int], told: list[tuple[str, str]], killed: int) -> Evidence:
    """Look everywhere; `since`: where the operators' journals, the inboxes and the strikes stood when it began."""
    payments = stage.rows("""SELECT id::text, reference, rail, direction, phone, amount, fee, tax, handle, state,
        reservation::text FROM payment ORDER BY created_at""")
    ours = {payment.reference for payment in payments}
    executed = [
        entry
        for rail in ("mtn", "orange")
        for entry in stage.get("journal", operator=rail, since=since[rail])
        if entry["phone"] in phones or entry["order"] in ours
    ]
    texts = [text for text in stage.get("messages", since=since["texts"]) if text["to"] in phones]
    return Evidence(payments, executed, texts, stage.get("faults/struck", since=since["strikes"]), told, killed)


def wrongs(stage: Stage, found: Evidence) -> list[str]:
    """Everything that is wrong."""
    return [
        *(f"the ledger: {one.invariant} on {one.account} ({one.detail})" for one in stage.read(check.check)),
        *of_payments(found),
        *of_postings(stage, found),
        *of_executions(found),
        *of_receipts(stage, found),
        *of_what_was_said(stage, found),
    ]


def of_payments(found: Evidence) -> Iterator[str]:
    """None is left under way, and each amount (nobody else's in the run) was asked for once."""
    for payment in found.payments:
        if payment.state not in AT_REST:
            yield f"{payment.reference} is left {payment.state}"
        if payment.state == "expired" and payment.direction == "pay":
            yield f"payout {payment.reference} expired"
    for (rail, amount), times in Counter((payment.rail, payment.amount) for payment in found.payments).items():
        if times > 1:
            yield f"{amount} was asked of {rail} {times} times"


def of_executions(found: Evidence) -> Iterator[str]:
    """What the operators did is what we say they did, once each."""
    by_order: dict[str, list[dict[str, Any]]] = {}
    for entry in found.executed:
        by_order.setdefault(entry["order"], []).append(entry)
    for payment in found.payments:
        entries = by_order.pop(payment.reference, [])
        what = f"{payment.rail} {payment.direction} {payment.reference} ({payment.state})"
        if len(entries) > 1:
            yield f"{what} was executed {len(entries)} times"
        for entry in entries:
            same = (payment.rail, payment.direction, payment.amount, payment.phone)
            if (entry["operator"], DIRECTION[entry["direction"]], entry["amount"], entry["phone"]) != same:
                yield f"{what} was executed as something else: {entry}"
        if payment.state == "succeeded" and not entries and not found.lied_of(payment):
            yield f"{what} was never executed"
        if payment.state in ("failed", "expired") and entries and not found.lied_of(payment):
            yield f"{what} was executed"
    for order, entries in by_order.items():
        yield f"executed, and nothing of ours: {order} {entries}"


def of_postings(stage: Stage, found: Evidence) -> Iterator[str]:
    """Each payment's end is in the ledger once, as its state says; what is not ended is still held."""
    posted: dict[str, list[str]] = {}
    for row in stage.rows("SELECT key, kind FROM transfer WHERE key LIKE 'payment:%'"):
        posted.setdefault(row.key.split(":")[1], []).append(row.kind)
    expected = {
        ("collect", "succeeded"): ["recharge"],
        ("pay", "succeeded"): ["withdraw_paid"],
        ("pay", "failed"): ["withdraw_returned"],
    }
    for payment in found.payments:
        kinds, wanted = posted.get(payment.id, []), expected.get((payment.direction, payment.state), [])
        if kinds != wanted:
            yield f"{payment.direction} {payment.reference} is {payment.state}, and posted as {kinds}"


def of_receipts(stage: Stage, found: Evidence) -> Iterator[str]:
    """Each payment that ended was told; each receipt arrived, and again only after a send that may have left."""
    notices = stage.rows("""SELECT id::text, phone, language, sentence, "values", kind, state, tries FROM notice""")
    said = Counter((one.sentence, one.values.get("reference"), one.phone) for one in notices)
    owners = {
        row.id: row.number
        for row in stage.rows("SELECT p.id::text, h.number FROM payment p JOIN phone h USING (person_id)")
    }
    for payment in found.payments:
        kind = {"collect": "recharge", "pay": "withdraw"}[payment.direction]
        if payment.state in ("succeeded", "failed", "expired"):
            times = said[f"sms.{kind}_{payment.state}", payment.reference, owners[payment.id]]
            if times != 1:
                yield f"{payment.reference} is {payment.state}, and that was told {times} times"
    arrived = Counter((text["to"], text["text"]) for text in found.texts)
    receipts = Counter[tuple[str, str]]()
    allowed, unsure = Counter[tuple[str, str]](), unsure_sends(stage)
    for one in notices:
        if one.kind == "code":
            continue  # computed when it is texted
        line = (one.phone, say(one.language, one.sentence, **one.values))
        allowed[line] += 1 + unsure[one.id] + found.notices_killed  # a repeated OUI is answered in the receipt's words
        if one.kind == "receipt":
            receipts[line] += 1
            if one.state != "sent":
                yield f"a receipt to {one.phone} is {one.state} after {one.tries} tries: {line[1]}"
    for line, wanted in receipts.items():
        if not wanted <= arrived[line] <= allowed[line]:
            yield f"{wanted} receipts, {allowed[line]} sends that may have left, {arrived[line]} arrived: {line}"


def unsure_sends(stage: Stage) -> Counter[str]:
    """How often each notice may have left although nobody knows, by the workers' own logs."""
    unsure = Counter[str]()
    for line in stage.new_logs().split("\n"):
        if '"text not sent"' in line:
            noted = json.loads(line[line.index("{") :])
            unsure[noted["notice"]] += noted["may_have_left"]
    return unsure


def of_what_was_said(stage: Stage, found: Evidence) -> Iterator[str]:
    """A reference that a closing screen gave a person is that of something which was done, or refused in words."""
    known = {row.reference for row in stage.rows("SELECT reference FROM operation")}
    for reference, screen in found.told:
        if reference not in known:
            yield f"a person was told {reference}, and nothing is known of it: {screen}"
    sends = stage.rows(
        "SELECT amount, count(*) AS times FROM movement WHERE kind = 'send' GROUP BY 1 HAVING count(*) > 1"
    )
    for row in sends:
        yield f"{row.amount} was sent {row.times} times"
