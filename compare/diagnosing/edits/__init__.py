"""How a line might have been written: single edits of an expression, each with its cause."""
