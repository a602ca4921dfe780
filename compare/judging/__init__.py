"""The judge: how large rounding can be, whether a difference is larger, and what that means."""
