"""The table of a network of L layers; the shallow network is the one with L = 2."""

from collections.abc import Iterator, Sequence

from compare.quantities.conventions import USUAL, Scale, scales
from compare.quantities.cost import (
    cost_quantity,
    decay,
    derivative,
    over_m_of_dW,
    penalty,
    root_of_dW,
    root_of_dZ,
    scaled,
)
from compare.quantities.model import NUMBER, Axes, Model, Pullback, Quantity, Root


def network(
    activations: Sequence[str],
    cost: str,
    name: str = "deep-network",
    scale: Scale = USUAL,
    *,
    regularised: bool = False,
) -> Model:
    """Write down the table of one step of gradient descent, in the order of computation.

    ``regularised`` adds the L2 term of strength ``lambd`` to the cost.
    """
    L = len(activations)
    inputs: dict[str, Axes] = {"X": ("n_x", "m"), "Y": (_units(L), "m"), "learning_rate": NUMBER}
    if regularised:
        inputs["lambd"] = NUMBER
    for layer in range(1, L + 1):
        inputs[f"W{layer}"] = (_units(layer), _units(layer - 1))
        inputs[f"b{layer}"] = (_units(layer), "1")
    quantities = (
        *forward(activations),
        *_end(L, activations[-1], cost, scale, penalty(L, scale) if regularised else ""),
        *_backward(activations, scale, regularised=regularised),
        *_update(L),
    )
    parameters = tuple(name for name in inputs if name[0] in "Wb")
    return Model(
        name, inputs, quantities, parameters, output=f"A{L}",
        scaled=lambda: [
            (s, network(activations, cost, name, s, regularised=regularised)) for s in scales(cost)
        ],
    )  # fmt: skip  # one value


def _units(layer: int) -> str:
    return f"n_{layer}" if layer else "n_x"


def _function(activation: str) -> str:
    return activation.replace("-", "_")


def forward(activations: Sequence[str], suffix: str = "") -> Iterator[Quantity]:
    """Every Z and A; the suffix names another set of examples, ``_test``."""
    for layer, g in enumerate(activations, start=1):
        axes = (_units(layer), f"m{suffix}")
        A_prev = f"A{layer - 1}{suffix}" if layer > 1 else f"X{suffix}"
        Z, A = f"Z{layer}{suffix}", f"A{layer}{suffix}"
        yield Quantity(Z, axes, f"{Z} = W{layer} @ {A_prev} + b{layer}")
        yield Quantity(A, axes, f"{A} = {_function(g)}({Z})")


def _end(L: int, g: str, cost: str, scale: Scale, penalty: str) -> Iterator[Quantity]:
    """The cost, and the derivatives of the last layer."""
    axes, root = (_units(L), "m"), root_of_dZ(scale)
    Z, A = f"Z{L}", f"A{L}"
    yield cost_quantity(cost, Z, A, scale, penalty)
    dA = scaled(derivative(cost).format(A=A), scale)
    if cost in ("cross-entropy", "categorical-cross-entropy"):
        also = f"d{Z} = {scaled(f'softmax({Z}) - Y', scale)}" if g == "softmax" else None
        dZ = Quantity(f"d{Z}", axes, f"d{Z} = {scaled(f'{A} - Y', scale)}", root, also=also)
    else:
        dZ = _through_activation(L, g, root)
    through = None if scale.of_its_own else Pullback("cost", by=A)
    yield Quantity(f"d{A}", axes, f"d{A} = {dA}", root, through, optional=True)
    yield dZ


def _through_activation(layer: int, g: str, root: Root) -> Quantity:
    Z, A = f"Z{layer}", f"A{layer}"
    text = f"d{Z} = d{A} * {_function(g)}_prime({Z})"
    return Quantity(f"d{Z}", (_units(layer), "m"), text, root, Pullback(A, Z, f"d{A}"))


