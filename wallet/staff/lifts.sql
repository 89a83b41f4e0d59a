-- What stops a person, an agent or a case, and what a person was identified as, changes only by whom it may, whoever logs
-- in but the owner: by an act that two of staff agreed to in this transaction, about this very subject; or by an operation
-- of the right kind under way in it, which stays as the row that says who asked. Stopping is a login's alone, whose role may:
-- the act began in this transaction, and is noted in it, about the same subject.

-- True while a login does an act of one of these kinds alone, about this: which it is about from now on, and nothing else.
CREATE OR REPLACE FUNCTION is_done_alone(kinds text[], given_about text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE staff_doing d SET about = given_about WHERE d.kind = ANY (kinds) AND d.about IS NULL;
  RETURN EXISTS (SELECT FROM staff_doing d WHERE d.kind = ANY (kinds) AND d.about = given_about);
END $$;

CREATE OR REPLACE FUNCTION is_agreed_about(kinds text[], about text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM find_act_under_way(kinds) r WHERE r.subject = about)
$$;

-- A case's name is its number behind C (wallet/cases/cases.py).
CREATE OR REPLACE FUNCTION is_agreed_about_case(kinds text[], number bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT is_agreed_about(kinds, 'C' || number)
$$;

-- True while an operation of one of these kinds is under way: the one this transaction has claimed (operations.claim), by
-- this actor where it says one. The office claims none of these: what it does is an act.
CREATE OR REPLACE FUNCTION is_asked(kinds text[], asker text DEFAULT NULL) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT session_user <> 'mbongo_office' AND EXISTS (SELECT FROM operation o WHERE o.key = current_setting('mbongo.operation', true)
    AND o.sentence IS NULL AND o.kind = ANY (kinds) AND (asker IS NULL OR o.actor_id = asker))
$$;

CREATE OR REPLACE FUNCTION is_agents_code(given text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM agent WHERE code = given)
$$;

-- Raise for a step that is not allowed; whoever owns the database is not asked.
CREATE OR REPLACE FUNCTION refuse_step(allowed boolean, what text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT coalesce(allowed, false) AND NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s may not change %s: no act or operation under way does', session_user, what);
  END IF;
END $$;

-- A wallet: two let it go from frozen; its owner closes it while it is open, or two detach its number.
CREATE OR REPLACE FUNCTION keep_person_state() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(CASE NEW.state
    WHEN 'frozen' THEN OLD.state = 'open' AND is_done_alone('{freeze_wallet}', OLD.id::text)
    WHEN 'open' THEN OLD.state = 'frozen' AND is_agreed_about('{unfreeze_wallet}', OLD.id::text)
    WHEN 'closed' THEN is_agreed_about('{detach_number}', OLD.id::text)
      OR OLD.state = 'open' AND is_asked('{close_wallet}', OLD.id::text) END, 'the state of a wallet');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER state_stays BEFORE UPDATE ON person
  FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION keep_person_state();

-- Who it is: an agent who saw an ID makes a person tier 1, and so does staff who appoints an agent; two of staff any tier,
-- and they alone part a wallet.
CREATE OR REPLACE FUNCTION keep_identified() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM refuse_step(false, 'who a wallet is of');
  ELSIF (OLD.name, OLD.tier) IS DISTINCT FROM (NEW.name, NEW.tier) THEN
    PERFORM refuse_step(
      NEW.tier = greatest(OLD.tier, 1) AND (is_asked('{identify_person}')
        OR is_done_alone('{appoint_agent}', OLD.id::text))
      OR NEW.tier >= OLD.tier AND is_agreed_about('{identify_wallet}', OLD.id::text)
      OR NEW.tier = 0 AND OLD.name = NEW.name AND is_agreed_about('{part_wallet}', OLD.id::text), 'who a wallet is of');
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.human_id <> NEW.human_id THEN
    PERFORM refuse_step(
      is_asked('{identify_person}') OR is_acted('appoint_agent') OR is_acted('identify_wallet')
      OR is_agreed_about('{part_wallet}', OLD.id::text), 'whose ceilings a wallet shares');
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER identified_stays BEFORE UPDATE ON person FOR EACH ROW
  WHEN ((OLD.name, OLD.tier, OLD.human_id) IS DISTINCT FROM (NEW.name, NEW.tier, NEW.human_id))
  EXECUTE FUNCTION keep_identified();
CREATE OR REPLACE TRIGGER identified_by_nobody BEFORE INSERT ON person
  FOR EACH ROW WHEN (NEW.tier <> 0) EXECUTE FUNCTION keep_identified();

-- A lock for a robbed owner: what an agent set, an agent lifts; what staff set or took over, two of staff.
CREATE OR REPLACE FUNCTION keep_robbed() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(CASE WHEN NEW.robbed
    THEN is_done_alone('{lock_for_owner}', OLD.id::text) OR is_asked('{lock_customer}')
    ELSE is_agreed_about('{unlock_for_owner}', OLD.id::text)
      OR is_asked('{unlock_customer}') AND EXISTS (SELECT FROM robbed_lock l
        WHERE l.person_id = OLD.id AND l.lifted_at IS NULL AND is_agents_code(l.locked_by)) END, 'a robbed owner''s lock');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER robbed_stays BEFORE UPDATE ON person
  FOR EACH ROW WHEN (OLD.robbed <> NEW.robbed) EXECUTE FUNCTION keep_robbed();

-- Its row; staff take an agent's over by ending it, while the wallet stays locked.
CREATE OR REPLACE FUNCTION keep_robbed_lock() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(OLD.lifted_at IS NULL AND (
    is_agreed_about('{unlock_for_owner}', OLD.person_id::text)
    OR is_agents_code(OLD.locked_by) AND (is_asked('{unlock_customer}')
      OR is_done_alone('{lock_for_owner}', OLD.person_id::text)
        AND EXISTS (SELECT FROM person p WHERE p.id = OLD.person_id AND p.robbed))),
    'a robbed owner''s lock');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER lock_stays BEFORE UPDATE ON robbed_lock FOR EACH ROW EXECUTE FUNCTION keep_robbed_lock();

-- A document that was seen is disowned by two.
CREATE OR REPLACE FUNCTION keep_identity() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(is_agreed_about('{part_wallet}', OLD.person_id::text), 'whose a document is');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER document_stays BEFORE UPDATE ON identity FOR EACH ROW EXECUTE FUNCTION keep_identity();

-- A number: it leaves a wallet as the wallet is closed, by its owner or by two; so nobody else gets what is sent to it.
CREATE OR REPLACE FUNCTION keep_number() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(OLD.until IS NULL AND (
    is_agreed_about('{detach_number}', OLD.person_id::text) OR is_asked('{close_wallet}', OLD.person_id::text)),
    'whose a number is');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER number_stays BEFORE UPDATE ON phone FOR EACH ROW EXECUTE FUNCTION keep_number();

-- An agent: suspended by one, reinstated by two; closed for good by one, or with their own wallet.
CREATE OR REPLACE FUNCTION keep_agent() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(CASE NEW.state
    WHEN 'suspended' THEN OLD.state = 'open' AND is_done_alone('{suspend_agent}', OLD.code)
    WHEN 'open' THEN OLD.state = 'suspended' AND is_agreed_about('{reinstate_agent}', OLD.code)
    WHEN 'closed' THEN is_done_alone('{close_agent}', OLD.code) OR is_asked('{close_wallet}', OLD.person_id::text)
      OR is_agreed_about('{detach_number}', OLD.person_id::text) END,
    'the state of an agent');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER state_stays BEFORE UPDATE ON agent
  FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION keep_agent();

-- A shop: closed for good by one, or with its owner's wallet.
CREATE OR REPLACE FUNCTION keep_shop() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(OLD.until IS NULL AND (
    is_done_alone('{close_shop}', OLD.id::text) OR is_asked('{close_wallet}', OLD.owner_id::text)
    OR is_agreed_about('{detach_number}', OLD.owner_id::text)),
    'whether a shop is open');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER shop_stays BEFORE UPDATE ON merchant
  FOR EACH ROW WHEN (OLD.until IS DISTINCT FROM NEW.until) EXECUTE FUNCTION keep_shop();

-- True for an account of a wallet, an agent or a shop that is not closed; so it closes as what it belongs to does.
CREATE OR REPLACE FUNCTION is_in_use(account bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM person WHERE account_id = account AND state <> 'closed')
    OR EXISTS (SELECT FROM agent WHERE account IN (float_id, commission_id) AND state <> 'closed')
    OR EXISTS (SELECT FROM merchant WHERE account_id = account AND until IS NULL)
$$;

-- A case: closed once, by an act of two about it, about its payment, or about the bank's line that it is of; what compliance
-- looks into by its own act alone.
CREATE OR REPLACE FUNCTION keep_case() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(NEW.state = 'closed' AND (
    OLD.kind NOT IN ('sanction', 'alert') AND is_agreed_about_case('{close_case,decide_contest,pay_unclaimed}', OLD.number)
    OR OLD.kind = 'alert' AND is_agreed_about_case('{decide_alerts}', OLD.number)
    OR EXISTS (SELECT FROM sanction_hit h WHERE h.case_number = OLD.number AND h.state <> 'open'
      AND (is_agreed_about('{decide_hit}', 'X' || h.id) OR is_done_alone('{clear_hit}', 'X' || h.id)))
    OR EXISTS (SELECT FROM payment p WHERE p.id = OLD.payment_id AND is_agreed_about('{settle_payment}', p.reference))
    OR EXISTS (SELECT FROM bank_line b WHERE b.case_id = OLD.id AND (is_agreed_about('{pay_bank_line}', 'L' || b.id)
      OR b.booked_at IS NOT NULL AND is_agreed_about('{book_payouts}', 'B' || b.file_id)
      OR EXISTS (SELECT FROM bank_leg g WHERE g.line_id = b.id) AND (is_acted('match_bank_line') OR is_acted('move_money'))))),
    'the state of a case');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER state_stays BEFORE UPDATE ON case_file
  FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION keep_case();

CREATE OR REPLACE FUNCTION keep_contest() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(
    OLD.state = 'open' AND is_agreed_about_case('{decide_contest}', OLD.case_number), 'the state of a contest');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER state_stays BEFORE UPDATE ON contest
  FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION keep_contest();

-- True while staff act in this transaction, alone or as two agreed; by this kind of act, or by any (`act`).
CREATE OR REPLACE FUNCTION is_acted(given_kind text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM staff_doing d WHERE given_kind IN ('act', d.kind))
    OR EXISTS (SELECT FROM staff_approval a JOIN staff_request r ON r.id = a.request_id
      WHERE given_kind IN ('act', r.kind) AND NOT EXISTS (SELECT FROM staff_act done WHERE done.request_id = r.id))
$$;

-- What a login does is done by no office without one: each trigger (for_logins.txt) names the acts that may, and the column
-- that names what such an act is about.
CREATE OR REPLACE FUNCTION keep_for_login() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  act text[];
  about text;
BEGIN
  FOR n IN 0 .. TG_NARGS - 1 LOOP
    act := regexp_match(TG_ARGV[n], '^([a-z_]+)(?::([CFDHLNPRSX]?)([a-z_]+))?$');
    about := act[2] || (to_jsonb(NEW) ->> act[3]);
    IF (CASE WHEN act[3] IS NULL THEN is_acted(act[1])
      ELSE is_done_alone(ARRAY[act[1]], about) OR is_agreed_about(ARRAY[act[1]], about) END) THEN
      RETURN NEW;
    END IF;
  END LOOP;
  PERFORM refuse_step(false, TG_TABLE_NAME || ', which a login does');
  RETURN NEW;
END $$;

-- Whoever takes what waits is the login that does it: nobody puts another's name on it.
CREATE OR REPLACE FUNCTION keep_taker() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM staff_doing d WHERE d.login = NEW.by_login), 'who looks into what waits');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER taken_by_oneself BEFORE INSERT OR UPDATE ON taken FOR EACH ROW EXECUTE FUNCTION keep_taker();
ALTER TABLE taken ENABLE ALWAYS TRIGGER taken_by_oneself;

-- Open the account of the ledger that stands for one of ours at a bank, where there is none; only the owner's to call.
CREATE OR REPLACE FUNCTION open_bank_account(at_bank bank_account) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  INSERT INTO account (code, kind, accrued, floor, currency, opened_at)
    SELECT 'bank:' || at_bank.rib, k.kind, k.accrued, k.floor, at_bank.currency, wallet_now()
    FROM account_kind k WHERE k.kind = at_bank.holds || '_bank'
  ON CONFLICT (code) DO NOTHING
$$;

-- Our accounts at banks: two add one; a login says what a line pays that no import matched.
CREATE OR REPLACE FUNCTION keep_bank_account() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(is_agreed_about('{add_bank_account}', NEW.rib), 'our accounts at banks');
  PERFORM open_bank_account(NEW);
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER account_stays BEFORE INSERT ON bank_account FOR EACH ROW EXECUTE FUNCTION keep_bank_account();
CREATE OR REPLACE FUNCTION keep_bank_line() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  same CONSTANT boolean := TG_OP = 'UPDATE' AND (NEW.state, NEW.how, NEW.checkout_id, NEW.payout_id, NEW.payout_file_id)
    IS NOT DISTINCT FROM (OLD.state, OLD.how, OLD.checkout_id, OLD.payout_id, OLD.payout_file_id);
BEGIN
  PERFORM refuse_step(CASE
    WHEN TG_OP = 'INSERT' THEN false
    WHEN NEW.booked_at IS DISTINCT FROM OLD.booked_at
    THEN OLD.booked_at IS NULL AND same AND is_agreed_about('{book_payouts}', 'B' || OLD.file_id)
    WHEN OLD.booked_at IS NOT NULL OR EXISTS (SELECT FROM bank_line_paid p WHERE p.line_id = OLD.id)
      OR EXISTS (SELECT FROM bank_leg g WHERE g.line_id = OLD.id) THEN false
    WHEN same THEN OLD.case_id IS NULL AND is_acted('import_statement')
    WHEN NEW.state = 'matched' AND NEW.payout_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM payout p WHERE p.id = NEW.payout_id AND is_told_by(p, NEW)) THEN false
    ELSE NEW.state = 'matched' AND CASE NEW.how
      WHEN 'person' THEN is_done_alone('{match_bank_line}', 'L' || OLD.id)
      WHEN 'payout' THEN OLD.state = 'open' AND is_done_alone('{import_statement}', 'B' || OLD.file_id) END
    END, 'what a line of a bank pays');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER match_stays BEFORE UPDATE ON bank_line FOR EACH ROW
  WHEN (NEW.how IN ('person', 'payout') OR OLD.state = 'matched') EXECUTE FUNCTION keep_bank_line();
