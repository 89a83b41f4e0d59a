"""What is measured, against what, in one run: each figure is a ratio to a reference taken in the same minutes."""
