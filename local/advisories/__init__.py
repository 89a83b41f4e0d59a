"""Advisories on the versions that the locks name: a file of them, compared, and renewed."""
