-- The ledger: accounts, transfers, entries, and the only functions that may move a balance.
--
-- The tables belong to the owner; the app's role may read them and execute the functions at the end, nothing else.
-- Liabilities to people are positive balances, what operators and cash owe us is negative: entries sum to zero.
-- Installed by a migration in one execute (:app_role is replaced by the quoted role; no percent sign may stand in
-- this file, since drivers take it for a parameter).

-- ------------------------------------------------------------------------------------------------ time
-- A test moves the wallet's clock here. Nobody else can: a real database's name does not begin with mbongo_test.
CREATE TABLE clock_shift (
  only_row boolean  PRIMARY KEY DEFAULT true CHECK (only_row),
  shift    interval NOT NULL DEFAULT '0',
  CONSTRAINT only_a_test_shifts_time CHECK (shift = '0' OR starts_with(current_database(), 'mbongo_test'))
);
INSERT INTO clock_shift DEFAULT VALUES;

-- The present moment, moving on even inside a transaction. The shift is looked at again here, because copying a test
-- database under another name runs no CHECK.
CREATE FUNCTION wallet_now() RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF starts_with(current_database(), 'mbongo_test') THEN
    RETURN clock_timestamp() + (SELECT shift FROM clock_shift);
  END IF;
  RETURN clock_timestamp();
END $$;

-- ------------------------------------------------------------------------------------------------ tables
-- What kinds of account there are. Ordinary kinds can be refused: they are locked and checked against their floor.
-- Accrued kinds are touched by everybody and may refuse nobody, so nothing is locked: see accrual_due. No floor means
-- the balance may be negative by nature; an accrued kind with a floor is watched by the check, not by the posting.
CREATE TABLE account_kind (
  kind    text    PRIMARY KEY,
  accrued boolean NOT NULL,
  floor   bigint,
  meaning text    NOT NULL,
  UNIQUE (kind, accrued)
);
INSERT INTO account_kind (kind, accrued, floor, meaning) VALUES
  ('customer',         false, 0,    'a person''s money'),
  ('agent_float',      false, 0,    'the working balance an agent pays in and out from'),
  ('agent_commission', false, 0,    'what an agent has earned and not yet taken'),
  ('merchant',         false, 0,    'what a merchant has been paid'),
  ('operator_float',   true,  NULL, 'what an operator holds for us: owed to us, so negative'),
  ('cash',             true,  NULL, 'notes and coins and the trust bank account: owed to us, so negative'),
  ('in_transit',       true,  NULL, 'on its way to or from an operator; a late success may drive it below zero'),
  ('suspense',         true,  NULL, 'differences a person must look into'),
  ('commissions',      true,  NULL, 'commissions paid to agents, an expense'),
  ('held',             true,  0,    'waiting for a code, an answer or a decision'),
  ('fees',             true,  0,    'our income'),
  ('tax',              true,  0,    'collected for the state'),
  ('unclaimed',        true,  0,    'credits whose owner''s account is closed');

-- A second currency is a second ledger, not a second column to forget in a sum.
CREATE DOMAIN currency AS text CHECK (VALUE = 'XAF');

-- accrued and floor are copied from the kind, because a CHECK sees only its own row and it is the last line. There are
-- few CHECKs: PostgreSQL reads each anew for every statement that writes.
CREATE TABLE account (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code      text        NOT NULL UNIQUE,
  kind      text        NOT NULL,
  accrued   boolean     NOT NULL,
  floor     bigint,
  currency  currency    NOT NULL DEFAULT 'XAF',
  balance   bigint      NOT NULL DEFAULT 0,  -- whole francs; of an accrued account, as of the last roll-up
  seq       bigint      NOT NULL DEFAULT 0,  -- of its newest entry; stays 0 on an accrued account
  opened_at timestamptz NOT NULL DEFAULT wallet_now(),
  closed_at timestamptz,
  FOREIGN KEY (kind, accrued) REFERENCES account_kind (kind, accrued),
  CONSTRAINT balance_not_below_floor CHECK (accrued OR floor IS NULL OR balance >= floor),
  CONSTRAINT accrued_never_numbered_or_closed_and_closed_is_empty CHECK (
    CASE WHEN accrued THEN seq = 0 AND closed_at IS NULL ELSE closed_at IS NULL OR balance = 0 END)
) WITH (fillfactor = 50);  -- room to rewrite a balance beside itself, without touching an index

