-- The outbox of e-mails: that a payroll waits for an approver.

ALTER TABLE mail DROP CONSTRAINT mail_kind_check, ADD CONSTRAINT mail_kind_check CHECK (kind IN (
    'checkout_paid', 'invoice_sent', 'invoice_reminder', 'invitation', 'new_password', 'password_changed',
    'request_asked', 'request_reminder', 'request_ended', 'request_paid', 'request_late',
    'key_may_refund', 'factor_changed', 'settlement_added', 'claim_to_make',
    'shop_request_asked', 'shop_request_reminder', 'shop_request_ended',
    'document_refused', 'document_ends', 'level_changed', 'payroll_asked'));