CREATE OR REPLACE TRIGGER read_unmatched BEFORE INSERT ON bank_line FOR EACH ROW
  WHEN (NEW.state <> 'open' OR NEW.how <> '' OR NEW.booked_at IS NOT NULL) EXECUTE FUNCTION keep_bank_line();
-- What a move did at a bank is as it was posted; a line that says the very same, and nothing else, tells of it, for good.
CREATE OR REPLACE FUNCTION keep_bank_leg() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(
    (TG_OP = 'INSERT' OR OLD.line_id IS NULL
      AND (NEW.id, NEW.transfer_id, NEW.account_id, NEW.move, NEW.amount, NEW.made_at)
        = (OLD.id, OLD.transfer_id, OLD.account_id, OLD.move, OLD.amount, OLD.made_at))
    AND EXISTS (SELECT FROM transfer t JOIN bank_account b ON b.id = NEW.account_id WHERE (t.id, t.kind) = (NEW.transfer_id, NEW.move)
      AND (TG_OP = 'UPDATE' OR t.posted_at = NEW.made_at) AND t.amounts[array_position(t.accounts, account_named('bank:' || b.rib))] = -NEW.amount)
    AND (NEW.line_id IS NULL OR EXISTS (SELECT FROM bank_line l WHERE l.id = NEW.line_id AND l.state = 'open'
      AND (l.account_id, l.amount) = (NEW.account_id, NEW.amount))), 'what a move did at a bank');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER legs_stay BEFORE INSERT OR UPDATE ON bank_leg FOR EACH ROW EXECUTE FUNCTION keep_bank_leg();
