-- Sanctions lists (wallet/sanctions): each file that was imported is kept, as what everybody was compared with until the next.
CREATE TABLE sanction_list (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- staff say it: S3
  source      text NOT NULL CHECK (source ~ '^[a-z][a-z0-9_]{1,19}$'),  -- whose it is: the newest of a source is in force
  listed_on   date NOT NULL,
  file        text NOT NULL CHECK (length(file) <= 200),
  sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  entries     integer NOT NULL CHECK (entries > 0),
  imported_by text NOT NULL REFERENCES staff (login),
  imported_at timestamptz NOT NULL,
  -- How far everybody has been compared with it: kinds one after another, each in the order of ids.
  swept_kind  text NOT NULL DEFAULT 'person' CHECK (swept_kind IN ('person', 'business', 'member', 'payee')),
  swept_to    uuid,
  swept       bigint NOT NULL DEFAULT 0,
  swept_at    timestamptz,                       -- when the last one was
  UNIQUE (source, sha256)
);
CREATE INDEX sanction_list_under_way ON sanction_list (id) WHERE swept_at IS NULL;

CREATE TABLE sanction_entry (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  list_id     bigint NOT NULL REFERENCES sanction_list (id),
  reference   text NOT NULL CHECK (length(reference) BETWEEN 1 AND 60),
  kind        text NOT NULL CHECK (kind IN ('person', 'entity')),
  names       text[] NOT NULL CHECK (cardinality(names) BETWEEN 1 AND 200),
  born        text NOT NULL DEFAULT '' CHECK (length(born) <= 100),
  nationality text NOT NULL DEFAULT '' CHECK (length(nationality) <= 100),
  UNIQUE (list_id, reference)
);

-- Who is to be compared, because they are new, are called otherwise, or may do more; triggers write it.
CREATE TABLE sanction_due (
  kind  text NOT NULL CHECK (kind IN ('person', 'business', 'member', 'payee')),
  id    uuid NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (kind, id)
);

-- Who was compared last, when, under which name, and with which lists.
CREATE TABLE sanction_screened (
  kind  text NOT NULL,
  id    uuid NOT NULL,
  name  text NOT NULL,
  lists bigint[] NOT NULL,
  at    timestamptz NOT NULL,
  PRIMARY KEY (kind, id)
);

-- A name that is like an entry's. Once decided it is not asked again, for this name and the names of this entry.
CREATE TABLE sanction_hit (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- staff say it: X7
  kind        text NOT NULL CHECK (kind IN ('person', 'business', 'member', 'payee')),
  subject_id  uuid NOT NULL,
  name        text NOT NULL,
  entry_id    bigint NOT NULL REFERENCES sanction_entry (id),
  source      text NOT NULL,
  reference   text NOT NULL,
  alike       text NOT NULL,                     -- a hash of both sides' names: other names are another hit
  score       smallint NOT NULL CHECK (score BETWEEN 1 AND 100),
  strong      boolean NOT NULL,                  -- money stayed until it was decided
  case_number bigint NOT NULL REFERENCES case_file (number),
  state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'false', 'true')),
  found_at    timestamptz NOT NULL,
  decided_at  timestamptz,
  UNIQUE (kind, subject_id, source, reference, alike),
  CHECK ((state = 'open') = (decided_at IS NULL))
);
CREATE INDEX sanction_hit_of_case ON sanction_hit (case_number);
ALTER TABLE retention ADD hit_id bigint REFERENCES sanction_hit (id),
  ADD CONSTRAINT hit_of_a_list CHECK ((cause = 'sanction') = (hit_id IS NOT NULL));
CREATE UNIQUE INDEX retention_of_hit ON retention (hit_id, account_id) WHERE ended_at IS NULL;
