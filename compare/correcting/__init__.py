"""What was meant: the smallest edit of a formula that makes it right, and its cause."""
