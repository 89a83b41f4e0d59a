-- What staff look for by name, by an operator's number or by an invoice's (wallet/staff/search.py), and what somebody did, newest
-- first (wallet/staff/timelines.py).
--
-- The words of a name, without accents or capitals. Frozen with the indexes that stand on it.
CREATE FUNCTION name_words(name text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT to_tsvector('simple', translate(lower(name), 'àâäåæçéèêëìîïñòôöøùûüÿ''-', 'aaaaaceeeeiiinoooouuuy  '))
$$;
CREATE INDEX person_named ON person USING gin (name_words(name));
CREATE INDEX merchant_named ON merchant USING gin (name_words(name));
CREATE INDEX payment_at_operator ON payment (operator_id) WHERE operator_id <> '';
CREATE INDEX invoice_numbered ON invoice (number) WHERE number IS NOT NULL;
CREATE INDEX operation_of ON operation (actor_id, at);
