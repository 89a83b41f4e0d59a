-- Whose money an account of ours at a bank holds: people's (trust), or ours (own).
ALTER TABLE bank_account ADD COLUMN holds text NOT NULL DEFAULT 'trust' CHECK (holds IN ('trust', 'own'));

-- What a move of the house's money did to an account at a bank, until a line of its statement tells of it, once.
CREATE TABLE bank_leg (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- staff say it: M12
    transfer_id uuid NOT NULL,
    account_id  integer NOT NULL REFERENCES bank_account (id),
    move        text NOT NULL,
    amount      bigint NOT NULL CHECK (amount <> 0),  -- as the statement says it: above zero came in
    made_at     timestamptz NOT NULL,
    line_id     bigint UNIQUE REFERENCES bank_line (id),
    UNIQUE (transfer_id, account_id)
);
CREATE INDEX bank_leg_unseen ON bank_leg (account_id, amount) WHERE line_id IS NULL;

-- What a statement says the account held as it ended; none where it does not say so.
ALTER TABLE bank_file ADD closing bigint, ADD closes_on date;
