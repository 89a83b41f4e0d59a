"""Agents: cash in and out, float, identification, and helping with a forgotten PIN."""
