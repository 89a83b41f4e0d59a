"""What all of the wallet stands on: the clock, the database, errors, secrets, settings, logs, values, codes."""
