"""Invariants of the books by day, each one query that finds where it does not hold."""

from typing import Final

from wallet.ledger.check import DUE

SUMMED: Final = """(SELECT (t.posted_at AT TIME ZONE 'Africa/Douala')::date AS day, a.kind AS account_kind,
      CASE WHEN a.accrued THEN a.id ELSE 0 END AS account_id, t.kind, a.currency,
      sum(greatest(-l.amount, 0)) AS debits, sum(greatest(l.amount, 0)) AS credits, count(*) AS legs
    FROM transfer t CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (account_id, amount)
    JOIN account a ON a.id = l.account_id
    WHERE t.posted_at < (SELECT until FROM day_summed) GROUP BY 1, 2, 3, 4, 5)"""
MOVED: Final = """(SELECT s.day, s.account_kind, coalesce(a.code, '') AS account,
      CASE WHEN s.account_kind IN ('fees', 'commissions') THEN s.kind ELSE '' END AS kind, s.currency::text,
      sum(s.debits)::bigint AS debits, sum(s.credits)::bigint AS credits
    FROM day_sum s LEFT JOIN account a ON a.id = s.account_id GROUP BY 1, 2, 3, 4, 5)"""
TOLD: Final = """(SELECT c.day, f ->> 0 AS account_kind, f ->> 1 AS account, f ->> 2 AS kind, f ->> 3 AS currency,
      (f ->> 4)::bigint AS opening, (f ->> 5)::bigint AS debits, (f ->> 6)::bigint AS credits
    FROM closed_day c CROSS JOIN LATERAL jsonb_array_elements(c.figures::jsonb) f)"""
KEY: Final = "(day, account_kind, account, kind, currency)"
FAR: Final = "DATE '2999-12-31'"  # after everything that is posted
INVARIANTS: Final[dict[str, str]] = {
    "a day is added up as it was posted": f"""
        SELECT coalesce(a.code, account_kind), day || ' ' || s.kind || ' ' || s.currency || ': summed '
          || concat_ws(' ', s.debits, s.credits, s.legs) || ', posted ' || concat_ws(' ', p.debits, p.credits, p.legs)
        FROM (SELECT * FROM day_sum) s FULL JOIN {SUMMED} p USING (day, account_kind, account_id, kind, currency)
        LEFT JOIN account a ON a.id = account_id
        WHERE (s.debits, s.credits, s.legs) IS DISTINCT FROM (p.debits, p.credits, p.legs)""",
    "what accounts hold is what their days came to": f"""
        SELECT name, currency || ': holds ' || coalesce(held, 0) || ', days ' || coalesce(come_to, 0)
        FROM (SELECT CASE WHEN a.accrued THEN a.code ELSE a.kind END AS name, a.currency,
                sum(a.balance + coalesce(d.due, 0)) AS held
              FROM account a LEFT JOIN {DUE} d ON d.account_id = a.id GROUP BY 1, 2) now
        FULL JOIN (SELECT coalesce(nullif(account, ''), account_kind) AS name, currency,
                sum(opening + credits - debits) AS come_to
              FROM list_day({FAR}) GROUP BY 1, 2) days USING (name, currency)
        WHERE coalesce(held, 0) <> coalesce(come_to, 0)""",
    "a closed day is as it was posted": f"""
        SELECT coalesce(nullif(account, ''), account_kind), day || ' ' || currency || ': closed with '
          || concat_ws(' ', t.debits, t.credits) || ', moved ' || concat_ws(' ', m.debits, m.credits)
        FROM (SELECT * FROM {TOLD} told WHERE debits + credits <> 0) t
        FULL JOIN (SELECT * FROM {MOVED} moved WHERE day IN (SELECT day FROM closed_day)) m USING {KEY}
        WHERE (t.debits, t.credits) IS DISTINCT FROM (m.debits, m.credits)""",
    "a closed day opens as the one before it closed": f"""
        SELECT coalesce(nullif(account, ''), account_kind), day || ' ' || currency || ': opened with '
          || coalesce(t.opening, 0) || ', closed before with ' || coalesce(b.closing, 0)
        FROM {TOLD} t FULL JOIN (
          SELECT day + 1 AS day, account_kind, account, kind, currency, opening + credits - debits AS closing
          FROM {TOLD} told WHERE day < (SELECT max(day) FROM closed_day)) b USING {KEY}
        WHERE coalesce(t.opening, 0) <> coalesce(b.closing, 0)""",
    "closed days are a chain, each closed by two": """
        SELECT NULL, c.day::text FROM (SELECT *, lag(hash) OVER past AS hash_before, lag(day) OVER past AS day_before
          FROM closed_day WINDOW past AS (ORDER BY day)) c
        WHERE c.hash <> closed_day_hash(c.day, c.figures, c.hash_before) OR c.day <> c.day_before + 1
        OR NOT EXISTS (SELECT FROM staff_act a WHERE a.request_id = c.request_id AND a.kind = 'close_day'
          AND a.subject = 'books ' || c.day AND a.after ->> 'hash' = encode(c.hash, 'hex'))""",
    "closed months are a chain, each closed by two, its days closed": """
        SELECT NULL, c.month::text
        FROM (SELECT *, lag(hash) OVER past AS hash_before, lag(month) OVER past AS month_before
          FROM closed_month WINDOW past AS (ORDER BY month)) c
        LEFT JOIN closed_day d ON d.day = last_day(c.month)
        WHERE c.hash <> closed_month_hash(c.month, c.figures, c.hash_before)
        OR c.month <> c.month_before + interval '1 month'
        OR c.figures::jsonb ->> 'day' IS DISTINCT FROM encode(d.hash, 'hex')
        OR NOT EXISTS (SELECT FROM staff_act a WHERE a.request_id = c.request_id AND a.kind = 'close_month'
          AND a.subject = 'books ' || to_char(c.month, 'YYYY-MM') AND a.after ->> 'hash' = encode(c.hash, 'hex'))""",
    "what was declared of a month is what was posted in it": """
        SELECT NULL, r.tax || ' ' || r.month || ': declared ' || r.figures FROM month_return r
        WHERE r.figures <> return_figures(r.tax, r.month)
        OR NOT EXISTS (SELECT FROM staff_act a WHERE a.request_id = r.request_id AND a.kind = 'make_return'
          AND a.subject = concat_ws(' ', 'return', r.tax, to_char(r.month, 'YYYY-MM')))""",
}
