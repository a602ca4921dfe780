"""The layers behind a prediction: which weight, bias, Z and A belong together."""

from dataclasses import dataclass, field

import numpy as np

from compare.recognising.flow import Flow, size

PRODUCTS = ("matmul", "dot", "multiply", "einsum", "outer", "inner", "tensordot", "vdot")
SHAPED = {
    *("transpose", "reshape", "squeeze", "ravel", "flatten", "copy", "array", "asarray", "astype"),
    *("getitem", "expand_dims", "float", "float64", "atleast_2d", "broadcast_to", "hstack"),
    *("vstack", "column_stack", "concatenate", "insert", "append", "view", "stack"),
}
"""Operations that only arrange numbers."""


@dataclass
class Layer:
    """One layer of one forward pass, as nodes.

    Attributes
    ----------
    weights, biases
        The parameter leaves.
    before
        What the weights are multiplied with: ``A_prev``.
    Z, A
        The pre-activation, and what the next layer or the cost takes.
    """

    weights: list[int]
    before: int
    Z: int
    A: int = -1
    biases: list[int] = field(default_factory=list)


def layers_of(flow: Flow, output: int) -> list[Layer]:
    """Find the layers of the forward pass that ends in this prediction, first to last."""
    inside = flow.recording.ancestors({output}) & (flow.forward | flow.from_x)
    by_z: dict[int, Layer] = {}
    for parameter in flow.parameters:
        if parameter.id not in inside:
            continue
        product = _product(flow, parameter.id, inside)
        if product is None:
            continue
        node, before = product
        Z = _pre_activation(flow, node, inside)
        layer = by_z.setdefault(Z, Layer([], before, Z))
        layer.weights.append(parameter.id)
    layers = [by_z[Z] for Z in sorted(by_z)]
    _add_biases(flow, layers, inside)
    _add_activations(flow, layers, output, inside)
    return layers


def _product(flow: Flow, parameter: int, inside: set[int]) -> tuple[int, int] | None:
    """Where a parameter is first multiplied with something from X, and with what."""
    ways = {parameter}
    for node in flow.nodes[parameter + 1 :]:
        if node.id not in inside or ways.isdisjoint(node.operands):
            continue
        others = [o for o in node.operands if o not in ways and o in flow.from_x]
        if node.op in PRODUCTS and others:
            return node.id, others[0]
        if node.op in SHAPED and not others:
            ways.add(node.id)
    return None


def _pre_activation(flow: Flow, product: int, inside: set[int]) -> int:
    """Follow the sums behind a product: other products of the layer, the bias."""
    node = product
    while True:
        users = [u for u in dict.fromkeys(flow.users[node]) if u in inside]
        following = [
            user
            for user in map(flow.nodes.__getitem__, users)
            if user.op in ("add", "sum", "subtract")
            or (user.op in SHAPED and size(user) == size(flow.nodes[node]))
        ]
        if len(users) != 1 or len(following) != 1:
            return node
        user = following[0]
        if user.op == "subtract" and not _is_sum_of_terms(flow, user.id, node):
            return node
        if user.op in SHAPED and not _leads_to_sum(flow, user.id, inside):
            return node
        node = user.id


def _is_sum_of_terms(flow: Flow, node: int, left: int) -> bool:
    """Whether the rest depends on parameters: ``W X - theta``; not ``Z - max(Z)``."""
    return any(
        o in flow.from_p and o not in flow.from_x for o in flow.nodes[node].operands if o != left
    )


def _leads_to_sum(flow: Flow, node: int, inside: set[int]) -> bool:
    users = [u for u in flow.users[node] if u in inside]
    return len(users) == 1 and flow.nodes[users[0]].op == "add"


def _add_biases(flow: Flow, layers: list[Layer], inside: set[int]) -> None:
    """Give each remaining parameter to the first layer whose Z it is in."""
    weights = {weight for layer in layers for weight in layer.weights}
    for parameter in flow.parameters:
        if parameter.id in weights or parameter.id not in inside:
            continue
        for layer in layers:
            if parameter.id in flow.recording.ancestors({layer.Z}):
                layer.biases.append(parameter.id)
                break


def _add_activations(flow: Flow, layers: list[Layer], output: int, inside: set[int]) -> None:
    """A of a layer is what the next one multiplies; of the last it is the prediction."""
    for layer, following in zip(layers, [*layers[1:], None], strict=False):
        if following is None:
            layer.A = output
            continue
        node = following.before
        while flow.nodes[node].op in SHAPED:
            inner = [o for o in flow.nodes[node].operands if o in flow.from_x]
            if not inner or layer.Z not in flow.recording.ancestors({inner[-1]}):
                break
            node = inner[-1]
        layer.A = node if layer.Z in flow.recording.ancestors({node}) else -1


def units(flow: Flow, node: int, examples: int) -> int:
    """How many units a value of the forward pass holds."""
    return (
        max(1, size(flow.nodes[node]) // max(1, examples)) if np.size(flow.nodes[node].value) else 0
    )
