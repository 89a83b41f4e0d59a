"""Members of businesses: how they sign in, their roles, invitations, and what they did."""
