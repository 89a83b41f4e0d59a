-- Verification of businesses: a member sends a paper, one login judges it, two raise a level, and only time lets it fall.

-- The highest level whose papers a business has, and those of each level below: accepted, and not over today.
CREATE OR REPLACE FUNCTION documented_level(business uuid) RETURNS smallint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(max(l.level), 0)::smallint FROM business_level l
  WHERE NOT EXISTS (SELECT FROM level_need n WHERE n.level <= l.level AND NOT EXISTS (
    SELECT FROM business_document d WHERE d.merchant_id = business AND d.kind = n.kind AND d.state = 'accepted'
    AND (d.valid_until IS NULL OR d.valid_until >= (wallet_now() AT TIME ZONE 'Africa/Douala')::date)))
$$;

-- A business begins at level 0; two raise it, to what its papers show; a worker lets it fall to that.
CREATE OR REPLACE FUNCTION keep_level() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(CASE
    WHEN TG_OP = 'INSERT' THEN false
    WHEN NEW.level > OLD.level THEN NEW.level <= documented_level(NEW.id) AND EXISTS (
      SELECT FROM find_act_under_way('{raise_level}') r
      WHERE r.subject = NEW.id::text AND (r.content ->> 'level')::smallint = NEW.level)
    ELSE session_user = 'mbongo_worker' AND NEW.level = documented_level(NEW.id) END, 'the level of a business');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER level_stays BEFORE UPDATE ON merchant
  FOR EACH ROW WHEN (OLD.level <> NEW.level) EXECUTE FUNCTION keep_level();
CREATE OR REPLACE TRIGGER level_begins BEFORE INSERT ON merchant
  FOR EACH ROW WHEN (NEW.level <> 0) EXECUTE FUNCTION keep_level();
ALTER TABLE merchant ENABLE ALWAYS TRIGGER level_stays, ENABLE ALWAYS TRIGGER level_begins;

-- What a level binds from a midnight to come is what two of staff agreed to; what was in force stays as it was. Whoever owns the
-- database brings the starting rows, and those of a trial.
CREATE OR REPLACE FUNCTION keep_level_rules() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE agreed uuid;
BEGIN
  IF pg_has_role(session_user, current_user, 'MEMBER') THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  IF TG_OP = 'INSERT' THEN
    SELECT id INTO agreed FROM find_act_under_way('{change_level}') r
    WHERE (r.content ->> 'level')::smallint = NEW.level
      AND ((r.content ->> 'day')::date::timestamp AT TIME ZONE 'Africa/Douala') = NEW.since AND NEW.since > wallet_now()
      AND ARRAY(SELECT jsonb_array_elements_text(r.content -> 'methods')) = NEW.methods
      AND ARRAY(SELECT jsonb_array_elements_text(r.content -> 'needs')) = NEW.needs
      AND (nullif((r.content ->> 'payment_most')::bigint, 0), nullif((r.content ->> 'month_most')::bigint, 0),
           nullif((r.content ->> 'payout_most')::bigint, 0))
        IS NOT DISTINCT FROM (NEW.payment_most, NEW.month_most, NEW.payout_most)
      AND NEW.tax_free = (NEW.level > 0);
  END IF;
  PERFORM refuse_step(agreed IS NOT NULL, 'what a level binds');
  NEW.request_id := agreed;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER rules_stay BEFORE INSERT OR UPDATE OR DELETE ON level_rule
  FOR EACH ROW EXECUTE FUNCTION keep_level_rules();
ALTER TABLE level_rule ENABLE ALWAYS TRIGGER rules_stay;

-- True while a member who may do so for its business does this with just this paper.
CREATE OR REPLACE FUNCTION is_members_paper(d business_document, doing text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM find_asked(ARRAY[doing]) o WHERE o.actor_kind = 'member'
    AND may_for_business(o, d.merchant_id, 'verification:write') AND CASE doing
      WHEN 'send_document' THEN o.actor_id = d.sent_by::text AND (o.content ->> 'paper', o.content ->> 'type',
        o.content ->> 'sha256', (o.content ->> 'size')::int) = (d.kind, d.type, d.sha256, d.size)
      ELSE (o.content ->> 'document_id')::uuid = d.id END)
$$;

