"""A run of people's code as data: every operation with its place, operands and value."""
