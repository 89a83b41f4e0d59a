"""Rehearsals of what production fears, one a file: each starts all it needs, breaks it, measures, and cleans up."""
