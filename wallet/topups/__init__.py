"""Money in from, and out to, an operator."""
