"""Wallets that nobody uses: told before, dormant, their money kept apart by two of staff; one act wakes them."""
