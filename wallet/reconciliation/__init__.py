"""Operators' files beside our books: reading, matching, discrepancies."""
