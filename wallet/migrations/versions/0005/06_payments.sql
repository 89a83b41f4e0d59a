-- A card's token, its payer and their address, of before the door cut them (wallet/payments/callbacks.py), are kept no longer.
UPDATE callback_in SET body = '' WHERE rail IN ('flutterwave', 'paypal');

-- How often its payer came back from its page, which makes it be looked at sooner.
ALTER TABLE payment
    ADD hurries    smallint NOT NULL DEFAULT 0,
    ADD hurried_at timestamptz;

-- Crypto was no way to pay before, so nobody has switched it on.
UPDATE operator SET maintenance = true WHERE rail = 'btcpay';
