-- Who made a login, or set its password last, as the machine where it was done knows them; the trail says so too.
ALTER TABLE staff ADD made_by text;
UPDATE staff s SET made_by = coalesce((SELECT a.after->>'by' FROM staff_act a
    WHERE a.kind = 'set_login' AND a.subject = s.login ORDER BY a.number DESC LIMIT 1), '');
ALTER TABLE staff ALTER made_by SET NOT NULL;

-- What the database's owner alone writes to the trail; no session of a login does.
ALTER TABLE staff_act_kind ADD by_owner boolean NOT NULL DEFAULT false;

-- That what an act agreed to was posted: once, whatever else its transaction does. Only the posting functions write it.
CREATE TABLE act_posted (
    request_id uuid PRIMARY KEY REFERENCES staff_request (id)
);
