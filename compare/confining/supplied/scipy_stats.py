"""The distribution of scipy.stats that weights are drawn from."""

from typing import Any

import numpy as np

# ruff: noqa: NPY002  (theirs is the legacy generator, and they seed it)


class Truncated:
    """A normal distribution between two bounds, which count in standard deviations."""

    def __init__(self, a: float, b: float, loc: float = 0, scale: float = 1) -> None:
        self.a, self.b, self.loc, self.scale = a, b, loc, scale

    def rvs(self, size: Any = 1, random_state: Any = None) -> Any:
        """Draw: what falls outside is drawn again, then put on the bound."""
        drawn = np.random.standard_normal(size)
        for _ in range(20):
            outside = (drawn < self.a) | (drawn > self.b)
            drawn = np.where(outside, np.random.standard_normal(size), drawn)
        return self.loc + self.scale * np.clip(drawn, self.a, self.b)


def truncnorm(a: float, b: float, loc: float = 0, scale: float = 1) -> Truncated:
    """Give the distribution with these bounds."""
    return Truncated(a, b, loc, scale)
