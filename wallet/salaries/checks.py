"""Invariants between payrolls, their lines, and the money that was put aside for them and that these moved."""

from typing import Final

INVARIANTS: Final = {
    "a payroll put its money aside whole, as another member than its maker approved": """
        SELECT NULL, 'payroll ' || coalesce(b.reference, t.key) || ' ' || coalesce(b.state, 'is none')
        FROM (SELECT * FROM transfer WHERE key LIKE 'payroll:%') t
        FULL JOIN (SELECT b.*, m.account_id AS shop FROM payroll b JOIN merchant m ON m.id = b.merchant_id
          WHERE b.state IN ('paying', 'done')) b ON t.key = 'payroll:' || b.id
        LEFT JOIN LATERAL (SELECT count(*) AS lines, sum(l.amount) AS amount, sum(l.fee) AS fee, sum(l.tax) AS tax,
          count(*) FILTER (WHERE l.state = 'waiting') AS waiting
          FROM payroll_line l WHERE l.payroll_id = b.id) l ON true
        WHERE t.id IS NULL OR b.id IS NULL OR t.kind <> 'hold_salaries'
          OR t.amounts[array_position(t.accounts, b.shop)] IS DISTINCT FROM -(b.amount + b.fee + b.tax)
          OR (l.lines, l.amount, l.fee, l.tax)
            IS DISTINCT FROM (b.lines::bigint, b.amount::numeric, b.fee::numeric, b.tax::numeric)
          OR b.state = 'done' AND l.waiting > 0 OR b.decided_by = b.made_by
          OR NOT EXISTS (SELECT FROM operation o WHERE o.kind = 'decide_payroll' AND o.refused IS NOT TRUE
            AND o.actor_id = b.decided_by::text AND (o.content ->> 'payroll_id')::uuid = b.id
            AND o.content ->> 'agreed' <> '0' AND (o.content ->> 'amount')::bigint = b.amount)""",
    "a line of a payroll was paid once, or came back whole": """
        SELECT NULL, 'line ' || coalesce(l.id::text, t.key) || ' ' || coalesce(l.state, 'is none')
        FROM (SELECT * FROM transfer WHERE key LIKE 'salary:%') t
        FULL JOIN (SELECT l.*, o.account_id AS payee, m.account_id AS shop,
            'salary:' || l.id || CASE l.state WHEN 'failed' THEN ':returned' ELSE '' END AS key FROM payroll_line l
          JOIN payroll b ON b.id = l.payroll_id JOIN merchant m ON m.id = b.merchant_id
          LEFT JOIN person o ON o.id = l.person_id WHERE l.state IN ('paid', 'failed')) l
          ON t.key = l.key
        WHERE t.id IS NULL OR l.id IS NULL OR CASE l.state
          WHEN 'paid' THEN l.way <> 'wallet' OR t.kind <> 'pay_salary'
            OR t.amounts[array_position(t.accounts, l.payee)] IS DISTINCT FROM l.amount
          ELSE t.kind <> 'return_salary' OR t.amounts[array_position(t.accounts, l.shop)]
            IS DISTINCT FROM l.amount + l.fee + l.tax END""",
    "a payout that pays a salary is a line that was sent, to whom it says": """
        SELECT NULL, 'line ' || coalesce(l.id, p.id) || ' ' || coalesce(l.state, 'is none')
        FROM (SELECT l.*, b.merchant_id FROM payroll_line l JOIN payroll b ON b.id = l.payroll_id
          WHERE l.state = 'sent') l
        FULL JOIN (SELECT p.*, s.kind AS way, s.rail, s.number, s.removed_at FROM payout p
          JOIN settlement_account s ON s.id = p.account_id WHERE p.for_salary) p ON p.id = l.id
        WHERE (l.merchant_id, l.amount, l.fee, l.reference, l.id, l.way, l.rail, l.number)
            IS DISTINCT FROM (p.merchant_id, p.amount, p.fee, p.reference, p.account_id, p.way, p.rail, p.number)
          OR p.removed_at IS NULL""",
    "what a line tries again came back, and is tried once": """
        SELECT NULL, 'line ' || l.id || ' tries ' || r.id FROM payroll_line l JOIN payroll_line r ON r.id = l.retries
        JOIN payroll b ON b.id = l.payroll_id WHERE b.parent_id IS DISTINCT FROM r.payroll_id OR NOT is_line_back(r)""",
}
