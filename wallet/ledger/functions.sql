-- The only code that may move a balance. The tables (wallet/migrations/versions) belong to the owner; the processes' roles
-- may read them and execute what wallet/migrations/grants.txt grants them, nothing else.

-- ------------------------------------------------------------------------------------------------ last lines
CREATE OR REPLACE TRIGGER transfers_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER links_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer_link
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE transfer      ENABLE ALWAYS TRIGGER transfers_stay;  -- also where replication would skip it
ALTER TABLE transfer_link ENABLE ALWAYS TRIGGER links_stay;
ALTER TABLE entry         ENABLE ALWAYS TRIGGER entries_stay;

-- ------------------------------------------------------------------------------------------------ accounts
-- The id of the account of this code, null when there is none: the one place where a code becomes an id.
CREATE OR REPLACE FUNCTION account_named(account_code text) RETURNS bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT id FROM account WHERE code = account_code
$$;

-- The account of this code, opened now if there is none. Raises if it was opened as another kind or in another currency,
-- and for one of the house's, which are accrued, and only the owner's to open, as those in other currencies are; an agent's
-- and a shop's are opened as staff appoint the one, add the other.
CREATE OR REPLACE FUNCTION open_account(account_code text, account_kind text, account_currency text DEFAULT 'XAF') RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE opened account;
BEGIN
  SELECT * INTO opened FROM account WHERE id = account_named(account_code);
  IF NOT FOUND THEN
    PERFORM refuse_step(CASE WHEN account_kind LIKE 'agent%' THEN is_acted('appoint_agent')
      WHEN account_kind = 'merchant' THEN is_acted('add_merchant') ELSE true END, 'whose accounts there are');
    INSERT INTO account (code, kind, accrued, floor, currency, opened_at)
      SELECT account_code, k.kind, k.accrued, k.floor, account_currency, wallet_now()
      FROM account_kind k WHERE k.kind = open_account.account_kind
      AND (NOT k.accrued AND account_currency = 'XAF' OR pg_has_role(session_user, current_user, 'MEMBER'))
      ON CONFLICT (code) DO NOTHING;  -- somebody else may have opened it since we looked
    SELECT * INTO opened FROM account WHERE id = account_named(account_code);
  END IF;
  IF (opened.kind, opened.currency::text) IS DISTINCT FROM (account_kind, account_currency) THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = CASE
      WHEN opened.id IS NULL THEN format('%s opens no account of kind %L in %s', session_user, account_kind, account_currency)
      ELSE format('account %L is of kind %s in %s', account_code, opened.kind, opened.currency) END;
  END IF;
  RETURN opened.id;
END $$;

