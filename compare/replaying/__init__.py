"""A recorded run computed again: with a line written otherwise, or on torch for its derivatives."""
