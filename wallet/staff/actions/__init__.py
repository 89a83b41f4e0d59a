"""What staff do, one kind a file: what may be asked, what it would post, and doing it once approved."""
