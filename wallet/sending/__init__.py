"""Sending money, to a wallet or to a number that has none yet."""