ALTER TABLE bank_leg ENABLE ALWAYS TRIGGER legs_stay;

-- What a move did at an operator is as it was posted; a row of its files that says the very same, and nothing else, tells of it,
-- as long as it stands.
CREATE OR REPLACE FUNCTION keep_rail_leg() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(CASE TG_OP
    WHEN 'INSERT' THEN NEW.row_id IS NULL AND EXISTS (SELECT FROM transfer t
      WHERE (t.id, t.kind, t.posted_at) = (NEW.transfer_id, NEW.move, NEW.made_at)
      AND t.amounts[array_position(t.accounts, account_named('operator_float:' || NEW.rail))] = -NEW.amount)
    ELSE (NEW.id, NEW.transfer_id, NEW.rail, NEW.move, NEW.amount, NEW.made_at)
        = (OLD.id, OLD.transfer_id, OLD.rail, OLD.move, OLD.amount, OLD.made_at)
      AND CASE WHEN NEW.row_id IS NULL THEN EXISTS (SELECT FROM settlement_row r WHERE r.id = OLD.row_id AND NOT r.stands)
        ELSE OLD.row_id IS NULL AND EXISTS (SELECT FROM settlement_row r WHERE r.id = NEW.row_id AND r.rail = NEW.rail
          AND r.payment_id IS NULL AND r.stands AND r.status = 'succeeded' AND r.currency = 'XAF'
          AND NEW.amount = CASE r.direction WHEN 'collect' THEN r.amount ELSE -r.amount END) END
    END, 'what a move did at an operator');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER legs_stay BEFORE INSERT OR UPDATE ON rail_leg FOR EACH ROW EXECUTE FUNCTION keep_rail_leg();
