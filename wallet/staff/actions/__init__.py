"""Acts of staff, one kind a file: its content, what it would post, and doing it."""
