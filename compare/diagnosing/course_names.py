"""The course's names of what was recorded: ``Z1``, ``A1``, ``W2``, ``b2``."""

from collections.abc import Sequence

from compare.recognising.flow import Flow
from compare.recognising.layers import Layer


def course_names(flow: Flow, networks: Sequence[list[Layer]]) -> dict[int, str]:
    """Name parameters, Z and A layer by layer, for the layers behind each prediction."""
    names: dict[int, str] = {}
    for layers in networks:
        alone = len(layers) == 1
        for number, layer in enumerate(layers, 1):
            l = "" if alone else str(number)  # noqa: E741  # the course's l
            names.setdefault(layer.Z, f"Z{l}")
            if layer.A >= 0:
                names.setdefault(layer.A, f"A{l}")
            _number(names, layer.weights, f"w{l}" if alone else f"W{l}")
            _number(names, layer.biases, f"b{l}")
    for parameter in flow.parameters:
        names.setdefault(parameter.id, parameter.name or f"parameter {parameter.id}")
    return names


def _number(names: dict[int, str], nodes: list[int], name: str) -> None:
    """Name several parameters of one layer ``w1, w2``, a single one ``w``."""
    for index, node in enumerate(dict.fromkeys(nodes), 1):
        names.setdefault(node, name if len(nodes) == 1 else f"{name}{index}")
