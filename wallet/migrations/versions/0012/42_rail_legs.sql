-- What a move of the house's money did at an operator or a provider, until a row of its file tells of it, once.
CREATE TABLE rail_leg (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transfer_id uuid NOT NULL,
    rail        text NOT NULL REFERENCES operator (rail),
    move        text NOT NULL,
    amount      bigint NOT NULL CHECK (amount <> 0),  -- as their file says it: above zero came in there
    made_at     timestamptz NOT NULL,
    row_id      bigint UNIQUE REFERENCES settlement_row (id),
    UNIQUE (transfer_id, rail)
);
CREATE INDEX rail_leg_unseen ON rail_leg (rail, amount) WHERE row_id IS NULL;