-- Null once closed; else why not: unknown_account, accrued, balance_left, retained. Closing twice is closing once. Raises
-- insufficient_privilege while the wallet, agent or shop it belongs to is open, for anybody but the owner.
CREATE OR REPLACE FUNCTION close_account(closing bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_account account;
BEGIN
  PERFORM refuse_step(NOT is_in_use(closing), 'an account in use');
  SELECT * INTO found_account FROM account WHERE id = closing FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN 'unknown_account'; END IF;
  IF found_account.accrued THEN RETURN 'accrued'; END IF;  -- nothing locks it, so nothing can keep it empty
  IF found_account.balance <> 0 THEN RETURN 'balance_left'; END IF;
  IF found_account.retained > 0 THEN RETURN 'retained'; END IF;  -- what comes is to stay, so something must be able to come
  UPDATE account SET closed_at = wallet_now() WHERE id = closing AND closed_at IS NULL;
  RETURN NULL;
END $$;

-- Fold what is due into the balances of accrued accounts; answers how many rows. Deleting and adding is one
-- statement, so nothing is counted by id or by time, and a reader sees a row either due or rolled up.
CREATE OR REPLACE FUNCTION roll_up() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE taken bigint; added bigint;
BEGIN
  -- Roll-ups take turns at the rows of the accrued kinds, which no posting locks.
  PERFORM FROM account_kind WHERE accrued ORDER BY kind FOR NO KEY UPDATE;
  WITH due AS (DELETE FROM accrual_due RETURNING account_id, amount),
       sums AS (SELECT account_id, sum(amount) AS amount, count(*) AS folded FROM due GROUP BY account_id),
       rolled AS (UPDATE account SET balance = account.balance + sums.amount FROM sums
                  WHERE account.id = sums.account_id AND account.accrued RETURNING sums.folded)
  SELECT (SELECT count(*) FROM due), (SELECT coalesce(sum(folded), 0) FROM rolled) INTO taken, added;
  IF taken <> added THEN
    RAISE EXCEPTION USING ERRCODE = 'data_corrupted', MESSAGE = 'accrual_due names an account that is not accrued';
  END IF;
  RETURN taken;
END $$;

-- ------------------------------------------------------------------------------------------------ posting
-- Sum of what a transfer takes from its accounts, which is what it gives to the others.
CREATE OR REPLACE FUNCTION transfer_size(amounts bigint[]) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(sum(amount), 0)::bigint FROM unnest(amounts) amount WHERE amount > 0
$$;

-- Why this transfer, of this size, may not undo or end what it names; null when it may. Its targets are locked by the
-- caller. A transfer is undone at most whole, however many refunds share it; an undoing is final; and what waits is
-- either ended, once, or undone.
CREATE OR REPLACE FUNCTION refuse_link(undone uuid, ended uuid, size bigint) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE target transfer; already numeric;
BEGIN
  IF EXISTS (SELECT FROM unnest(ARRAY[undone, ended]) named
             WHERE named IS NOT NULL AND NOT EXISTS (SELECT FROM transfer WHERE id = named)) THEN
    RETURN 'unknown_transfer';
  END IF;
  IF EXISTS (SELECT FROM transfer_link l WHERE l.target IN (undone, ended) AND l.role = 'ends') THEN
    RETURN 'already_ended';
  END IF;
  IF undone = ended OR EXISTS (SELECT FROM transfer_link l WHERE l.target = ended AND l.role = 'undoes') THEN
    RETURN 'already_undone';
  END IF;
  IF undone IS NOT NULL THEN
    SELECT * INTO target FROM transfer WHERE id = undone;
    IF target.undoing THEN RETURN 'undoes_an_undoing'; END IF;
    SELECT coalesce(sum(l.size), 0) INTO already FROM transfer_link l WHERE l.target = undone AND l.role = 'undoes';
    IF already + size > transfer_size(target.amounts) THEN RETURN 'undone_too_much'; END IF;
  END IF;
  RETURN NULL;
END $$;

-- A transfer's id, from its key.
CREATE OR REPLACE FUNCTION transfer_id(key text) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT encode(substring(sha256(convert_to(key, 'UTF8')) FROM 1 FOR 16), 'hex')::uuid
$$;

-- What makes two transfers of one key the same. In a row's text an absent value and an empty one differ, and no value can
-- run into the next.
CREATE OR REPLACE FUNCTION content_hash(
  key text, kind text, undoes uuid, ends uuid, accounts bigint[], amounts bigint[]
) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(ROW(key, kind, undoes, ends, accounts, amounts)::text, 'UTF8'))
$$;

