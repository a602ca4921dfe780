"""What a formula says: which quantity its left side names, and the values of the reference."""
