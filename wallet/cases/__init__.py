"""What somebody must look at: cases that only a person can decide, and security events."""
