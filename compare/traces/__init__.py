"""One step as data: an ordered mapping from names to read-only arrays."""
