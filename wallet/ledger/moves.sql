-- What two of staff move between accounts of the house, and from there to people (move_money): judged as it is posted.

-- Have moves, and roll-ups, take turns: no posting of anything else waits for it.
CREATE OR REPLACE FUNCTION lock_moves() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM account_kind WHERE accrued ORDER BY kind FOR NO KEY UPDATE;
END $$;

-- What is ours of all that trust accounts, operators and tills hold: what we earned and paid in, less what we spent and what
-- stands in our own banks already; less what is missing, as long as nobody knows where it is.
CREATE OR REPLACE FUNCTION house_left() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(sum(CASE a.kind WHEN 'suspense' THEN least(b.now, 0) ELSE b.now END), 0)::bigint
  FROM account a CROSS JOIN LATERAL (
    SELECT a.balance + coalesce((SELECT sum(d.amount) FROM accrual_due d WHERE d.account_id = a.id), 0) AS now) b
  WHERE a.currency = 'XAF' AND a.kind IN (
    'fees', 'rounding', 'commissions', 'bank_charges', 'losses', 'other_income', 'capital', 'own_bank', 'suspense')
$$;

-- The accounts that a move of this kind would take more from than they hold, or than is due on them; each with what it may
-- take. What waits in suspense is only ever ended by these three, never turned round; our own money leaves a trust account
-- as far as there is any.
CREATE OR REPLACE FUNCTION list_overdrawn(move text, moved bigint[], amounts bigint[])
RETURNS TABLE (account_id bigint, most bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, CASE WHEN sign(b.now) = sign(l.amount) THEN 0 ELSE abs(b.now) END
  FROM unnest(moved, amounts) l (id, amount) JOIN account a USING (id)
  CROSS JOIN LATERAL (SELECT (a.balance
    + coalesce((SELECT sum(d.amount) FROM accrual_due d WHERE d.account_id = a.id), 0))::bigint AS now) b
  WHERE CASE
    WHEN a.kind IN ('cash', 'trust_bank', 'own_bank', 'operator_float') THEN l.amount > greatest(-b.now, 0)
    WHEN a.kind IN ('fees', 'tax', 'vat') THEN -l.amount > greatest(b.now, 0)
    WHEN a.kind = 'suspense' AND move IN ('pay_on', 'write_off', 'write_up')
    THEN sign(b.now) = sign(l.amount) OR abs(l.amount) > abs(b.now)
    ELSE false END
  UNION ALL
  SELECT a.id, greatest(house_left(), 0) FROM unnest(moved, amounts) l (id, amount) JOIN account a USING (id)
  WHERE move = 'sweep_fees' AND a.kind = 'trust_bank' AND l.amount > greatest(house_left(), 0)
$$;

-- True for legs that are those of what was asked, to the franc, by a transfer that is called as the move is.
CREATE OR REPLACE FUNCTION moves_as_asked(content jsonb, kind text, moved bigint[], amounts bigint[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT content ->> 'move' = kind AND (moved, amounts) IS NOT DISTINCT FROM (
    array_agg(account_named(leg ->> 0) ORDER BY account_named(leg ->> 0)),
    array_agg((leg ->> 1)::bigint ORDER BY account_named(leg ->> 0)))
  FROM jsonb_array_elements(content -> 'legs') leg
$$;

-- True for the move that two agreed to, of what is there; moves take turns from here on.
CREATE OR REPLACE FUNCTION is_move(content jsonb, kind text, moved bigint[], amounts bigint[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lock_moves();
  RETURN moves_as_asked(content, kind, moved, amounts) AND NOT EXISTS (SELECT FROM list_overdrawn(kind, moved, amounts));
END $$;
