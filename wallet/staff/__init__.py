"""Staff: logins, what one asks and another approves, the trail of what they did."""
