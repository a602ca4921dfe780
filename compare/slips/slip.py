"""What a wrong derivation is: equations of some quantities, written otherwise.

An equation is written once, for a layer in the middle of a network, and put into every layer:

    W, b, Z, A, dW, db, dA, dZ     of this layer
    A_prev, Z_prev, W_prev, ...    of the layer before; A_prev of the first one is X
    W_next, dZ_next, ...           of the layer behind
    n, n_prev                      how many units
    g, g_prime, g_next, ...        the activation, and its derivative
    loss                           the losses of the cost, by A and Y
    previous_dW, accumulated_dW    of the step before, and the sum over all steps before
    X, Y, m, n_x, learning_rate    as they are
    lambd, squares, norms          of the L2 term: its strength, the sum of ||W||^2, that of ||W||
    squares_but_last               the first of these without the last layer

Where there is an L2 term, a cost and a dW written otherwise keep it, unless they write it.
Logistic regression is one layer with W = w.T.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "Z", "A", "cost", "dA_last", "dZ_last", "dW", "db", "dA", "dZ", "new_W", "new_b"
]  # fmt: skip  # in the order of a step
"""A quantity of a layer.

``dZ_last`` is that of the cross-entropies, A - Y; with the squared error the last dZ is like any
other.
"""

Layers = Literal["every", "first", "last", "hidden", "first hidden", "last hidden"]

Cause = Literal[
    "sign", "missing-mean", "extra-mean", "factor", "wrong-sample-count", "transpose",
    "wrong-operand", "updated-parameters", "missing-activation-derivative",
    "wrong-activation-derivative", "wrong-derivative-argument", "extra-activation-derivative",
    "extra-sum", "sum-axis", "missing-sum", "missing-term", "wrong-operator",
    "operator-precedence", "wrong-activation", "cost-gradient-mismatch", "wrong-update-sign",
    "stale-state", "shape", "inconsistent-mean", "approximate",
]  # fmt: skip  # the codes that a slip can have


@dataclass(frozen=True)
class Rewrite:
    """Some equations, written otherwise.

    Attributes
    ----------
    id, words
        ``W01``, and what a person has written there.
    edits
        For each kind of quantity the other right-hand side.
    layers, activation, cost
        Where it is: in which layers, only with which activation, only with which cost.
    regularised
        True if it is about the L2 term, and writes it; False if it is right without one only.
    """

    id: str
    words: str
    edits: Mapping[Kind, str]
    layers: Layers = field(default="every", kw_only=True)
    activation: str | None = field(default=None, kw_only=True)
    cost: str | None = field(default=None, kw_only=True)
    regularised: bool | None = field(default=None, kw_only=True)

    def is_in(self, layer: int, depth: int) -> bool:
        """Whether it concerns this layer of so many."""
        match self.layers:
            case "every":
                return True
            case "first":
                return layer == 1
            case "last":
                return layer == depth
            case "hidden":
                return layer < depth
            case "first hidden":
                return layer == 1 < depth
            case "last hidden":
                return layer == depth - 1


@dataclass(frozen=True)
class Slip(Rewrite):
    """A wrong derivation.

    Attributes
    ----------
    cause
        The code of its cause.
    needs
        Which data show it.
    extreme
        Whether only unusual values show it: saturated, exactly 0, beyond a clip.
    steps
        The first step in which it can show.
    """

    cause: Cause
    needs: str = field(default="values that are not 0", kw_only=True)
    extreme: bool = field(default=False, kw_only=True)
    steps: int = field(default=1, kw_only=True)


@dataclass(frozen=True)
class Equivalent(Rewrite):
    """Another form that is as right.

    Attributes
    ----------
    less_accurate
        Whether it loses digits by cancellation, so that its own rounding is another.
    note
        Where it holds, if not everywhere.
    """

    less_accurate: bool = field(default=False, kw_only=True)
    note: str = field(default="", kw_only=True)
