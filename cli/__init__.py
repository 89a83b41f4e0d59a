"""Every command of `./mbongo` that staff use, one file a group; it knows words, not rules."""