-- One balanced posting. Its id is the hash of its key: the primary key is the idempotency check, and no sequence
-- stands on the money path.
CREATE TABLE transfer (
  id           uuid        PRIMARY KEY,
  key          text        NOT NULL,
  kind         text        NOT NULL,
  content_hash bytea       NOT NULL,
  undoes       uuid        REFERENCES transfer,
  ends         uuid        REFERENCES transfer,
  posted_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX ended_once ON transfer (ends) WHERE ends IS NOT NULL;
CREATE INDEX transfer_undoes ON transfer (undoes) WHERE undoes IS NOT NULL;

-- No foreign key to account: its check would share-lock the one fee account in every transfer. Only post_transfers
-- inserts here, and the check looks for orphans.
CREATE TABLE entry (
  account_id    bigint NOT NULL,
  seq           bigint,  -- 1, 2, 3… on an ordinary account; none on an accrued one
  transfer_id   uuid   NOT NULL,
  amount        bigint NOT NULL,
  balance_after bigint,
  PRIMARY KEY (transfer_id, account_id),
  CONSTRAINT moves_and_is_numbered_with_its_balance CHECK (amount <> 0 AND (seq IS NULL) = (balance_after IS NULL))
);
-- History, and any past balance, from one index.
CREATE UNIQUE INDEX entry_history ON entry (account_id, seq) WHERE seq IS NOT NULL;

-- What accrued accounts have been given since the last roll-up. It has no index: it stays short, and every posting
-- writes here.
CREATE TABLE accrual_due (
  account_id bigint NOT NULL,
  amount     bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- ------------------------------------------------------------------------------------------------ last lines
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'insufficient_privilege',
    MESSAGE = TG_OP || ' on ' || TG_TABLE_NAME || ' is forbidden to everyone: what is posted is undone by a new transfer';
END $$;

CREATE FUNCTION refuse_unbalanced() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE lopsided uuid;
BEGIN
  SELECT transfer_id INTO lopsided FROM inserted GROUP BY transfer_id HAVING sum(amount) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation', MESSAGE = 'entries of transfer ' || lopsided::text || ' do not sum to zero';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfers_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entries_balance AFTER INSERT ON entry REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced();
ALTER TABLE entry    ENABLE ALWAYS TRIGGER entries_stay;  -- also where replication would skip it
ALTER TABLE transfer ENABLE ALWAYS TRIGGER transfers_stay;
ALTER TABLE entry    ENABLE ALWAYS TRIGGER entries_balance;

-- ------------------------------------------------------------------------------------------------ accounts
-- The account of this code, opened now if there is none. Raises if it was opened as another kind.
CREATE FUNCTION open_account(account_code text, account_kind text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE opened account;
BEGIN
  INSERT INTO account (code, kind, accrued, floor)
    SELECT account_code, k.kind, k.accrued, k.floor FROM account_kind k WHERE k.kind = open_account.account_kind
    ON CONFLICT (code) DO NOTHING;
  SELECT * INTO opened FROM account WHERE code = account_code;
  IF opened.kind IS DISTINCT FROM account_kind THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = CASE
      WHEN opened.id IS NULL THEN 'there is no account kind ' || coalesce(quote_literal(account_kind), 'NULL')
      ELSE 'account ' || quote_literal(account_code) || ' is of kind ' || opened.kind END;
  END IF;
  RETURN opened.id;
END $$;

-- Null once closed; else why not: unknown_account, accrued, balance_left. Closing twice is closing once.
CREATE FUNCTION close_account(closing bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_account account;
BEGIN
  SELECT * INTO found_account FROM account WHERE id = closing FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN 'unknown_account'; END IF;
  IF found_account.accrued THEN RETURN 'accrued'; END IF;  -- nothing locks it, so nothing can keep it empty
  IF found_account.balance <> 0 THEN RETURN 'balance_left'; END IF;
  UPDATE account SET closed_at = wallet_now() WHERE id = closing AND closed_at IS NULL;
  RETURN NULL;
END $$;

-- Fold what is due into the balances of accrued accounts; answers how many rows. Deleting and adding is one
-- statement, so nothing is counted by id or by time, and a reader sees a row either due or rolled up.
CREATE FUNCTION roll_up() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE taken bigint; added bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ledger.roll_up'));  -- roll-ups take turns; posting never waits for them
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
CREATE FUNCTION transfer_size(sized uuid) RETURNS bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(sum(amount), 0)::bigint FROM entry WHERE transfer_id = sized AND amount > 0
$$;

-- Why this transfer may not undo or end what it names; null when it may. Its target's row is locked by the caller.
-- A transfer is undone at most whole, however many refunds share it; an undoing is final; and what waits is either
-- ended, once, or undone.
CREATE FUNCTION refuse_link(undone uuid, ended uuid, size bigint) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE already numeric;
BEGIN
  IF EXISTS (SELECT FROM unnest(ARRAY[undone, ended]) target
             WHERE target IS NOT NULL AND NOT EXISTS (SELECT FROM transfer WHERE id = target)) THEN
    RETURN 'unknown_transfer';
  END IF;
  IF EXISTS (SELECT FROM transfer WHERE ends IN (undone, ended)) THEN RETURN 'already_ended'; END IF;
  IF EXISTS (SELECT FROM transfer WHERE undoes = ended) THEN RETURN 'already_undone'; END IF;
  IF undone IS NOT NULL THEN
    IF (SELECT undoes IS NOT NULL FROM transfer WHERE id = undone) THEN RETURN 'undoes_an_undoing'; END IF;
    SELECT coalesce(sum(transfer_size(id)), 0) INTO already FROM transfer WHERE undoes = undone;
    IF already + size > transfer_size(undone) THEN RETURN 'undone_too_much'; END IF;
  END IF;
  RETURN NULL;
END $$;

-- Post transfers in order, each seeing what those before it did; answers one row for each, in the same order:
-- posted, already (same key, same content: nothing done), clash (same key, other content: nothing done), or refused,
-- with the reason and, where one is to blame, the account. A refusal stops no other and is not remembered.
--
-- The legs of all transfers stand one after another in leg_accounts and leg_amounts, leg_counts[n] of them for
-- transfer n, in order of account id within a transfer. `accounts` and `balances` answer what each ordinary account
-- of the transfer had right after it.
--
-- The story: lock what is named, read the time, walk the transfers over balances in memory, write all of it in one
-- statement. A batch of one and a batch of a thousand go the same way.
--
-- Raises serialization_failure, for the caller to do its transaction again, when another posting of a same key but
-- of none of the same ordinary accounts committed meanwhile.
CREATE FUNCTION post_transfers(
  keys text[], kinds text[], undoings uuid[], endings uuid[],
  leg_counts int[], leg_accounts bigint[], leg_amounts bigint[]
) RETURNS TABLE (outcome text, id uuid, account_id bigint, reason text, accounts bigint[], balances bigint[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan  -- the statements below have one good plan; looking again costs as much
AS $$
#variable_conflict use_column
DECLARE
  most_francs CONSTANT bigint := 1000000000000000;  -- a leg above this is a mistake, and sums stay far inside bigint

  -- The ordinary accounts named, in order of id, so that width_bucket finds one by binary search.
  known account; known_ids bigint[] := '{}'; floors bigint[]; opens boolean[]; now_balances bigint[]; now_seqs bigint[];
  accrued_ids bigint[]; accrued_due bigint[];  -- the accrued ones, in no order: a batch names few
  ids uuid[]; hashes bytea[];              -- of every transfer asked for
  seen_ids uuid[]; seen_hashes bytea[];    -- of those that stand in the tables
  new_items int[]; new_ids uuid[]; new_links uuid[];  -- accepted and not yet written
  entry_ids uuid[]; entry_accounts bigint[]; entry_seqs bigint[]; entry_amounts bigint[]; entry_balances bigint[];
  posted_at timestamptz;
  item int := 1; first_leg int := 1; last_leg int; leg int; place int; amount bigint; total bigint; size bigint;
BEGIN
  IF array_position(keys, NULL) IS NOT NULL OR array_position(kinds, NULL) IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed', MESSAGE = 'a transfer without key or kind';
  END IF;
  FOR n IN 1 .. cardinality(keys) LOOP
    ids[n] := encode(substring(sha256(convert_to(keys[n], 'UTF8')) FROM 1 FOR 16), 'hex')::uuid;
  END LOOP;

  -- Locks, always in the same order: transfers to be undone or ended, by id; then ordinary accounts, by id.
  IF num_nonnulls(VARIADIC undoings || endings) > 0 THEN
    PERFORM FROM transfer t WHERE t.id = ANY (undoings || endings) ORDER BY t.id FOR NO KEY UPDATE;
  END IF;
  FOR known IN
    SELECT * FROM account a WHERE a.id = ANY (leg_accounts) AND NOT a.accrued ORDER BY a.id FOR NO KEY UPDATE
  LOOP
    known_ids := known_ids || known.id;
    floors := floors || known.floor;
    opens := opens || (known.closed_at IS NULL);
    now_balances := now_balances || known.balance;
    now_seqs := now_seqs || known.seq;
  END LOOP;
  accrued_ids := ARRAY(SELECT a.id FROM account a WHERE a.id = ANY (leg_accounts) AND a.accrued);
  -- Only now the time and the keys: whoever held these locks before us has committed, at an earlier time.
  posted_at := wallet_now();
  SELECT array_agg(t.id), array_agg(t.content_hash) INTO seen_ids, seen_hashes FROM transfer t WHERE t.id = ANY (ids);

  WHILE item <= cardinality(keys) LOOP
    new_items := '{}'; new_ids := '{}'; new_links := '{}'; accrued_due := array_fill(0::bigint, ARRAY[cardinality(accrued_ids)]);
    entry_ids := '{}'; entry_accounts := '{}'; entry_seqs := '{}'; entry_amounts := '{}'; entry_balances := '{}';

    WHILE item <= cardinality(keys) LOOP
      -- What this one repeats, undoes or ends is judged in the tables: write first what has gathered.
      id := ids[item];
      EXIT WHEN id = ANY (new_ids)
        OR undoings[item] = ANY (new_ids || new_links) OR endings[item] = ANY (new_ids || new_links);
      outcome := NULL; account_id := NULL; reason := NULL; accounts := '{}'; balances := '{}';
      last_leg := first_leg + leg_counts[item] - 1;

      -- As JSON, an absent value and an empty one differ, and no value can run into the next.
      hashes[item] := sha256(convert_to(jsonb_build_array(
        keys[item], kinds[item], undoings[item], endings[item],
        leg_accounts[first_leg:last_leg], leg_amounts[first_leg:last_leg])::text, 'UTF8'));
      place := array_position(seen_ids, id);
      IF place IS NOT NULL THEN
        outcome := CASE WHEN seen_hashes[place] = hashes[item] THEN 'already' ELSE 'clash' END;
        IF outcome = 'already' THEN
          SELECT array_agg(e.account_id), array_agg(e.balance_after) INTO accounts, balances
            FROM entry e WHERE e.transfer_id = id AND e.seq IS NOT NULL;
        END IF;
      END IF;

      -- May it be posted? An account has one leg at most, so no leg changes what the next is judged by.
      total := 0; size := 0; leg := first_leg;
      WHILE outcome IS NULL AND leg <= last_leg LOOP
        amount := leg_amounts[leg];
        place := width_bucket(leg_accounts[leg], known_ids);
        reason := CASE
          WHEN known_ids[place] IS DISTINCT FROM leg_accounts[leg] AND leg_accounts[leg] <> ALL (accrued_ids)
            THEN 'unknown_account'
          WHEN leg > first_leg AND leg_accounts[leg] <= leg_accounts[leg - 1] THEN 'account_out_of_order'
          WHEN amount IS NULL OR amount = 0 OR amount NOT BETWEEN -most_francs AND most_francs THEN 'amount'
          WHEN known_ids[place] IS DISTINCT FROM leg_accounts[leg] THEN NULL  -- accrued accounts refuse nobody
          WHEN NOT opens[place] THEN 'closed'
          WHEN amount < 0 AND now_balances[place] + amount < floors[place] THEN 'floor' END;
        IF reason IS NOT NULL THEN outcome := 'refused'; account_id := leg_accounts[leg]; END IF;
        total := total + amount;
        size := size + greatest(amount, 0);
        leg := leg + 1;
      END LOOP;
      IF outcome IS NULL THEN
        reason := CASE
          WHEN total <> 0 OR size = 0 THEN 'unbalanced'
          WHEN undoings[item] IS NOT NULL OR endings[item] IS NOT NULL
            THEN refuse_link(undoings[item], endings[item], size) END;
        outcome := CASE WHEN reason IS NULL THEN 'posted' ELSE 'refused' END;
      END IF;

      IF outcome = 'posted' THEN
        new_items := new_items || item;
        new_ids := new_ids || id;
        IF undoings[item] IS NOT NULL THEN new_links := new_links || undoings[item]; END IF;
        IF endings[item] IS NOT NULL THEN new_links := new_links || endings[item]; END IF;
        FOR leg IN first_leg .. last_leg LOOP
          entry_ids := entry_ids || id;
          entry_accounts := entry_accounts || leg_accounts[leg];
          entry_amounts := entry_amounts || leg_amounts[leg];
          place := width_bucket(leg_accounts[leg], known_ids);
          IF known_ids[place] = leg_accounts[leg] THEN
            now_balances[place] := now_balances[place] + leg_amounts[leg];
            now_seqs[place] := now_seqs[place] + 1;
            entry_seqs := entry_seqs || now_seqs[place];
            entry_balances := entry_balances || now_balances[place];
            accounts := accounts || leg_accounts[leg];
            balances := balances || now_balances[place];
          ELSE
            place := array_position(accrued_ids, leg_accounts[leg]);
            accrued_due[place] := accrued_due[place] + leg_amounts[leg];
            entry_seqs := entry_seqs || NULL::bigint;
            entry_balances := entry_balances || NULL::bigint;
          END IF;
        END LOOP;
      END IF;
      RETURN NEXT;
      first_leg := last_leg + 1;
      item := item + 1;
    END LOOP;
    CONTINUE WHEN new_ids = '{}';

    WITH posted AS (
      INSERT INTO transfer (id, key, kind, content_hash, undoes, ends, posted_at)
        SELECT ids[n], keys[n], kinds[n], hashes[n], undoings[n], endings[n], posted_at FROM unnest(new_items) n
        ON CONFLICT DO NOTHING RETURNING 1),
    entries AS (
      INSERT INTO entry (transfer_id, account_id, seq, amount, balance_after)
        SELECT * FROM unnest(entry_ids, entry_accounts, entry_seqs, entry_amounts, entry_balances)),
    due AS (
      INSERT INTO accrual_due (account_id, amount)
        SELECT d.id, d.amount FROM unnest(accrued_ids, accrued_due) d (id, amount) WHERE d.amount <> 0),
    moved AS (
      UPDATE account a SET balance = m.balance, seq = m.seq
        FROM unnest(known_ids, now_balances, now_seqs) m (id, balance, seq)
        WHERE a.id = m.id AND a.seq <> m.seq)
    SELECT count(*) INTO total FROM posted;
    IF total <> cardinality(new_ids) THEN
      RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = 'a same key was posted meanwhile';
    END IF;
    seen_ids := seen_ids || new_ids;
    seen_hashes := seen_hashes || ARRAY(SELECT hashes[n] FROM unnest(new_items) n);
  END LOOP;
  IF first_leg - 1 <> cardinality(leg_accounts) OR first_leg - 1 <> cardinality(leg_amounts) THEN
    RAISE EXCEPTION USING ERRCODE = 'array_subscript_error', MESSAGE = 'leg_counts and legs differ';
  END IF;
END $$;

-- ------------------------------------------------------------------------------------------------ who may what
REVOKE ALL ON clock_shift, account_kind, account, transfer, entry, accrual_due FROM PUBLIC;
REVOKE ALL ON FUNCTION
  wallet_now(), refuse_change(), refuse_unbalanced(), transfer_size(uuid), refuse_link(uuid, uuid, bigint),
  open_account(text, text), close_account(bigint), roll_up(),
  post_transfers(text[], text[], uuid[], uuid[], int[], bigint[], bigint[]) FROM PUBLIC;
GRANT SELECT ON clock_shift, account_kind, account, transfer, entry, accrual_due TO :app_role;
GRANT EXECUTE ON FUNCTION
  wallet_now(), open_account(text, text), close_account(bigint), roll_up(),
  post_transfers(text[], text[], uuid[], uuid[], int[], bigint[], bigint[]) TO :app_role;
