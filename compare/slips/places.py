"""Where the equations of a table are: of which kind, in which layer, and what their names mean."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from compare.formulas.expression import AT_ZERO, COLUMNWISE, KINKED, Equation, calls
from compare.formulas.read import read_equation
from compare.quantities.model import Model, Quantity
from compare.slips.slip import Kind, Rewrite

KINDS: tuple[Kind, ...] = ("Z", "A", "dW", "db", "dA", "dZ", "new_W", "new_b")
OF_A_LAYER = ("W", "b", "Z", "A", "dW", "db", "dA", "dZ", "new_W", "new_b")
REMEMBERED = ("previous_", "accumulated_")
"""What the names of quantities of earlier steps begin with."""

PLACEHOLDERS = {
    *(f"{V}{which}" for V in (*OF_A_LAYER, "n") for which in ("", "_prev", "_next")),
    *(f"{when}{V}" for when in REMEMBERED for V in OF_A_LAYER),
    *("g", "g_prime", "g_next", "g_next_prime"),
    *("lambd", "squares", "norms", "squares_but_last"),
}
WORD = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
LOSSES = {
    "cross-entropy": "(-(Y * np.log({A}) + (1 - Y) * np.log(1 - {A})))",
    "squared-error": "(({A} - Y) ** 2 / 2)",
    "categorical-cross-entropy": "(-np.sum(Y * np.log({A}), axis=0, keepdims=True))",
}
L2_TERMS: dict[Kind, str] = {"cost": "lambd / (2 * m) * squares", "dW": "lambd / m * W"}
TOLD_BY = {"softplus": "cross-entropy", "log_softmax": "categorical-cross-entropy"}
"""The cost that a function in its equation tells."""


@dataclass(frozen=True)
class Place:
    """One equation of a table.

    Attributes
    ----------
    depth
        How many layers there are.
    activation
        That of the layer; ``cost`` that of the table.
    names
        What the placeholders stand for here; some have no meaning in the first or last layer.
    transposed
        Whether the table holds the transpose of what a network would: dw for dW.
    regularised
        Whether the cost has an L2 term.
    """

    quantity: Quantity
    kind: Kind
    layer: int
    depth: int
    activation: str
    cost: str
    names: Mapping[str, str]
    transposed: bool = False
    regularised: bool = False

    def equation(self, rewrite: Rewrite) -> Equation | None:
        """Put a rewrite here; None where it does not belong, or would change nothing."""
        text = rewrite.edits.get(self.kind)
        if text is None or not rewrite.is_in(self.layer, self.depth):
            return None
        if rewrite.activation not in (None, self.activation):
            return None
        if rewrite.cost not in (None, self.cost):
            return None
        if rewrite.regularised not in (None, self.regularised):
            return None
        if self.regularised and not rewrite.regularised and self.kind in L2_TERMS:
            text = f"({text}) + {L2_TERMS[self.kind]}"
        if not PLACEHOLDERS.intersection(WORD.findall(text)) <= self.names.keys():
            return None
        right = WORD.sub(lambda word: self.names.get(word[0], word[0]), text)
        if self.transposed:
            right = f"({right}).T"
        equation = read_equation(f"{self.quantity.name} = {right}")
        return None if equation.expression == self.quantity.equation.expression else equation


def edited(where: Iterable[Place], rewrite: Rewrite) -> dict[str, Equation]:
    """Put a rewrite into a table: the equations it changes, by name, in the table's order."""
    equations = ((place.quantity.name, place.equation(rewrite)) for place in where)
    return {name: equation for name, equation in equations if equation}


def places(model: Model) -> Iterator[Place]:
    """Find every equation of a table that a slip can be in; a table without layers has none."""
    if "cost" not in model.by_name:
        return
    cost_calls = {call.function for call in calls(model["cost"].equation.expression)}
    cost = next((TOLD_BY[call] for call in cost_calls if call in TOLD_BY), "squared-error")
    layers, regularised = _layers(model), "lambd" in model.inputs
    for names in layers:
        names["loss"] = LOSSES[cost].format(A=layers[-1]["A"])
        names |= _of_the_weights(len(layers)) if regularised else {}
    for quantity in model:
        found = _kind_and_layer(quantity.name, layers)
        if found is None:
            continue
        kind, layer = found
        if layer == len(layers) and (kind == "dA" or (kind == "dZ" and cost != "squared-error")):
            kind = "dA_last" if kind == "dA" else "dZ_last"
        names = layers[layer - 1]
        yield Place(
            quantity, kind, layer, len(layers), _activation(names["g"]), cost, names,
            transposed=kind in ("dW", "new_W") and "w" in model.inputs, regularised=regularised,
        )  # fmt: skip  # one value


def _kind_and_layer(name: str, layers: list[dict[str, str]]) -> tuple[Kind, int] | None:
    """Read ``dW2`` as dW of layer 2, ``dw`` as dW of the only layer."""
    if name == "cost":
        return "cost", len(layers)
    for layer, names in enumerate(layers, start=1):
        for kind in KINDS:
            if names.get(kind, "").removesuffix(".T") == name:
                return kind, layer
    return None


def _layers(model: Model) -> list[dict[str, str]]:
    """Say for every layer what the placeholders stand for there."""
    one_layer = "w" in model.inputs
    depth = 1 if one_layer else sum(name.startswith("W") for name in model.inputs)

    def spelled(V: str, layer: int) -> str:
        if layer == 0:
            return {"A": "X", "n": "n_x"}[V]
        if one_layer:
            return {"n": "1"}.get(V, V.replace("W", "w") + ".T" * ("W" in V))
        return f"n_{layer}" if V == "n" else f"{V}{layer}"

    def names_of(layer: int) -> dict[str, str]:
        around = {"": layer, "_prev": layer - 1, "_next": layer + 1}
        names = {
            V + which: spelled(V, other)
            for which, other in around.items()
            for V in (*OF_A_LAYER, "n")
            if 1 <= other <= depth or (other == 0 and V in ("A", "n"))
        }
        names |= {when + V: when + spelled(V, layer) for when in REMEMBERED for V in OF_A_LAYER}
        for which in ("", "_next"):
            if f"A{which}" in names:
                (call,) = calls(model[names[f"A{which}"]].equation.expression)
                names[f"g{which}"] = call.function
                if call.function not in COLUMNWISE:
                    names[f"g{which}_prime"] = f"{call.function}_prime"
        return names

    return [names_of(layer) for layer in range(1, depth + 1)]


def _of_the_weights(depth: int) -> dict[str, str]:
    """Say what the placeholders of the L2 term stand for."""
    squares = [f"np.sum(W{layer} ** 2)" for layer in range(1, depth + 1)]
    names = {
        "lambd": "lambd",
        "squares": f"({' + '.join(squares)})",
        "norms": f"({' + '.join(f'np.sqrt({square})' for square in squares)})",
    }
    return names | ({"squares_but_last": f"({' + '.join(squares[:-1])})"} if depth > 1 else {})


def _activation(function: str) -> str:
    """Name the activation of a function, wherever it takes the derivative at 0."""
    for kinked in KINKED:
        function = kinked if function in {f"{kinked}_{at}" for at in AT_ZERO.values()} else function
    return function.replace("_", "-")
