-- Putting right: what staff may do about a person's wallet, and what people may ask of their own.

INSERT INTO staff_action (what, takes_two) VALUES ('looked at', false), ('freeze', false), ('unfreeze', true);
