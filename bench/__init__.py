"""Speed figures: each is a ratio to a reference taken in the same minutes."""
