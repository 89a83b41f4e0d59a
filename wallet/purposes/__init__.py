"""Purposes of payments: what the end of each posts, notes and tells."""
