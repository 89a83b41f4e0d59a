"""The bank: it takes files of payouts, and writes statements of what came and went, with a bank's own vices."""
