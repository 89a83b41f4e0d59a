-- Cases that are no contests: each names what it brought to unclaimed, which staff pay to its owner's wallet.

ALTER TABLE case_file ADD COLUMN transfer_id uuid UNIQUE REFERENCES transfer (id);

INSERT INTO staff_action (what, takes_two) VALUES ('pay', true), ('close', true);
