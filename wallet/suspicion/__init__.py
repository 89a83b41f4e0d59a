"""Reports of suspicion to ANIF: written by compliance, kept encrypted, read by few, told to nobody they are about."""