-- A paper is sent and taken back by a member, judged once by a login that does just that, and ended by its last day.
CREATE OR REPLACE FUNCTION keep_document() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  today CONSTANT date := (wallet_now() AT TIME ZONE 'Africa/Douala')::date;
  rest business_document := NEW;  -- as it would be if nothing had become of it
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM refuse_step(NEW.state = 'asked' AND NEW.valid_until IS NULL AND NEW.told = 999
      AND is_members_paper(NEW, 'send_document'), 'what is a paper of a business');
    RETURN NEW;
  END IF;
  rest.state := OLD.state;
  IF OLD.state = 'asked' AND NEW.state IN ('accepted', 'refused') THEN
    rest.reason := OLD.reason;
    rest.valid_until := OLD.valid_until;
    rest.judged_by := OLD.judged_by;
    rest.judged_at := OLD.judged_at;
  ELSIF (OLD.state, NEW.state) = ('accepted', 'accepted') THEN
    rest.told := OLD.told;
  END IF;
  PERFORM refuse_step(rest IS NOT DISTINCT FROM OLD AND CASE
    WHEN OLD.state = 'asked' AND NEW.state = 'withdrawn' THEN is_members_paper(OLD, 'withdraw_document')
    WHEN OLD.state = 'asked' AND NEW.state IN ('accepted', 'refused') THEN
      (NEW.state = 'refused' AND NEW.valid_until IS NULL OR NEW.state = 'accepted' AND coalesce(NEW.valid_until > today, true))
      AND is_done_alone(ARRAY[CASE NEW.state WHEN 'accepted' THEN 'accept_document' ELSE 'refuse_document' END], OLD.id::text)
      AND EXISTS (SELECT FROM staff_doing d WHERE d.login = NEW.judged_by AND d.kind IN ('accept_document', 'refuse_document'))
    WHEN (OLD.state, NEW.state) = ('accepted', 'ended') THEN session_user = 'mbongo_worker' AND OLD.valid_until < today
    WHEN (OLD.state, NEW.state) = ('accepted', 'accepted') THEN session_user = 'mbongo_worker' AND NEW.told < OLD.told
    ELSE false END, 'what is a paper of a business');
  IF NEW.state IN ('refused', 'withdrawn') THEN
    UPDATE document_content SET let_go_at = wallet_now() WHERE document_id = NEW.id;
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER documents_stay BEFORE INSERT OR UPDATE ON business_document
  FOR EACH ROW EXECUTE FUNCTION keep_document();
ALTER TABLE business_document ENABLE ALWAYS TRIGGER documents_stay;

-- Bytes come with their paper, once; nobody changes them but who lets them go above, and who seals their key anew.
CREATE OR REPLACE FUNCTION keep_document_content() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM business_document d WHERE d.id = NEW.document_id AND d.state = 'asked'
      AND is_members_paper(d, 'send_document') AND length(NEW.content) = d.size + 16)
    AND NEW.let_go_at IS NULL, 'the bytes of a paper');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER contents_stay BEFORE INSERT ON document_content
  FOR EACH ROW EXECUTE FUNCTION keep_document_content();
ALTER TABLE document_content ENABLE ALWAYS TRIGGER contents_stay;

-- A paper as it is kept, for a login that looks at it, in the transaction that notes so with its reason.
CREATE OR REPLACE FUNCTION open_document(document uuid, OUT sealed_key text, OUT nonce bytea, OUT content bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(is_done_alone('{look_at_document}', document::text), 'what a paper shows');
  SELECT c.sealed_key, c.nonce, c.content INTO open_document.sealed_key, open_document.nonce, open_document.content
  FROM document_content c WHERE c.document_id = document;
END $$;

-- What a business says of itself is said by a member who may; its name, which payers know it by, once in thirty days.
CREATE OR REPLACE FUNCTION keep_shop_settings() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(EXISTS (
    SELECT FROM find_asked('{rename_shop,set_shop_contact,set_shop_language,set_logo}') o
    WHERE o.actor_kind = 'member' AND may_for_business(o, NEW.id, 'settings:write') AND
      (NEW.name, coalesce(NEW.phone, ''), NEW.email, NEW.language, coalesce(NEW.logo, '')) = CASE o.kind
        WHEN 'rename_shop' THEN (o.content ->> 'name', coalesce(OLD.phone, ''), OLD.email, OLD.language, coalesce(OLD.logo, ''))
        WHEN 'set_shop_contact' THEN (OLD.name, o.content ->> 'phone', o.content ->> 'email', OLD.language, coalesce(OLD.logo, ''))
        WHEN 'set_shop_language' THEN (OLD.name, coalesce(OLD.phone, ''), OLD.email, o.content ->> 'language', coalesce(OLD.logo, ''))
        ELSE (OLD.name, coalesce(OLD.phone, ''), OLD.email, OLD.language, o.content ->> 'sha256') END)
    AND OLD.renamed_at IS NOT DISTINCT FROM NEW.renamed_at
    AND (NEW.name = OLD.name OR coalesce(OLD.renamed_at <= wallet_now() - interval '30 days', true)),
    'what a business says of itself');
  IF NEW.name <> OLD.name THEN
    NEW.renamed_at := wallet_now();
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER settings_stay BEFORE UPDATE ON merchant
  FOR EACH ROW WHEN ((OLD.name, OLD.phone, OLD.email, OLD.language, OLD.logo, OLD.renamed_at)
    IS DISTINCT FROM (NEW.name, NEW.phone, NEW.email, NEW.language, NEW.logo, NEW.renamed_at))
  EXECUTE FUNCTION keep_shop_settings();
ALTER TABLE merchant ENABLE ALWAYS TRIGGER settings_stay;
