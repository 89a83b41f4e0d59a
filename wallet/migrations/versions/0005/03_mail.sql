-- The outbox of e-mails: what each tells of, and to whom; it is written when it is sent.

CREATE TABLE mail (
    id         uuid PRIMARY KEY,               -- its Message-ID too, however often it is sent
    address    text NOT NULL,
    language   text NOT NULL,
    kind       text NOT NULL CHECK (kind = 'checkout_paid'),
    about      uuid NOT NULL,                  -- the checkout
    state      text NOT NULL DEFAULT 'waiting'
               CHECK (state IN ('waiting', 'sending', 'sent', 'uncertain', 'bounced', 'expired')),
    tries      smallint NOT NULL DEFAULT 0,
    maybe_sent smallint NOT NULL DEFAULT 0,    -- tries before this one that may have been taken
    due_at     timestamptz NOT NULL,           -- while sending: when the lease ends
    failure    text,
    written_at timestamptz NOT NULL,
    good_until timestamptz NOT NULL            -- not sent by then, it ends
);
CREATE INDEX mail_due ON mail (due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX mail_about ON mail (about);
CREATE INDEX mail_by_age ON mail USING brin (written_at);
