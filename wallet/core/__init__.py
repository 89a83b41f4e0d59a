"""The ground of the wallet: the clock, the database, errors, secrets, settings, logs, values, codes."""