ALTER TABLE rail_leg ENABLE ALWAYS TRIGGER legs_stay;

-- A line that is said to have paid did: a checkout that a bank paid, once all is committed.
CREATE OR REPLACE FUNCTION keep_line_paid() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM checkout c WHERE (c.id, c.state, c.paid_by) = (NEW.checkout_id, 'paid', 'bank')),
    'that a line paid');
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS paid_indeed ON bank_line_paid;
CREATE CONSTRAINT TRIGGER paid_indeed AFTER INSERT ON bank_line_paid DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION keep_line_paid();
ALTER TABLE bank_line_paid ENABLE ALWAYS TRIGGER paid_indeed;
ALTER TABLE bank_account ENABLE ALWAYS TRIGGER account_stays;
ALTER TABLE bank_line    ENABLE ALWAYS TRIGGER match_stays, ENABLE ALWAYS TRIGGER read_unmatched;

-- A key of a shop's programs: no login alone gives it what moves money (MOVES_MONEY in wallet/business/api_keys.py), for it
-- is shown to whoever makes it. Two give it to a key that is there (for_logins.txt).
CREATE OR REPLACE FUNCTION keep_key() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(false, 'what a key may');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER refunds_by_two BEFORE INSERT ON api_key FOR EACH ROW
  WHEN (session_user = 'mbongo_office' AND (NEW.permissions = '{}' OR NEW.permissions && '{refunds:write,payouts:write}'))
  EXECUTE FUNCTION keep_key();

