-- Rules that call compliance to look (wallet/compliance). Web and workers read none of what is found: nobody is told that
-- they are looked at.

-- What a rule counts by, from a day in Douala on; a new row takes the place of an older one, and none is changed.
CREATE TABLE alert_rule (
  rule       text  NOT NULL,
  since      date  NOT NULL,
  numbers    jsonb NOT NULL,  -- whole numbers by name: francs, counts, days
  request_id uuid,            -- what two of staff agreed to; none: it came with the program
  PRIMARY KEY (rule, since)
);

-- Before which day each rule has judged everything.
CREATE TABLE alert_judged (
  rule  text PRIMARY KEY,
  until date NOT NULL
);

-- What a rule finds: a type of its own, since each rule is a function.
CREATE TYPE alert_pattern AS (
  person_id  uuid,
  begins     timestamptz,
  ends       timestamptz,
  times      bigint,  -- how many
  amount     bigint,  -- francs of them together
  about      text,    -- what is said of it: an agent's code, a day, a way
  thing      text,    -- the document or number that people share; null: it is of this person alone
  refs       text[],  -- of what happened, the newest fifty
  others     uuid[]   -- of people beside, fifty at most
);

-- A case of kind `alert` (case_file) is a person's: all that rules find of them until it is decided is in it.
CREATE TABLE alert_case (
  number    bigint PRIMARY KEY REFERENCES case_file (number),
  person_id uuid   NOT NULL REFERENCES person (id),
  state     text   NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'reported', 'closed'))
);
CREATE UNIQUE INDEX alert_case_of ON alert_case (person_id) WHERE state <> 'closed';
CREATE INDEX alert_cases_of ON alert_case (person_id);

CREATE TABLE alert (
  number    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule      text        NOT NULL,
  day       date        NOT NULL,  -- that was judged
  of_case   bigint      NOT NULL REFERENCES alert_case (number),
  person_id uuid        NOT NULL,
  begins    timestamptz NOT NULL,
  ends      timestamptz NOT NULL,
  times     bigint      NOT NULL CHECK (times > 0),
  amount    bigint      NOT NULL CHECK (amount >= 0),
  about     text        NOT NULL,
  thing     text        NOT NULL,  -- what it is of: a person's id, or what people share
  refs      text[]      NOT NULL,
  others    uuid[]      NOT NULL,
  numbers   jsonb       NOT NULL,  -- that the rule counted by
  raised_at timestamptz NOT NULL,
  UNIQUE (rule, thing, day)
);
CREATE INDEX alert_of_case ON alert (of_case);

-- What two of compliance decided of a case; `until` is the day before which the same pattern is not raised again, or a person
-- is watched.
CREATE TABLE alert_decision (
  request_id uuid        PRIMARY KEY,
  of_case    bigint      NOT NULL REFERENCES alert_case (number),
  verdict    text        NOT NULL CHECK (verdict IN ('nothing_unusual', 'watched', 'reported', 'frozen')),
  until      date,
  decided_at timestamptz NOT NULL,
  CHECK ((until IS NOT NULL) = (verdict IN ('nothing_unusual', 'watched')))
);
CREATE INDEX alert_decision_of ON alert_decision (of_case);

-- What happened in a day lies together, nearly.
CREATE INDEX movement_by_age ON movement USING brin (at) WITH (autosummarize = on);
CREATE INDEX agent_operation_by_age ON agent_operation USING brin (at) WITH (autosummarize = on);
CREATE INDEX identity_by_age ON identity USING brin (at) WITH (autosummarize = on);
CREATE INDEX payment_by_age ON payment USING brin (created_at) WITH (autosummarize = on);

-- A month's figures for the regulator, as they were counted once all of it was added up.
CREATE TABLE month_figure (
  month  date   NOT NULL CHECK (extract(day FROM month) = 1),
  part   text   NOT NULL,
  what   text   NOT NULL,
  level  text   NOT NULL,
  number bigint NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (month, part, what, level)
);
CREATE TABLE month_counted (
  month      date        PRIMARY KEY,
  counted_at timestamptz NOT NULL
);
