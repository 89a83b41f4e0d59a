-- What a login may do is its role's (wallet/staff/permissions.txt); whoever was there before may do what they could.
ALTER TABLE staff ADD role text NOT NULL DEFAULT 'administrator'
    CHECK (role IN ('support', 'compliance', 'finance', 'operations', 'administrator', 'auditor'));
ALTER TABLE staff ALTER role DROP DEFAULT;

CREATE TABLE staff_permission (
    role text NOT NULL,
    may  text NOT NULL CHECK (may IN ('ask', 'approve', 'read')),
    what text NOT NULL,                           -- a kind of act, or the first word of a command; * is all
    PRIMARY KEY (role, may, what)
);

-- An act that one login does alone, from when it began until it is noted, in one transaction: the row goes then, and no
-- commit is without the act it names.
CREATE TABLE staff_doing (
    act_id uuid PRIMARY KEY REFERENCES staff_act (id) DEFERRABLE INITIALLY DEFERRED,
    kind   text NOT NULL REFERENCES staff_act_kind,
    login  text NOT NULL REFERENCES staff (login),
    about  text                                   -- what was changed by it, where a guard says so (lifts.sql)
);
