"""Prices and ceilings: tariffs, what a person may move, and the file both are loaded from."""
