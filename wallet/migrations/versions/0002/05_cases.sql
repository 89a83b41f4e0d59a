-- Security events are counted by kind.
CREATE INDEX security_event_by_kind ON security_event (kind, at);
