"""What is known to be broken in the versions that the locks name: a file of advisories, compared, and renewed."""
