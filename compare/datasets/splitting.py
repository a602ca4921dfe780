"""Four fifths of the examples for training, one fifth for testing, by a seeded permutation."""

import numpy as np

from compare.datasets.dataset import Pair

TEST_SHARE = 0.2


def split(examples: Pair, *, seed: int) -> tuple[Pair, Pair, tuple[str, ...]]:
    """Return the training part, the test part and notes; a single example is both."""
    m = examples.Y.shape[1]
    if m == 1:
        return examples, examples, ("the only example serves for training and for testing",)
    order = np.random.default_rng(seed).permutation(m)
    m_test = max(1, round(TEST_SHARE * m))
    test, train = order[:m_test], order[m_test:]
    return (
        Pair(examples.X[:, train], examples.Y[:, train]),
        Pair(examples.X[:, test], examples.Y[:, test]),
        (),
    )
