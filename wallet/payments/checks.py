"""Invariants between payments, what operators say, and the ledger."""

from typing import Final

from wallet.core.payment_states import UNDER_WAY, in_sql
from wallet.ledger.check import DUE, names_posted

# Each payment's end, by its own key or that of what it pays.
ENDS: Final = """(SELECT p.id AS payment_id, t.id AS transfer_id FROM payment p JOIN transfer t ON t.key IN (
        'payment:' || p.id, 'payment:' || p.id || ':returned',
        'payment:' || p.id || ':unclaimed', 'payment:' || p.id || ':kept')
    UNION ALL SELECT r.paid_with, t.id FROM request r JOIN transfer t ON t.key = 'request:' || r.id
      WHERE r.paid_with IS NOT NULL
    UNION ALL SELECT c.payment_id, t.id FROM checkout c JOIN transfer t ON t.key = 'checkout:' || c.id
      WHERE c.payment_id IS NOT NULL)"""
INVARIANTS: Final = {
    "a payment posts one end": f"""
        SELECT NULL, 'payment ' || p.reference || ': ' || count(*) FROM {ENDS} e JOIN payment p ON p.id = e.payment_id
        GROUP BY p.reference HAVING count(*) > 1""",
    "a payment's end is noted": f"""
        SELECT NULL, 'payment ' || p.reference || CASE WHEN e.payment_id IS NULL THEN ': noted, not posted'
                                                       ELSE ': posted, not noted' END
        FROM payment_posted n FULL JOIN {ENDS} e USING (payment_id) JOIN payment p ON p.id = payment_id
        WHERE n.payment_id IS NULL OR e.payment_id IS NULL""",
    "a payment ends the way it went, at its operator, for its person": f"""
        SELECT (SELECT string_agg(code, ', ' ORDER BY code) FROM account WHERE id = ANY (t.accounts)),
               'payment ' || p.reference || ' ' || p.direction || ': ' || t.kind
        FROM {ENDS} end_of JOIN payment p ON p.id = end_of.payment_id JOIN transfer t ON t.id = end_of.transfer_id
        LEFT JOIN transfer_link e ON e.by_id = t.id AND e.role = 'ends'
        WHERE t.posted_at >= (SELECT min(since) FROM transfer_kind)
        AND NOT EXISTS (SELECT FROM transfer_kind k WHERE k.kind = t.kind AND k.reason = 'trial') AND (
          e.target IS NOT DISTINCT FROM p.reservation
          AND transfer_size(t.amounts) IN (p.amount, p.amount + p.fee + p.tax)
          AND CASE p.direction
            WHEN 'collect' THEN EXISTS (SELECT FROM transfer_kind k WHERE k.kind = t.kind
              AND k.reason IN ('payment', 'paid_request', 'paid_checkout') AND 'operator_float' = ANY (k.takes))
              AND CASE WHEN p.beside IS NOT NULL
                         THEN t.kind IN ('hold_late_payment', 'keep_late_payment', 'keep_unclaimed')
                       WHEN p.checkout_id IS NOT NULL THEN t.kind NOT IN ('add_money', 'pay_request')
                       WHEN p.recharge_id IS NOT NULL THEN t.kind NOT IN ('pay_checkout', 'pay_request')
                       ELSE t.kind <> 'pay_checkout' AND (t.kind <> 'hold_late_payment'
                         OR p.request_id IS NOT NULL) END
            WHEN 'pay' THEN t.kind = 'keep_unclaimed' AND p.state <> 'succeeded'
              OR t.kind = ANY (CASE (SELECT h.kind FROM transfer h WHERE h.id = p.reservation)
                WHEN 'hold_payout' THEN '{{pay_payout,return_payout}}'
                ELSE '{{pay_withdrawal,return_withdrawal}}' END::text[])
            ELSE t.kind = 'pay_refund' OR p.state <> 'succeeded' AND (t.kind = 'keep_unclaimed'
              OR t.kind = CASE (SELECT h.kind FROM transfer h WHERE h.id = p.reservation)
                WHEN 'hold_late_payment' THEN 'keep_late_payment' ELSE 'return_refund' END) END
          AND account_named(CASE WHEN p.direction <> 'collect' THEN 'in_transit:' || p.rail
            WHEN p.currency <> 'XAF' THEN 'position:XAF' ELSE 'operator_float:' || p.rail END) = ANY (t.accounts)
          AND NOT EXISTS (SELECT FROM account a WHERE a.id = ANY (t.accounts) AND a.kind IN ('customer', 'merchant')
            AND NOT a.id = ANY (ARRAY(
              SELECT o.account_id FROM person o WHERE o.id = p.person_id AND p.checkout_id IS NULL
              UNION ALL SELECT m.account_id FROM checkout c JOIN merchant m ON m.id = c.merchant_id
                WHERE c.id = p.checkout_id AND t.kind = 'pay_checkout'
              UNION ALL SELECT o.account_id FROM phone f JOIN person o ON o.id = f.person_id WHERE f.number = p.party
              UNION ALL SELECT m.account_id FROM payout u JOIN merchant m ON m.id = u.merchant_id
                WHERE u.payment_id = p.id
              UNION ALL SELECT unnest(r.accounts) FROM transfer r WHERE r.id = p.reservation)))) IS NOT TRUE""",
    "what was charged abroad is posted beside its end": """
        SELECT 'position:' || p.currency, 'payment ' || p.reference || ': charged ' || p.charged || ', posted '
               || coalesce(transfer_size(t.amounts)::text, 'nothing')
        FROM payment p LEFT JOIN transfer t ON t.id = transfer_id('charged:' || p.id)
        WHERE p.currency <> 'XAF' AND (
          EXISTS (SELECT FROM payment_posted n WHERE n.payment_id = p.id) AND p.state = 'succeeded'
          AND (t.id IS NULL OR transfer_size(t.amounts) <> p.charged
            OR NOT t.accounts @> ARRAY[account_named('operator_float:' || p.rail || ':' || p.currency),
                                       account_named('position:' || p.currency)])
          OR p.state <> 'succeeded' AND t.id IS NOT NULL)""",
    "rounding is what charged amounts pay above their francs": """
        SELECT 'rounding', 'payment ' || p.reference || ': ' || rounding_left(p.id) || ' not posted' FROM payment p
        WHERE p.currency <> 'XAF' AND p.direction = 'collect' AND p.state = 'succeeded' AND rounding_left(p.id) <> 0""",
    "a payment abroad is charged what its quote says": """
        SELECT NULL, 'payment ' || p.reference || ': ' || p.charged || ' ' || p.currency
        FROM payment p LEFT JOIN quote q ON q.id = p.quote_id
        WHERE p.currency <> 'XAF' AND p.direction = 'collect' AND (q.currency = p.currency::text
          AND CASE WHEN p.beside IS NULL THEN p.amount = div(q.francs::numeric * p.charged, q.charged)
            AND abs(p.charged - q.charged) <= q.charged * coalesce((
              SELECT max(h.amount) FROM threshold h WHERE h.name = 'tolerance_' || p.rail), 0) / 1000000
          ELSE p.amount <= greatest(div(q.francs::numeric * p.charged, q.charged), 1) END) IS NOT TRUE""",
    "what came otherwise than asked stands beside what asked for it, which came to nothing or to its success": """
        SELECT NULL, 'payment ' || b.reference || ' beside ' || p.reference || ', ' || p.state
        FROM payment b JOIN payment p ON p.id = b.beside
        WHERE b.state <> 'succeeded' OR p.state NOT IN ('succeeded', 'failed', 'expired') OR p.beside IS NOT NULL
        OR (b.direction, b.rail, b.party, b.person_id, b.currency, b.checkout_id, b.recharge_id, b.request_id)
          IS DISTINCT FROM
          (p.direction, p.rail, p.party, p.person_id, p.currency, p.checkout_id, p.recharge_id, p.request_id)""",
    "our float at an operator was told when it was asked": """
        SELECT 'operator_float:' || rail, 'told at ' || coalesce(float_told_at::text, 'no time') FROM operator
        WHERE (float_told IS NULL) <> (float_told_at IS NULL)
        OR float_told_at > coalesce(float_asked_at, '-infinity')""",
    "what reserves a payment was posted": names_posted("payment", "reservation"),
    "what is in transit is what payments under way reserve": f"""
        SELECT a.code, 'in transit ' || a.balance + coalesce(d.due, 0) || ', under way ' || coalesce(p.total, 0)
        FROM account a LEFT JOIN {DUE} d ON d.account_id = a.id
        LEFT JOIN (SELECT 'in_transit:' || rail AS code, sum(amount + fee + tax) AS total FROM payment
                   WHERE reservation IS NOT NULL AND state IN {in_sql(UNDER_WAY)} GROUP BY rail
                   UNION ALL SELECT 'in_transit:bank', sum(p.amount + p.fee)
                   FROM payout p JOIN settlement_account s ON s.id = p.account_id AND s.kind = 'bank'
                   WHERE p.state = 'pending'
                   UNION ALL SELECT 'in_transit:salaries', sum(l.amount + l.fee + l.tax)
                   FROM payroll b JOIN payroll_line l ON l.payroll_id = b.id AND l.state = 'waiting'
                   WHERE b.state = 'paying') p ON p.code = a.code
        WHERE a.kind = 'in_transit' AND a.balance + coalesce(d.due, 0) <> coalesce(p.total, 0)""",
}
