"""`/v1`: what programs of businesses ask for, by a key; routes.py lists every way in."""
