"""Subscriptions: plans of businesses, what people agreed to be charged, and each charge on its day."""
