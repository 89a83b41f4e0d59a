-- Names that a business wrote for the wallet of a number, and that were not its owner's: five a number in a day, then no
-- other is compared (wallet/salaries/wrong_names.py).
CREATE TABLE salary_wrong_name (
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    number      text NOT NULL,                     -- E.164
    name        text NOT NULL CHECK (name ~ '^[0-9a-f]{64}$'),  -- what its words hash to
    at          timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, number, name)
);
CREATE INDEX salary_wrong_name_lately ON salary_wrong_name (merchant_id, at);

-- A program makes payrolls too; whoever approves one is a person.
ALTER TABLE payroll ALTER made_by DROP NOT NULL,
    ADD made_by_key uuid REFERENCES api_key (id),
    ADD CONSTRAINT made_by_one CHECK (num_nonnulls(made_by, made_by_key) = 1);
