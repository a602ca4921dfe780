"""Logistic regression three times: three scalars, a loop that accumulates, one batch."""
