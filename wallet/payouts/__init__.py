"""Payouts of businesses: to which accounts, on demand or by schedule, and the files by which banks are told."""
