"""What a person may say of the network that their formulas are about."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """The network, as far as it is said.

    Attributes
    ----------
    layer_dims
        n_x, n_1, ..., n_L; sizes of ours if empty.
    activations
        One a layer; a formula decides where it is empty: tanh, and sigmoid at the output.
    cost
        Of the network; cross-entropy unless it is said.
    """

    layer_dims: tuple[int, ...] = ()
    activations: tuple[str, ...] = ()
    cost: str | None = None
