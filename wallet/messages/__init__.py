"""What is told and what was heard: the outbox of notices, the inbox of texts."""
