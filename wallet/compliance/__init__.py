"""Rules that call compliance to look, what came of it, and the figures of a month for the regulator.

Nothing of it is told to whoever it is about (docs/compliance.md).
"""
