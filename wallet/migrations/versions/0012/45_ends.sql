-- What is masked after so many days in rows that stay (wallet/core/masking.sql); up to when that is done, of what goes by time.
CREATE TABLE mask_life (
    kind       text PRIMARY KEY,                         -- the table
    days       integer NOT NULL CHECK (days BETWEEN 30 AND 3650),
    done_until timestamptz NOT NULL DEFAULT '-infinity'
);
CREATE INDEX operation_by_time ON operation (at);
CREATE INDEX event_by_time ON event (at);
CREATE INDEX checkout_never_paid ON checkout (ended_at) WHERE state IN ('expired', 'cancelled')
    AND (customer_name <> '' OR customer_phone <> '' OR customer_email <> '' OR return_url <> '');

-- Wallets that were closed before closing erased (wallet/accounts/erasing.sql).
DELETE FROM pin USING person p WHERE p.id = pin.person_id AND p.state = 'closed';
DELETE FROM favourite USING person p WHERE p.state = 'closed' AND p.id = favourite.owner_id;
DELETE FROM block USING person p WHERE p.state = 'closed' AND p.id::text = block.blocker;
DELETE FROM name_shown USING person p WHERE p.state = 'closed' AND p.id = name_shown.viewer_id;
DELETE FROM page_session USING person p WHERE p.state = 'closed' AND p.id = page_session.person_id;
TRUNCATE bank_line_read, settlement_line, settlement_scope, settlement_verdict;
