"""A person's own account: opening, balance, history, rules, PIN, lock, language, contests, closing."""
