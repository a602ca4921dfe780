"""Logistic regression three times: one example in scalars, m examples in loops, m in matrices."""
