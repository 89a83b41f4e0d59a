"""What a payment is for: what its end posts, notes and tells."""
