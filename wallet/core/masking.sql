-- Mask what is of people in rows that stay for the books, once nobody needs it there any more (mask_life): in slices, each
-- kept whole with how far it came. What entries, movements, payments and papers say of people is not touched.

-- What is said, without words that name or reach somebody: each is '' there. Ids, amounts, states and references stay.
CREATE OR REPLACE FUNCTION without_people(said jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN CASE jsonb_typeof(said)
    WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(key, CASE
        WHEN jsonb_typeof(value) = 'string' AND key ~ '(^|_)(phone|number|name|names|email|address|holder|sender|text|reason|note|notes|said|niu)$'
        THEN '""' ELSE without_people(value) END), '{}') FROM jsonb_each(said))
    WHEN 'array' THEN (SELECT coalesce(jsonb_agg(without_people(value) ORDER BY place), '[]')
      FROM jsonb_array_elements(said) WITH ORDINALITY a (value, place))
    ELSE said END;
END $$;

-- Of a number's account that pays a business, `check` compares the number with what was asked: it stays, as the account does.
CREATE OR REPLACE FUNCTION is_kept_as_asked(kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT kind = 'add_settlement_account'
$$;

-- True where an operation came to what it came to before, and only who it names is gone, its time over.
CREATE OR REPLACE FUNCTION is_masked_operation(before operation, after operation) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (after.key, after.actor_kind, after.actor_id, after.channel, after.kind, after.reference, after.sentence, after.refused, after.told, after.at)
    IS NOT DISTINCT FROM
    (before.key, before.actor_kind, before.actor_id, before.channel, before.kind, before.reference, before.sentence, before.refused, before.told, before.at)
    AND after.phone IS NULL AND after.content = without_people(before.content)
    AND after.values IS NOT DISTINCT FROM without_people(before.values) AND NOT is_kept_as_asked(before.kind)
    AND before.at < wallet_now() - (SELECT make_interval(days => m.days) FROM mask_life m WHERE m.kind = 'operation')
$$;

-- Mask the next rows of one kind that goes by time, some at once; return how many rows were looked at.
CREATE OR REPLACE FUNCTION mask_next(given_kind text, how text, p_most integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  life mask_life;
  upto timestamptz;
  size bigint;
BEGIN
  SELECT * INTO life FROM mask_life m WHERE m.kind = given_kind FOR UPDATE SKIP LOCKED;
  IF life.kind IS NULL THEN
    RETURN 0;  -- another process is at it
  END IF;
  EXECUTE format('SELECT max(at), count(*) FROM (SELECT at FROM %I WHERE at > $1 AND at < wallet_now() - make_interval(days => $2)
    ORDER BY at LIMIT $3) next', given_kind) INTO upto, size USING life.done_until, life.days, p_most;
  IF size > 0 THEN
    EXECUTE format('UPDATE %I r SET %s AND at > $1 AND at <= $2', given_kind, how) USING life.done_until, upto;
    UPDATE mask_life m SET done_until = upto WHERE m.kind = given_kind;
  END IF;
  RETURN size;
END $$;

-- Mask some rows of each kind whose time is over; return how many were looked at. Several may run at once.
CREATE OR REPLACE FUNCTION mask_old(p_most integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  gone bigint;
  size bigint;
BEGIN
  gone := mask_next('operation', 'phone = NULL, content = without_people(content), "values" = without_people("values")
      WHERE NOT is_kept_as_asked(kind)', p_most)
    + mask_next('event', 'data = without_people(data) WHERE true', p_most);
  WITH masked AS (
    UPDATE checkout c SET customer_name = '', customer_phone = '', customer_email = '', return_url = ''
    WHERE c.ctid = ANY (ARRAY (
      SELECT o.ctid FROM checkout o WHERE o.state IN ('expired', 'cancelled')
        AND (o.customer_name <> '' OR o.customer_phone <> '' OR o.customer_email <> '' OR o.return_url <> '')
        AND o.ended_at < wallet_now() - (SELECT make_interval(days => m.days) FROM mask_life m WHERE m.kind = 'checkout')
      ORDER BY o.ended_at LIMIT p_most FOR UPDATE SKIP LOCKED))
    RETURNING c.id),
  asked AS (DELETE FROM checkout_ask a USING masked WHERE a.checkout_id = masked.id)
  SELECT count(*) INTO size FROM masked;
  RETURN gone + size;
END $$;