def _backward(activations: Sequence[str], scale: Scale, *, regularised: bool) -> Iterator[Quantity]:
    """Every derivative from dWL down to db1."""
    dZ_root = root_of_dZ(scale)
    root, over_m = root_of_dW(scale), over_m_of_dW(scale)
    for layer in range(len(activations), 0, -1):
        Z, W, b = f"Z{layer}", f"W{layer}", f"b{layer}"
        A_prev = f"A{layer - 1}" if layer > 1 else "X"
        ways = Pullback(Z, W, f"d{Z}", Pullback("cost", W) if regularised else None)
        yield Quantity(
            f"d{W}", (_units(layer), _units(layer - 1)),
            f"d{W} = d{Z} @ {A_prev}.T{over_m}{decay(W, scale) if regularised else ''}",
            root, None if regularised and scale.of_its_own else ways,
        )  # fmt: skip  # an equation a line
        yield Quantity(
            f"d{b}", (_units(layer), "1"), f"d{b} = np.sum(d{Z}, axis=1, keepdims=True){over_m}",
            root, Pullback(Z, b, f"d{Z}"),
        )  # fmt: skip  # an equation a line
        if layer > 1:
            yield Quantity(
                f"d{A_prev}", (_units(layer - 1), "m"), f"d{A_prev} = {W}.T @ d{Z}",
                dZ_root, Pullback(Z, A_prev, f"d{Z}"),
            )  # fmt: skip  # an equation a line
            yield _through_activation(layer - 1, activations[layer - 2], dZ_root)


def _update(L: int) -> Iterator[Quantity]:
    """Every parameter after the step."""
    for layer in range(1, L + 1):
        for V, axes in (
            (f"W{layer}", (_units(layer), _units(layer - 1))),
            (f"b{layer}", (_units(layer), "1")),
        ):
            yield Quantity(f"new_{V}", axes, f"new_{V} = {V} - learning_rate * d{V}", changes=V)


def training(
    activations: Sequence[str], cost: str, scale: Scale = USUAL, *, regularised: bool = False
) -> Model:
    """The table of a training step: the network's, and what it predicts on train and test."""
    step = network(activations, cost, "training", scale, regularised=regularised)
    L = len(activations)
    rows = list(step.quantities)
    for suffix in ("", "_test"):
        if suffix:
            rows += forward(activations, suffix)
        axes = (_units(L), f"m{suffix}")
        prediction, accuracy = f"prediction{suffix}", f"accuracy{suffix}"
        rows.append(Quantity(prediction, axes, f"{prediction} = A{L}{suffix} > 0.5"))
        rows.append(Quantity(accuracy, NUMBER, f"{accuracy} = np.mean({prediction} == Y{suffix})"))
    test: dict[str, Axes] = {"X_test": ("n_x", "m_test"), "Y_test": (_units(L), "m_test")}
    return Model(
        "training", {**step.inputs, **test}, tuple(rows), step.parameters, step.output,
        scaled=lambda: [
            (s, training(activations, cost, s, regularised=regularised)) for s in scales(cost)
        ],
    )  # fmt: skip  # one value


def initialisation(L: int) -> Model:
    """The table of the four starts, from given standard-normal numbers N1 ... NL."""
    scales = {
        "zeros": "0",
        "small": "0.01",
        "he": "(2 / {n_prev}) ** 0.5",
        "xavier": "(1 / {n_prev}) ** 0.5",
    }
    rows, inputs = [], {}
    for layer in range(1, L + 1):
        N, n_prev, axes = f"N{layer}", _units(layer - 1), (_units(layer), _units(layer - 1))
        inputs[N] = axes
        for scheme, scale in scales.items():
            W = f"W{layer}_{scheme}"
            rows.append(Quantity(W, axes, f"{W} = {scale.format(n_prev=n_prev)} * {N}"))
        b, text = f"b{layer}", f"0 * np.sum({N}, axis=1, keepdims=True)"
        rows.append(Quantity(b, (_units(layer), "1"), f"{b} = {text}"))
    return Model("initialisation", inputs, tuple(rows))
