-- What was asked and will not be done: its asker, or who might approve it, took it back; or the same login asked it anew.
CREATE TABLE staff_request_end (
    request_id uuid PRIMARY KEY REFERENCES staff_request (id),
    act_id     uuid NOT NULL UNIQUE REFERENCES staff_act (id)  -- the line of the trail that says who ended it
);