-- Post one transfer: posted, already (same key, same content: nothing done), clash (same key, other content: nothing
-- done), or refused, with the reason and, where one is to blame, the account. A refusal is not remembered. The legs
-- come in order of account id. `balances` answers, leg by leg, what each ordinary account had right after it.
--
-- Raises insufficient_privilege for what the role that logged in may not post so, or what has no reason (reasons.sql):
-- that is no refusal that anybody can do anything about. A `trial` needs no reason, because it is never kept: it raises
-- `transaction_rollback` where it would have been posted.
--
-- The story: judge what is asked by itself; lock, always in the same order, what it would undo or end and then its
-- ordinary accounts; judge it under those locks; only then write. What was not written is looked up by its key. The
-- statements are few, because starting one costs more than what it does.
CREATE OR REPLACE FUNCTION post_transfer(
  key text, kind text, undone uuid, ended uuid, leg_accounts bigint[], leg_amounts bigint[], trial boolean,
  OUT outcome text, OUT account_id bigint, OUT reason text, OUT balances bigint[]
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan  -- each statement here has one good plan; looking again costs as much
AS $$
#variable_conflict use_column
DECLARE
  most_francs CONSTANT bigint := 1000000000000000;  -- a leg above this is a mistake; below it sums stay inside bigint
  new_id CONSTANT uuid := transfer_id(key);
  hash CONSTANT bytea := content_hash(key, kind, undone, ended, leg_accounts, leg_amounts);
  linked CONSTANT boolean := undone IS NOT NULL OR ended IS NOT NULL;
  legs CONSTANT int := cardinality(leg_accounts);
  poster CONSTANT text := session_user;  -- which SET ROLE does not change
  total bigint := 0; size bigint := 0; amount bigint; leg int; known record; posting_at timestamptz; newest_at timestamptz;
  justified boolean := true; house bigint := 0; kinds text[]; taken_from text[] := '{}'; given_to text[] := '{}';
BEGIN
  balances := array_fill(NULL::bigint, ARRAY[legs]);  -- and stays so for an accrued account
  <<posting>>
  BEGIN
    FOR leg IN 1 .. legs LOOP
      amount := leg_amounts[leg];
      account_id := leg_accounts[leg];
      reason := CASE WHEN account_id <= leg_accounts[leg - 1] THEN 'account_twice'
                     WHEN amount BETWEEN -most_francs AND most_francs AND amount <> 0 THEN NULL ELSE 'amount' END;
      EXIT posting WHEN reason IS NOT NULL;
      total := total + amount;
      size := size + greatest(amount, 0);
    END LOOP;
    account_id := NULL;
    reason := CASE WHEN total <> 0 OR size = 0 THEN 'unbalanced' END;
    EXIT posting WHEN reason IS NOT NULL;

    IF linked THEN
      PERFORM FROM transfer t WHERE t.id IN (undone, ended) ORDER BY t.id FOR NO KEY UPDATE;
    END IF;
    FOR known IN
      SELECT a.id, a.balance, a.floor, a.retained, a.closed_at, a.last_at,
             (SELECT array_agg(o.kind ORDER BY o.id) || CASE WHEN min(o.currency::text) < max(o.currency::text) THEN ARRAY['of two'] END
              FROM account o WHERE o.id = ANY (leg_accounts)) AS kinds
      FROM account a WHERE a.id = ANY (leg_accounts) AND NOT a.accrued ORDER BY a.id FOR NO KEY UPDATE
    LOOP
      leg := array_position(leg_accounts, known.id);
      balances[leg] := known.balance + leg_amounts[leg];
      newest_at := greatest(newest_at, known.last_at);
      reason := CASE WHEN known.closed_at IS NOT NULL THEN 'closed'
                     WHEN balances[leg] < known.floor AND leg_amounts[leg] < 0 THEN 'floor'
                     WHEN balances[leg] < nullif(known.retained, 0) AND leg_amounts[leg] < 0 AND post_transfer.kind <> 'pay_retained'
                     THEN 'retained' END;
      account_id := CASE WHEN reason IS NOT NULL THEN known.id END;
      EXIT posting WHEN reason IS NOT NULL;
    END LOOP;
    kinds := known.kinds;  -- leg by leg, since legs come in the order of their accounts
    IF cardinality(kinds) IS DISTINCT FROM legs THEN  -- some account is unknown, none is ordinary, or currencies differ
      -- What locks no row gets its number here: who adds a day up waits for all that had theirs before they could see it over.
      PERFORM pg_current_xact_id();
      kinds := ARRAY(SELECT o.kind FROM account o WHERE o.id = ANY (leg_accounts) ORDER BY o.id);
      FOR leg IN 1 .. legs LOOP
        account_id := leg_accounts[leg];
        reason := CASE WHEN NOT EXISTS (SELECT FROM account a WHERE a.id = leg_accounts[leg]) THEN 'unknown_account' END;
        EXIT posting WHEN reason IS NOT NULL;
      END LOOP;
      account_id := NULL;
      reason := CASE WHEN (SELECT min(o.currency::text) < max(o.currency::text) FROM account o WHERE o.id = ANY (leg_accounts))
                     THEN 'two_currencies' END;
      EXIT posting WHEN reason IS NOT NULL;
    END IF;
    IF linked THEN
      reason := refuse_link(undone, ended, size);
      EXIT posting WHEN reason IS NOT NULL;
    END IF;

    IF NOT trial THEN
      FOR leg IN 1 .. legs LOOP
        IF leg_amounts[leg] < 0 THEN taken_from := taken_from || kinds[leg]; ELSE given_to := given_to || kinds[leg]; END IF;
        IF balances[leg] IS NULL AND leg_amounts[leg] < 0 THEN house := house - leg_amounts[leg]; END IF;
      END LOOP;
      PERFORM FROM transfer_kind k WHERE k.kind = post_transfer.kind AND poster = ANY (k.posted_by)
        AND k.takes @> taken_from AND k.gives @> given_to
        AND CASE k.reason WHEN 'operation' THEN EXISTS (
              SELECT FROM operation o WHERE o.key = post_transfer.key AND o.sentence IS NULL AND o.kind = ANY (k.named))
              AND (house = 0 OR is_houses_share(post_transfer.kind, undone, house, size))
              AND (NOT 'merchant' = ANY (taken_from) OR is_businesss_own(post_transfer.kind, undone, leg_accounts))
            ELSE is_justified(k, post_transfer.key, leg_accounts, leg_amounts, ended) END;
      justified := FOUND;
      EXIT posting WHEN NOT justified;
    END IF;

    -- The time is taken now, under the locks: whoever held them before us has committed, at an earlier time. Whatever a clock
    -- says that was put back, it is on no day that is over (posting_horizon), and not before an account's newest entry.
    INSERT INTO transfer (id, key, kind, content_hash, accounts, amounts, balances, undoing, posted_at)
      VALUES (new_id, post_transfer.key, post_transfer.kind, hash, leg_accounts, leg_amounts, post_transfer.balances,
              undone IS NOT NULL, greatest(wallet_now(), (SELECT until FROM posting_horizon), newest_at))
      ON CONFLICT DO NOTHING RETURNING posted_at INTO posting_at;
    EXIT posting WHEN NOT FOUND;
    WITH moved AS (
      UPDATE account a SET seq = a.seq + 1, balance = post_transfer.balances[array_position(leg_accounts, a.id)],
        last_at = posting_at
      WHERE a.id = ANY (leg_accounts) AND NOT a.accrued RETURNING a.id, a.seq, a.balance)
    INSERT INTO entry (account_id, transfer_id, seq, kind, amount, balance_after, posted_at)
      SELECT m.id, new_id, m.seq, post_transfer.kind, leg_amounts[array_position(leg_accounts, m.id)], m.balance,
             posting_at
      FROM moved m;
    FOR leg IN 1 .. legs LOOP
      IF balances[leg] IS NULL THEN
        INSERT INTO accrual_due (account_id, transfer_id, amount)
          VALUES (leg_accounts[leg], new_id, leg_amounts[leg]);
      END IF;
    END LOOP;
    IF linked THEN
      INSERT INTO transfer_link (target, by_id, role, size)
        SELECT l.target, new_id, l.role, size
        FROM (VALUES (undone, 'undoes'), (ended, 'ends')) l (target, role) WHERE l.target IS NOT NULL;
    END IF;
    IF trial THEN
      RAISE EXCEPTION USING ERRCODE = 'transaction_rollback', MESSAGE = 'tried, and taken back';
    END IF;
    outcome := 'posted';
    RETURN;
  END;

  balances := NULL;
  outcome := 'refused';
  SELECT t.content_hash = hash AS same, t.balances INTO known FROM transfer t WHERE t.id = new_id;
  IF FOUND THEN
    outcome := CASE WHEN known.same THEN 'already' ELSE 'clash' END;
    balances := CASE WHEN known.same THEN known.balances END;
    reason := NULL;
    account_id := NULL;
  ELSIF NOT justified THEN
    PERFORM refuse_unjustified(kind, leg_accounts, leg_amounts);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION refuse_race() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = 'a same key was posted meanwhile';
END $$;

-- Post many, in order, each seeing what those before it did; answers a row for each, in the same order, as
-- post_transfer does. A refusal stops no other. Their legs stand one after another, leg_items saying whose each is.
--
-- The story: lock what is named; write all of it in one statement, which writes nothing if there is anything to refuse;
-- then try half as many, down to the one that is to blame, let post_transfer answer for it, and go on with the rest. As
-- long as none is refused, the balances after each are plain running sums, so this judges exactly as one by one would.
--
-- Raises serialization_failure, for the caller to do its transaction again, in the rare case that another posting with
-- a same key and none of the same ordinary accounts commits in the middle.
CREATE OR REPLACE FUNCTION post_transfers(
  keys text[], kinds text[], undoings uuid[], endings uuid[],
  leg_items int[], leg_accounts bigint[], leg_amounts bigint[]
) RETURNS TABLE (outcome text, account_id bigint, reason text, balances bigint[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  linked CONSTANT boolean := num_nonnulls(VARIADIC undoings || endings) > 0;
  newest CONSTANT int := cardinality(keys);
  poster CONSTANT text := session_user;
  ids CONSTANT uuid[] := ARRAY(SELECT transfer_id(key) FROM unnest(keys) WITH ORDINALITY k (key, item) ORDER BY item);
  first int := 1;
  last int := newest;
BEGIN
  IF linked THEN
    PERFORM FROM transfer t WHERE t.id = ANY (undoings || endings) ORDER BY t.id FOR NO KEY UPDATE;
    last := 1;  -- one by one: whether it may undo or end depends on those before it
  END IF;
  PERFORM FROM account a WHERE a.id = ANY (leg_accounts) AND NOT a.accrued ORDER BY a.id FOR NO KEY UPDATE;
  PERFORM pg_current_xact_id();  -- as in post_transfer

  WHILE first <= newest LOOP
    IF last = first THEN
      RETURN QUERY SELECT p.* FROM (
        SELECT coalesce(array_agg(l.account ORDER BY l.account), '{}') AS accounts,
               coalesce(array_agg(l.amount ORDER BY l.account), '{}') AS amounts
        FROM unnest(leg_items, leg_accounts, leg_amounts) l (item, account, amount) WHERE l.item = first) legs,
        post_transfer(keys[first], kinds[first], undoings[first], endings[first], legs.accounts, legs.amounts, false) p;
    ELSE
      RETURN QUERY
      WITH leg AS MATERIALIZED (
        SELECT l.item, l.account, l.amount, a.accrued, a.kind, a.currency, a.closed_at, a.last_at,
               a.balance - greatest(a.floor, nullif(a.retained, 0)) + sum(l.amount) OVER so_far AS spendable, lag(l.item) OVER so_far AS previous_item,
               a.balance + sum(l.amount) OVER so_far AS balance_after, a.seq + row_number() OVER so_far AS seq
        FROM unnest(leg_items, leg_accounts, leg_amounts) l (item, account, amount)
        LEFT JOIN account a ON a.id = l.account
        WHERE l.item BETWEEN first AND last
        WINDOW so_far AS (PARTITION BY l.account ORDER BY l.item ROWS UNBOUNDED PRECEDING)),
      posting AS MATERIALIZED (
        SELECT greatest(wallet_now(), (SELECT until FROM posting_horizon), max(l.last_at)) AS at FROM leg l),
      asked AS MATERIALIZED (
        SELECT l.item, ids[l.item] AS id,
               content_hash(keys[l.item], kinds[l.item], NULL, NULL,
                            array_agg(l.account ORDER BY l.account), array_agg(l.amount ORDER BY l.account)) AS hash,
               array_agg(l.account ORDER BY l.account) AS accounts, array_agg(l.amount ORDER BY l.account) AS amounts,
               sum(l.amount) = 0 AND min(l.currency::text) = max(l.currency::text) AND bool_and(
                 l.accrued IS NOT NULL AND l.closed_at IS NULL AND l.previous_item IS DISTINCT FROM l.item
                 AND l.amount <> 0 AND l.amount BETWEEN -1000000000000000 AND 1000000000000000
                 AND (l.accrued OR l.amount > 0 OR coalesce(l.spendable, 0) >= 0)) AS fine,
               array_agg(CASE WHEN NOT l.accrued THEN l.balance_after::bigint END ORDER BY l.account) AS balances,
               array_agg(l.kind) FILTER (WHERE l.amount < 0) AS taken_from,
               array_agg(l.kind) FILTER (WHERE l.amount > 0) AS given_to,
               bool_or(l.accrued AND l.amount < 0) AS from_house  -- judged one by one
        FROM leg l GROUP BY l.item),
      unjustified AS (
        SELECT FROM asked n WHERE NOT EXISTS (
          SELECT FROM transfer_kind k WHERE k.kind = kinds[n.item] AND poster = ANY (k.posted_by)
          AND k.takes @> n.taken_from AND k.gives @> n.given_to
          AND CASE WHEN k.reason = 'operation' THEN EXISTS (
                SELECT FROM operation o WHERE o.key = keys[n.item] AND o.sentence IS NULL AND o.kind = ANY (k.named))
                AND NOT n.from_house AND NOT 'merchant' = ANY (n.taken_from)
              WHEN k.kind = 'pay_salary' THEN n.item IN (  -- all of them at once: thousands are posted in a row
                SELECT list_salaries(keys, leg_items, leg_accounts, leg_amounts))
              ELSE is_justified(k, keys[n.item], n.accounts, n.amounts, NULL) END)),
      posted AS (
        INSERT INTO transfer (id, key, kind, content_hash, accounts, amounts, balances, undoing, posted_at)
          SELECT n.id, keys[n.item], kinds[n.item], n.hash, n.accounts, n.amounts, n.balances, false, (SELECT at FROM posting)
          FROM asked n
          WHERE (SELECT bool_and(fine) AND count(DISTINCT id) = last - first + 1 FROM asked)
            AND NOT EXISTS (SELECT FROM transfer t WHERE t.id = ANY (ids[first:last]))
            AND NOT EXISTS (SELECT FROM unjustified)
          ON CONFLICT DO NOTHING RETURNING id),
      whole AS (
        SELECT CASE count(*) WHEN last - first + 1 THEN true WHEN 0 THEN false ELSE refuse_race() END AS yes
        FROM posted),
      entries AS (
        INSERT INTO entry (account_id, transfer_id, seq, kind, amount, balance_after, posted_at)
          SELECT l.account, ids[l.item], l.seq, kinds[l.item], l.amount, l.balance_after, (SELECT at FROM posting)
          FROM leg l WHERE NOT l.accrued AND (SELECT yes FROM whole)),
      moved AS (
        UPDATE account a SET balance = l.balance_after, seq = l.seq, last_at = (SELECT at FROM posting)
          FROM (SELECT DISTINCT ON (account) account, balance_after, seq FROM leg WHERE NOT accrued
                ORDER BY account, seq DESC) l
          WHERE a.id = l.account AND (SELECT yes FROM whole)),
      due AS (
        INSERT INTO accrual_due (account_id, transfer_id, amount)
          SELECT l.account, ids[l.item], l.amount FROM leg l WHERE l.accrued AND (SELECT yes FROM whole))
      SELECT 'posted', NULL::bigint, NULL, n.balances
        FROM asked n WHERE (SELECT yes FROM whole) ORDER BY n.item;
    END IF;

    IF FOUND THEN
      first := last + 1;
      last := CASE WHEN linked THEN first ELSE newest END;
    ELSE
      last := first + (last - first) / 2;
    END IF;
  END LOOP;
END $$;
