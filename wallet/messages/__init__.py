"""Messages: the outbox of notices, and the inbox of texts."""