-- One that ended stays so; and what two agreed to adds that much to what it may, and nothing else.
CREATE OR REPLACE TRIGGER ended_stays BEFORE UPDATE ON api_key FOR EACH ROW
  WHEN (OLD.until IS NOT NULL AND (NEW.until IS NULL OR NEW.until > OLD.until)) EXECUTE FUNCTION keep_key();
CREATE OR REPLACE TRIGGER refunds_alone BEFORE UPDATE ON api_key FOR EACH ROW
  WHEN (OLD.permissions <> NEW.permissions AND NOT (NEW.permissions @> OLD.permissions AND NEW.permissions <> '{}'
    AND OLD.permissions <> '{}' AND NEW.permissions <@ (OLD.permissions || '{refunds:write,payouts:write}'::text[])))
  EXECUTE FUNCTION keep_key();

-- The bills that a login loads are one shop's: a million at once, so they are looked at together.
CREATE OR REPLACE FUNCTION keep_bills() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(is_done_alone('{load_bills}', one.merchant_id::text), 'bills, which a login loads')
  FROM (SELECT DISTINCT merchant_id FROM written) one;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER loaded_for_one AFTER INSERT ON bill REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT WHEN (session_user = 'mbongo_office') EXECUTE FUNCTION keep_bills();
CREATE OR REPLACE TRIGGER changed_for_one AFTER UPDATE ON bill REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT WHEN (session_user = 'mbongo_office') EXECUTE FUNCTION keep_bills();

