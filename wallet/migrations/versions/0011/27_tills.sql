-- A link may stand at a till, as what is taken there does: its cashiers close it, and what it makes is of that till. An
-- order stands where its checkout does. Who made either is kept beside it: a member, or a program; of those from before,
-- and of staff's, neither.
ALTER TABLE link ADD till text,                    -- none: of the whole business
    ADD made_by     uuid REFERENCES member_login (id),
    ADD made_by_key uuid REFERENCES api_key (id),
    ADD CONSTRAINT made_by_one CHECK (num_nonnulls(made_by, made_by_key) <= 1),
    ADD CONSTRAINT till_of_its_shop FOREIGN KEY (till, merchant_id) REFERENCES till (code, merchant_id);
ALTER TABLE shop_order
    ADD made_by     uuid REFERENCES member_login (id),
    ADD made_by_key uuid REFERENCES api_key (id),
    ADD CONSTRAINT made_by_one CHECK (num_nonnulls(made_by, made_by_key) <= 1);
