"""Invariants of what stops people, agents and cases: what lifts.sql asks before it is lifted, looked for at rest."""

from typing import Final

# The last that staff did of these kinds to each subject, a person's id or an agent's code.
LAST: Final = """(SELECT DISTINCT ON (subject) subject, kind FROM staff_act WHERE kind = ANY ({kinds})
    ORDER BY subject, number DESC)"""
FROZEN: Final = LAST.format(kinds="'{freeze_wallet,unfreeze_wallet,detach_number}'")
SUSPENDED: Final = LAST.format(kinds="'{suspend_agent,reinstate_agent,close_agent}'")
INVARIANTS: Final = {
    "a frozen wallet is let go by an act": f"""
        SELECT a.code, 'frozen by staff, ' || p.state FROM {FROZEN} last JOIN person p ON p.id::text = last.subject
        JOIN account a ON a.id = p.account_id WHERE last.kind = 'freeze_wallet' AND p.state <> 'frozen'""",
    "a wallet is closed by its owner or an act": """
        SELECT a.code, 'closed' FROM person p JOIN account a ON a.id = p.account_id
        WHERE p.state = 'closed' AND NOT EXISTS (
          SELECT FROM operation o WHERE o.kind = 'close_wallet' AND o.actor_id = p.id::text AND o.refused IS NOT TRUE)
        AND NOT EXISTS (SELECT FROM staff_act s WHERE s.kind = 'detach_number' AND s.subject = p.id::text)""",
    "a higher tier was agreed to by two": """
        SELECT a.code, 'tier ' || p.tier FROM person p JOIN account a ON a.id = p.account_id
        WHERE p.tier > 1 AND NOT EXISTS (
          SELECT FROM staff_act s WHERE s.kind = 'identify_wallet' AND s.subject = p.id::text)""",
    "a wallet is locked for its robbed owner while its lock stands": """
        SELECT a.code, CASE WHEN p.robbed THEN 'locked' ELSE 'not locked' END FROM person p
        JOIN account a ON a.id = p.account_id
        WHERE p.robbed <> EXISTS (SELECT FROM robbed_lock l WHERE l.person_id = p.id AND l.lifted_at IS NULL)""",
    "a suspended agent is reinstated by an act": f"""
        SELECT a.code, 'suspended by staff, ' || g.state FROM {SUSPENDED} last JOIN agent g ON g.code = last.subject
        JOIN account a ON a.id = g.float_id WHERE last.kind = 'suspend_agent' AND g.state = 'open'""",
    "a case is closed by an act": """
        SELECT NULL, 'C' || c.number || ' ' || c.kind FROM case_file c WHERE c.state = 'closed' AND NOT EXISTS (
          SELECT FROM staff_act s WHERE s.subject = 'C' || c.number
          AND s.kind IN ('close_case', 'decide_contest', 'pay_unclaimed', 'decide_alerts'))
        AND NOT EXISTS (SELECT FROM sanction_hit h JOIN staff_act s ON s.subject = 'X' || h.id
          WHERE h.case_number = c.number AND s.kind IN ('decide_hit', 'clear_hit'))
        AND NOT EXISTS (SELECT FROM payment p JOIN staff_act s ON s.subject = p.reference
          WHERE p.id = c.payment_id AND s.kind = 'settle_payment')
        AND NOT EXISTS (SELECT FROM bank_line b JOIN staff_act s ON s.subject = 'L' || b.id
          WHERE b.case_id = c.id AND s.kind IN ('pay_bank_line', 'match_bank_line'))
        AND NOT EXISTS (SELECT FROM bank_line b JOIN staff_act s ON s.subject = 'B' || b.file_id
          WHERE b.case_id = c.id AND b.booked_at IS NOT NULL AND s.kind = 'book_payouts')
        AND NOT EXISTS (SELECT FROM bank_line b JOIN bank_leg g ON g.line_id = b.id WHERE b.case_id = c.id)""",
    "what moves did at banks is what was posted, and a line that tells of it says the same": """
        SELECT a.code, 'M' || coalesce(g.id::text, ' of none') || ' ' || t.kind FROM transfer t
        CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (id, amount)
        JOIN account a ON a.id = l.id AND a.kind IN ('trust_bank', 'own_bank')
        JOIN transfer_kind k ON k.kind = t.kind AND k.named && '{move_money,pay_retained,hand_over_dormant}'
        LEFT JOIN bank_account b ON a.code = 'bank:' || b.rib
        LEFT JOIN bank_leg g ON (g.transfer_id, g.account_id) = (t.id, b.id)
        LEFT JOIN bank_line n ON n.id = g.line_id
        WHERE g.amount IS DISTINCT FROM -l.amount OR g.line_id IS NOT NULL
          AND ((n.account_id, n.amount) IS DISTINCT FROM (g.account_id, g.amount) OR n.state <> 'open')""",
    "what a person said that a bank's line pays is an act": """
        SELECT NULL, 'L' || b.id || concat(' ', b.checkout_id, b.payout_id) FROM bank_line b
        WHERE b.how = 'person' AND NOT EXISTS (
          SELECT FROM staff_act s WHERE s.kind = 'match_bank_line' AND s.subject = 'L' || b.id)""",
    "a contest is decided by an act": """
        SELECT NULL, 'C' || k.case_number || ' ' || k.state FROM contest k WHERE k.state <> 'open' AND NOT EXISTS (
          SELECT FROM staff_act s WHERE s.kind = 'decide_contest' AND s.subject = 'C' || k.case_number)""",
}
