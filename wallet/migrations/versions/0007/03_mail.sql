-- The outbox of e-mails: requests between people, and what members do with their passwords and second
-- factors, and what a shop's key may from now on, go by it too.

ALTER TABLE mail DROP CONSTRAINT mail_kind_check, ADD CONSTRAINT mail_kind_check CHECK (kind IN (
    'checkout_paid', 'invoice_sent', 'invoice_reminder', 'invitation', 'new_password', 'password_changed',
    'request_asked', 'request_reminder', 'request_ended', 'request_paid', 'request_late',
    'key_may_refund', 'factor_changed', 'settlement_added'));