-- What no act is about: an operation of somebody's own, and a payment but one that gives back what came too late.
CREATE OR REPLACE FUNCTION keep_from_office() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(false, TG_TABLE_NAME || ' of people');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER of_staff BEFORE INSERT OR UPDATE ON operation
  FOR EACH ROW WHEN (session_user = 'mbongo_office' AND NEW.actor_kind <> 'staff') EXECUTE FUNCTION keep_from_office();
CREATE OR REPLACE TRIGGER given_back_alone BEFORE INSERT ON payment
  FOR EACH ROW WHEN (session_user = 'mbongo_office' AND NEW.direction <> 'refund') EXECUTE FUNCTION keep_from_office();

-- A wallet has the number that it was opened by: whoever adds another would get what waits for it.
CREATE OR REPLACE FUNCTION keep_one_number() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(NOT EXISTS (SELECT FROM phone f WHERE f.person_id = NEW.person_id), 'whose a number is');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER one_number BEFORE INSERT ON phone FOR EACH ROW EXECUTE FUNCTION keep_one_number();

ALTER TABLE api_key   ENABLE ALWAYS TRIGGER refunds_by_two, ENABLE ALWAYS TRIGGER ended_stays,
  ENABLE ALWAYS TRIGGER refunds_alone;
ALTER TABLE bill      ENABLE ALWAYS TRIGGER loaded_for_one, ENABLE ALWAYS TRIGGER changed_for_one;
ALTER TABLE operation ENABLE ALWAYS TRIGGER of_staff;
ALTER TABLE payment   ENABLE ALWAYS TRIGGER given_back_alone;
ALTER TABLE merchant  ENABLE ALWAYS TRIGGER shop_stays;
ALTER TABLE person ENABLE ALWAYS TRIGGER state_stays, ENABLE ALWAYS TRIGGER identified_stays,
  ENABLE ALWAYS TRIGGER identified_by_nobody, ENABLE ALWAYS TRIGGER robbed_stays;
ALTER TABLE phone       ENABLE ALWAYS TRIGGER number_stays, ENABLE ALWAYS TRIGGER one_number;
ALTER TABLE robbed_lock ENABLE ALWAYS TRIGGER lock_stays;
ALTER TABLE identity    ENABLE ALWAYS TRIGGER document_stays;
ALTER TABLE agent       ENABLE ALWAYS TRIGGER state_stays;
ALTER TABLE case_file   ENABLE ALWAYS TRIGGER state_stays;
ALTER TABLE contest     ENABLE ALWAYS TRIGGER state_stays;
