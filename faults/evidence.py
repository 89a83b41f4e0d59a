"""Evidence of a run, gathered once it rests: our rows, what the operators executed, what people were told."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from redis.exceptions import RedisError

from faults.stage import Stage
from faults.trouble import LIES
from wallet.agents import cash_outs

# `pays`: whether it is the one that paid its request. `owner`: whose wallet it is from or to, or whose shop's.
# `salary`: whether it is a payout that pays one.
PAYMENTS: Final = """SELECT p.id::text, p.reference, p.rail, p.direction, p.party AS phone, p.amount, p.state,
        p.purpose, EXISTS (SELECT FROM payout o WHERE o.payment_id = p.id AND o.for_salary) AS salary,
        p.request_id::text, p.refunds::text, COALESCE(r.paid_with = p.id, FALSE) AS pays,
        (SELECT number FROM phone h WHERE h.person_id = p.person_id) AS owner
    FROM payment p LEFT JOIN request r ON r.id = p.request_id
    LEFT JOIN payment b ON b.id = p.refunds
    WHERE p.checkout_id IS NULL AND p.recharge_id IS NULL AND b.recharge_id IS NULL
    ORDER BY p.created_at"""
# `ended`: the kinds of the transfers that ended its hold; `owner` is who gave the money, "" when nobody of ours did.
ENDED: Final = """ARRAY(SELECT t.kind FROM transfer_link l JOIN transfer t ON t.id = l.by_id
            WHERE l.target = {hold} AND l.role = 'ends')"""
CASH_OUTS: Final = f"""SELECT 'cash_out' AS what, c.id::text, c.reference, c.state, c.amount, o.number AS owner,
        a.number AS other, {ENDED.format(hold="c.held")} AS ended
    FROM cash_out c JOIN phone o ON o.person_id = c.customer_id
    JOIN agent g ON g.code = c.agent_code JOIN phone a ON a.person_id = g.person_id"""  # noqa: S608 - a constant
CLAIMS: Final = f"""SELECT 'claim' AS what, c.id::text, c.reference, c.state, c.amount, COALESCE(o.number, '') AS owner,
        c.phone AS other, {ENDED.format(hold="c.hold")} AS ended
    FROM claim c LEFT JOIN phone o ON o.person_id = c.sender_id"""  # noqa: S608 - a constant
# `credits`: how often the one who asks was credited with it.
REQUESTS: Final = """SELECT 'request' AS what, r.id::text, r.reference, r.state, r.amount, o.number AS owner,
        r.phone AS other, (SELECT count(*) FROM entry e
            WHERE e.account_id = p.account_id AND e.amount = r.amount AND e.kind = 'pay_request') AS credits
    FROM request r JOIN person p ON p.id = r.asker_id JOIN phone o ON o.person_id = p.id"""
# What people see in their histories, but for what was paid at pages (sales_checks.py, recharging.py).
# `undone`: how much of it was given back, in how many pieces.
MOVEMENTS: Final = """SELECT m.kind, m.reference, m.amount, COALESCE(g.number, '') AS giver,
        COALESCE(r.number, '') AS receiver, count(u.by_id) AS pieces, COALESCE(sum(u.size), 0)::bigint AS undone
    FROM movement m LEFT JOIN phone g ON g.person_id = m.giver_id LEFT JOIN phone r ON r.person_id = m.receiver_id
    LEFT JOIN transfer_link u ON u.target = m.transfer_id AND u.role = 'undoes'
    WHERE NOT EXISTS (SELECT FROM payment p WHERE p.reference = m.reference
        AND (p.checkout_id IS NOT NULL OR p.recharge_id IS NOT NULL))
    GROUP BY m.transfer_id, m.kind, m.reference, m.amount, g.number, r.number"""
ALIKE: Final = {"money_sent_again": "money_sent"}  # one receipt in two wordings
NOTICES: Final = """SELECT id::text, phone, language, sentence, "values", kind, state, tries FROM notice"""
# All that is kept in words: nothing of it may hold a one-time code.
KEPT: Final = """SELECT "values"::text FROM notice UNION ALL SELECT content::text || "values"::text FROM operation
    UNION ALL SELECT text FROM text_in UNION ALL SELECT content::text FROM ask"""


@dataclass(frozen=True)
class Evidence:
    """All that a run left behind, ours and others'.

    `executed`, `texts`, `strikes`: by the simulators; `told`: references people read on a screen; `posted`: the kinds
    of transfers posted under a payment's id; `codes`: of cash-outs, by reference.
    """

    payments: list[Any] = field(default_factory=list)
    executed: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    strikes: list[dict[str, Any]] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    notices_killed: int = 0
    notices: list[Any] = field(default_factory=list)
    posted: dict[str, list[str]] = field(default_factory=dict)
    cash_outs: list[Any] = field(default_factory=list)
    claims: list[Any] = field(default_factory=list)
    requests: list[Any] = field(default_factory=list)
    movements: list[Any] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    kept: str = ""

    def lied_of(self, payment: Any) -> bool:
        """True when the operator told the contrary of what it did, of this payment's number."""
        return any(
            one["fault"] in LIES and one["party"] == payment.rail and payment.phone in one["phones"]
            for one in self.strikes
        )

    @property
    def receipts(self) -> Counter[tuple[str, str, str]]:
        """Count of each receipt written, by (sentence, reference, phone)."""
        known = (
            (ALIKE.get(one.sentence, one.sentence), one.values.get("reference", ""), one.phone) for one in self.notices
        )
        return Counter(line for line, one in zip(known, self.notices, strict=True) if one.kind == "receipt")


def gather(
    stage: Stage, phones: set[str], since: dict[str, int], told: list[tuple[str, str]], notices_killed: int
) -> Evidence:
    """Return all evidence of a run; `since`: the counts of journals, inboxes and strikes when it began."""
    payments = stage.rows(PAYMENTS)
    ours = {payment.reference for payment in payments}
    sold = {row[0] for row in stage.rows("SELECT reference FROM payment WHERE checkout_id IS NOT NULL")}
    executed = [
        entry
        for rail in ("mtn", "orange")
        for entry in stage.get("journal", operator=rail, since=since[rail])
        if (entry["phone"] in phones or entry["order"] in ours) and entry["order"] not in sold
    ]
    posted: dict[str, list[str]] = {}
    for row in stage.rows("SELECT key, kind FROM transfer WHERE key LIKE 'payment:%'"):
        posted.setdefault(row.key.split(":")[1], []).append(row.kind)
    paid_in_cash = stage.rows(CASH_OUTS)
    return Evidence(
        payments,
        executed,
        [text for text in stage.get("messages", since=since["texts"]) if text["to"] in phones],
        stage.get("faults/struck", since=since["strikes"]),
        told,
        notices_killed,
        stage.rows(NOTICES),
        posted,
        paid_in_cash,
        stage.rows(CLAIMS),
        stage.rows(REQUESTS),
        stage.rows(MOVEMENTS),
        {one.reference: cash_outs.compute_code(stage.wallets["web"].secrets, one.id) for one in paid_in_cash},
        "\n".join((*(row[0] for row in stage.rows(KEPT) if row[0]), *in_valkey(stage), stage.new_logs())),
    )


def in_valkey(stage: Stage) -> Iterable[str]:
    """Return every plain value in Valkey: sessions hold screens."""
    try:
        keys = [key for key in stage.redis.scan_iter() if stage.redis.type(key) == b"string"]
        return map(repr, stage.redis.mget(keys)) if keys else []
    except RedisError:
        return []
