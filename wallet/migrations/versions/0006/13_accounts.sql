-- Accounts: the browsers in which a person is signed in, by what they call themselves.

ALTER TABLE page_session ADD COLUMN device text NOT NULL DEFAULT '' CHECK (length(device) <= 60);
