"""Invariants of invoices: numbers without a gap, hashes in a chain, sums that add up, and who asks for what is left."""

from typing import Final

INVARIANTS: Final = {
    "invoices of a series have no gap, and each stays as it was hashed": """
        SELECT NULL, 'series ' || coalesce(i.merchant_id, s.merchant_id) || ' ' || coalesce(i.kind, s.kind) || ' '
               || coalesce(i.year, s.year) || ': ' || coalesce(i.number, 'none') || ' at ' || coalesce(i.nth, 0)
        FROM (SELECT *, row_number() OVER w AS nth, coalesce(lag(hash) OVER w, '') AS before,
                lag(issued_on) OVER w AS day_before, lead(id) OVER w IS NULL AS last
              FROM invoice WHERE state = 'final' WINDOW w AS (PARTITION BY merchant_id, kind, year ORDER BY place)) i
        FULL JOIN invoice_series s ON (s.merchant_id, s.kind, s.year) = (i.merchant_id, i.kind, i.year)
        WHERE i.id IS NULL OR s.taken IS NULL OR i.nth <> i.place
        OR i.hash <> sha256(i.before || convert_to(i.canonical, 'UTF8')) OR i.issued_on < i.day_before
        OR i.canonical::jsonb ->> 'invoice_number' <> i.number OR i.number <> invoice_number(i.kind, i.year, i.place)
        OR i.last AND (s.taken, s.last_hash, s.last_on) <> (i.place, i.hash, i.issued_on)""",
    "an invoice adds up, rate by rate, as it was issued": """
        SELECT NULL, 'invoice ' || coalesce(i.number, i.id::text) || ': net ' || i.net || ' of ' || coalesce(l.net, 0)
               || ', VAT ' || i.vat || ' of ' || coalesce(l.vat, 0)
        FROM invoice i LEFT JOIN (
          SELECT invoice_id, sum(net) AS net, sum(vat) AS vat FROM (
            SELECT invoice_id, sum(net) AS net, round(sum(net) * ppm / 1000000.0) AS vat
            FROM invoice_line GROUP BY invoice_id, vat, ppm) rate GROUP BY invoice_id) l ON l.invoice_id = i.id
        WHERE (i.net, i.vat) IS DISTINCT FROM (l.net, l.vat)
        OR i.state = 'final' AND NOT EXISTS (SELECT FROM (SELECT i.canonical::jsonb -> 'document_totals' AS t) said
          WHERE (i.net, i.vat, i.total, i.withheld, i.deposit, i.payable) = (
            (t ->> 'total_without_vat')::bigint, (t ->> 'total_vat_amount')::bigint,
            (t ->> 'total_with_vat')::bigint, (t ->> 'withheld_amount')::bigint, (t ->> 'paid_amount')::bigint,
            (t ->> 'amount_due_for_payment')::bigint))""",
    "a line of an invoice costs what it says": """
        SELECT NULL, 'invoice ' || invoice_id || ' line ' || place || ': ' || net FROM invoice_line
        WHERE net <> greatest(round(quantity * unit_price) - discount, 0)
        OR discount_percent IS NOT NULL AND discount <> round(quantity * unit_price * discount_percent / 100)""",
    "an invoice is taken back at most whole": """
        SELECT NULL, 'invoice ' || i.number || ' of ' || i.total || ', taken back ' || sum(n.total)
        FROM invoice n JOIN invoice i ON i.id = n.of_id WHERE n.kind = 'credit_note' AND n.state = 'final'
        GROUP BY i.id HAVING sum(n.total) > i.total OR i.kind <> 'invoice' OR i.state <> 'final'
          OR bool_or(n.merchant_id <> i.merchant_id)""",
    "a checkout that a bank paid has its line, and two who agreed": """
        SELECT NULL, 'checkout ' || coalesce(c.id, x.checkout_id) || ', L' || coalesce(x.line_id, 0)
        FROM (SELECT * FROM checkout WHERE paid_by = 'bank') c FULL JOIN bank_line_paid x ON x.checkout_id = c.id
        LEFT JOIN bank_line b ON b.id = x.line_id LEFT JOIN transfer t ON t.id = c.paid_with
        LEFT JOIN bank_account k ON k.id = b.account_id
        WHERE c.id IS NULL OR x.line_id IS NULL OR b.state <> 'matched' OR b.amount < c.amount
        OR coalesce(t.amounts[array_position(t.accounts, account_named('bank:' || k.rib))],
          -- before banks had accounts of their own
          t.amounts[array_position(t.accounts, account_named('cash'))]) IS DISTINCT FROM -c.amount
        OR NOT EXISTS (SELECT FROM staff_act a WHERE a.kind = 'pay_bank_line' AND a.subject = 'L' || b.id
          AND a.approved_by IS NOT NULL AND a.after ->> 'checkout' = c.id::text)""",
    "what pays an invoice is its own shop's": """
        SELECT NULL, 'checkout ' || c.id || ' of ' || coalesce(i.number, i.id::text)
        FROM checkout c JOIN invoice i ON i.id = c.invoice_id
        WHERE c.merchant_id <> i.merchant_id OR i.kind = 'credit_note'""",
    "an open checkout of an invoice asks for what is left": """
        SELECT NULL, 'checkout ' || c.id || ' of ' || i.number || ' asks for ' || c.amount
        FROM checkout c JOIN invoice i ON i.id = c.invoice_id
        CROSS JOIN LATERAL (SELECT coalesce(sum(n.payable), 0) AS credited FROM invoice n
          WHERE n.of_id = i.id AND n.kind = 'credit_note' AND n.state = 'final') back
        CROSS JOIN LATERAL (SELECT coalesce(sum(p.amount), 0) AS paid, coalesce(sum(p.refunded), 0) AS returned
          FROM checkout p WHERE p.invoice_id = i.id AND p.state = 'paid') paid
        WHERE c.state = 'open' AND (i.state <> 'final' OR c.merchant_id <> i.merchant_id
          OR NOT c.amount BETWEEN i.payable - back.credited - paid.paid
            AND i.payable - back.credited - paid.paid + paid.returned)""",
}
