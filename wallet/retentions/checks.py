"""Invariants between what retains money, the accounts it is on, and what was paid of it."""

from typing import Final

INVARIANTS: Final = {
    "an account keeps what its orders and lists retain": """
        SELECT a.code, 'retained ' || a.retained || ', by rows ' || retained_of(a.id) FROM account a
        WHERE (a.retained > 0 OR EXISTS (SELECT FROM retention r WHERE r.account_id = a.id AND r.ended_at IS NULL))
        AND a.retained <> retained_of(a.id)""",
    "what was paid of an order was posted": """
        SELECT a.code, 'R' || r.id || ': paid ' || r.paid || ', posted ' || posted.total
        FROM retention r JOIN account a ON a.id = r.account_id CROSS JOIN LATERAL (
          SELECT coalesce(sum(-e.amount), 0)::bigint AS total FROM entry e JOIN transfer t ON t.id = e.transfer_id
          WHERE (e.account_id, e.kind) = (r.account_id, 'pay_retained')
          AND split_part(t.key, ':', 2) = r.id::text) posted
        WHERE r.paid <> posted.total""",
    "what retains money was agreed to by two": """
        SELECT a.code, 'R' || r.id FROM retention r JOIN account a ON a.id = r.account_id
        WHERE r.cause = 'order' AND NOT EXISTS (
          SELECT FROM staff_act s WHERE s.kind = 'retain_money' AND s.after ->> 'retention' = 'R' || r.id)""",
    "what is lifted was lifted by two": """
        SELECT a.code, 'R' || r.id FROM retention r JOIN account a ON a.id = r.account_id
        WHERE r.cause = 'order' AND r.ended_at IS NOT NULL AND r.paid <> coalesce(r.amount, -1) AND NOT EXISTS (
          SELECT FROM staff_act s WHERE s.kind = 'lift_retention' AND s.subject = 'R' || r.id)""",
}
