"""Books after a load: every acknowledgement against the ledger, every payment against what the operators executed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from faults.acknowledged import Attempt, Booked, Journal, Judgement, compare_books
from faults.checks import check_ended, check_executions, check_postings, unmet
from faults.evidence import Evidence
from faults.sales_checks import check_checkouts, check_heard
from faults.sales_evidence import CHECKOUTS, OnlineEvidence
from faults.sales_evidence import PAYMENTS as PAID_ONLINE
from faults.stage import Stage
from load.ground import OPERATORS, Ground
from wallet.core.public_ids import write_id

KINDS: Final = ("send", "till", "withdraw", "recharge", "checkout", "paid")
BOOKED: Final = """SELECT CASE m.kind WHEN 'send_money' THEN 'send' ELSE 'till' END AS kind, m.reference, m.amount,
        h.number AS whose
    FROM movement m JOIN phone h ON h.person_id = m.giver_id
    WHERE m.kind IN ('send_money', 'pay_till') AND m.at >= :since
    UNION ALL SELECT CASE p.direction WHEN 'pay' THEN 'withdraw' ELSE 'recharge' END, p.reference, p.amount, h.number
    FROM payment p JOIN phone h ON h.person_id = p.person_id
    WHERE p.checkout_id IS NULL AND p.direction IN ('pay', 'collect') AND p.created_at >= :since
    UNION ALL SELECT 'checkout', c.id::text, c.amount, c.reference FROM checkout c WHERE c.created_at >= :since
    UNION ALL SELECT 'paid', p.reference, c.amount, c.reference FROM checkout c JOIN payment p ON p.id = c.payment_id
    WHERE c.created_at >= :since"""
PAYMENTS: Final = """SELECT p.id::text, p.reference, p.rail, p.direction, p.party AS phone, p.amount, p.state,
        p.purpose, p.request_id::text, false AS pays, p.checkout_id IS NOT NULL AS of_checkout
    FROM payment p WHERE p.created_at >= :since ORDER BY p.created_at"""
POSTED: Final = """SELECT t.key, t.kind FROM transfer t WHERE t.key LIKE 'payment:%' AND t.posted_at >= :since"""
UNSENT: Final = """SELECT state, count(*) AS times FROM notice WHERE written_at >= :since AND state <> 'sent'
    GROUP BY state ORDER BY state"""
UNREPORTED: Final = """SELECT count(*) FROM notice n WHERE n.written_at >= :since AND n.state = 'sent'
    AND NOT EXISTS (SELECT FROM delivery d WHERE d.gateway_id = n.gateway_id)"""
UNANSWERED: Final = "SELECT count(*) FROM text_in WHERE heard_at >= :since AND state <> 'answered'"


def compare(ground: Ground, journal: Journal) -> Judgement:
    """Compare what was tried and told with the books."""
    return compare_books(ground.stage, journal, read_booked(ground), KINDS, ground.texts_before)


def read_booked(ground: Ground) -> list[Booked]:
    """Return what the books have of the load."""
    return [
        Booked(
            Attempt(row.kind, row.amount, row.whose),
            write_id("chk", row.reference) if row.kind == "checkout" else row.reference,
        )
        for row in ground.stage.rows(BOOKED, since=ground.since)
    ]


def find_wrongs(ground: Ground) -> Iterator[str]:
    """Yield all that is wrong with payments, postings, checkouts' events, texts, and `./mbongo check`."""
    stage = ground.stage
    yield from (f"the ledger: {one.invariant} on {one.account} ({one.detail})" for one in unmet(stage))
    found = gather(ground)
    yield from check_ended(found)
    yield from check_executions(found)
    yield from check_postings(replace(found, payments=[one for one in found.payments if not one.of_checkout]))
    sold = OnlineEvidence(stage.rows(PAID_ONLINE), stage.rows(CHECKOUTS), heard=read_heard(stage, ground.endpoint))
    yield from check_checkouts(sold)
    yield from check_heard(sold)
    for row in stage.rows(UNSENT, since=ground.since):
        yield f"{row.times} texts to people are {row.state}"
    if times := count(ground, UNREPORTED):
        yield f"{times} texts that left had no delivery report"
    if times := count(ground, UNANSWERED):
        yield f"{times} texts were not answered"


def count(ground: Ground, query: str) -> int:
    """Return what a query counts of the load."""
    return int(ground.stage.rows(query, since=ground.since)[0][0])


def gather(ground: Ground) -> Evidence:
    """Return payments with how they were posted, and what operators executed."""
    stage, posted = ground.stage, dict[str, list[str]]()
    for row in stage.rows(POSTED, since=ground.since):
        posted.setdefault(row.key.split(":")[1], []).append(row.kind)
    executed = [
        entry for rail in OPERATORS for entry in stage.get("journal", operator=rail, since=ground.executed_before[rail])
    ]
    return Evidence(payments=stage.rows(PAYMENTS, since=ground.since), executed=executed, posted=posted)


def read_heard(stage: Stage, endpoint: str) -> list[dict[str, Any]]:
    """Return what the business's endpoint was told."""
    found: list[dict[str, Any]] = stage.session.get(endpoint, timeout=60).json()["heard"]
    return found
