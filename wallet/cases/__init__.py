"""Cases that only a person can decide, and security events."""
