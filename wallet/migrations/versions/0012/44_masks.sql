-- Whom a login sees in clear, and how many of late (wallet/staff/unmasking.sql).
CREATE INDEX staff_act_unmasked ON staff_act (asked_by, at) WHERE kind = 'unmask_person';
