"""``check``: from a path to its answer."""
