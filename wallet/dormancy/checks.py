"""Invariants between dormant wallets, the money that is kept apart of them, and the ledger."""

from typing import Final

from wallet.ledger.check import DUE

INVARIANTS: Final = {
    "what is kept apart of dormant wallets is what their lists moved": f"""
        SELECT a.code, 'holds ' || a.balance + coalesce(d.due, 0) || ', on lists ' || lists.total
        FROM account a LEFT JOIN {DUE} d ON d.account_id = a.id CROSS JOIN LATERAL (
          SELECT coalesce(sum(l.amount), 0)::bigint AS total FROM dormant_line l WHERE l.state = 'moved') lists
        WHERE a.code = 'unclaimed:dormant' AND a.balance + coalesce(d.due, 0) <> lists.total""",
    "money of a dormant wallet was moved, and given back, by two": """
        SELECT NULL, 'N' || l.batch_id || ' ' || l.person_id FROM dormant_line l
        WHERE l.state IN ('moved', 'returned', 'handed') AND NOT EXISTS (
          SELECT FROM staff_act s WHERE s.kind = 'move_dormant' AND s.subject = 'N' || l.batch_id)
        OR l.state = 'returned' AND NOT EXISTS (
          SELECT FROM staff_act s WHERE s.kind = 'return_dormant' AND s.subject = l.person_id::text)""",
    "what was handed over of dormant wallets is what two agreed to": """
        SELECT NULL, 'H' || h.handover_id || ' of ' || h.total FROM (
          SELECT handover_id, sum(amount)::bigint AS total FROM dormant_line WHERE state = 'handed' GROUP BY 1) h
        WHERE NOT EXISTS (SELECT FROM staff_act s JOIN transfer t ON t.id::text = s.after ->> 'transfer'
          WHERE s.kind = 'hand_over_dormant' AND s.subject = 'H' || h.handover_id
          AND t.kind = s.kind AND transfer_size(t.amounts) = h.total)""",
    "after how long wallets are dormant is what two agreed to": """
        SELECT NULL, r.since::text FROM dormancy_rule r WHERE r.since <> '-infinity' AND NOT EXISTS (
          SELECT FROM staff_act s JOIN staff_request q ON q.id = s.request_id WHERE s.request_id = r.request_id
          AND s.kind = 'set_dormancy_rule' AND q.content -> 'numbers' = jsonb_build_object('dormant', r.dormant_months,
            'warn', r.warn_days, 'unclaimed', r.unclaimed_months, 'handover', r.handover_months)
          AND (q.content ->> 'day')::date = (r.since AT TIME ZONE 'Africa/Douala')::date)""",
}
