"""Cases that only a person can decide."""
