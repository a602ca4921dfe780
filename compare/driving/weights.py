"""Parameters that no function of the file makes: handed in by us, named, none of them zero."""

import ast
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from compare.driving.acts import Recipe
from compare.driving.hints import Hints
from compare.driving.materials import start_of
from compare.driving.probes import Probe
from compare.driving.roles import Role, role_of
from compare.driving.usage import Usage
from compare.driving.words import index, letters

Announce: TypeAlias = Callable[[str, Any], Any]


class Weights:
    """Makes parameters of a network that has the sizes of the probe.

    Attributes
    ----------
    depth
        How many layers have parameters.
    """

    def __init__(self, probe: Probe, depth: int, announce: Announce) -> None:
        self.probe = probe
        self.depth = depth
        self._announce = announce
        self._random = np.random.default_rng([probe.seed, 7])
        self._made: dict[tuple[str, int | None], Any] = {}

    def sizes(self) -> list[int]:
        """All layer sizes, from the features to the outputs."""
        sizes = self.probe.sizes
        return [sizes.n_x, *sizes.hidden[: self.depth - 1], sizes.n_y]

    def make(self, name: str, role: Role, usage: Usage) -> Any:
        """Make what a parameter called so holds."""
        if usage.unpacked:
            return [self._part(part, role) for part in usage.unpacked]
        if usage.keys:
            return self._dictionary(usage)
        if usage.is_iterated or usage.is_indexed:
            kind = Role.BIAS if letters(name)[0][:1] == "b" else Role.WEIGHT
            return [self._array(kind, layer) for layer in range(1, self.depth + 1)]
        kind = Role.BIAS if role is Role.BIAS else Role.WEIGHT
        layer = index(name)
        if layer is None and not {"output", "out", "o", "ho"}.isdisjoint(letters(name)):
            layer = self.depth = 2
        elif layer is None and not {"hidden", "hid", "h", "ih"}.isdisjoint(letters(name)):
            layer = 1
        return self._array(kind, layer)

    def shaped(self, name: str, shape: tuple[int, ...]) -> Any:
        """Make weights of a shape that the code tells."""
        return self._announce(name, start_of(shape, self._random))

    def _part(self, name: str, role: Role) -> Any:
        kind = role_of(name)
        return self._array(kind if kind is Role.BIAS else Role.WEIGHT, index(name))

    def _dictionary(self, usage: Usage) -> dict[str, Any]:
        numbered = [each for each in usage.keys if index(each) is not None]
        if numbered:
            self.depth = max(index(each) or 1 for each in numbered)
        names = sorted(usage.keys, key=lambda each: (index(each) or 0, each))
        if not numbered and {"W", "b"} <= usage.keys:
            names = [f"{kind}{k}" for k in range(1, self.depth + 1) for kind in ("W", "b")]
        return {name: self._part(name, Role.WEIGHT) for name in names}

    def _array(self, kind: Role, layer: int | None) -> Any:
        key = (kind.value, layer)
        if key not in self._made:
            name = ("b" if kind is Role.BIAS else "W") + ("" if layer is None else str(layer))
            value = self._bias(layer) if kind is Role.BIAS else self._weight(layer)
            self._made[key] = self._announce(name, value)
        return self._made[key]

    def _weight(self, layer: int | None) -> Any:
        sizes = self.sizes() if layer is not None else [self.probe.sizes.n_x, self.probe.sizes.n_y]
        at = min(layer or 1, len(sizes) - 1)
        n_in, n_out = sizes[at - 1], sizes[at]
        if self.probe.format.layout in ("columns", "one-column"):
            lone = layer is None and n_out == 1
            return start_of((n_in, 1) if lone else (n_out, n_in), self._random)
        if layer is None and self.probe.format.labels == "flat":
            return start_of((n_in,), self._random)
        return start_of((n_in, n_out), self._random)

    def _bias(self, layer: int | None) -> Any:
        if layer is None and self.probe.sizes.n_y == 1:
            return 0.4
        n_out = self.sizes()[min(layer, self.depth)] if layer is not None else self.probe.sizes.n_y
        if self.probe.format.layout in ("columns", "one-column"):
            return start_of((n_out, 1), self._random)
        return start_of((1, n_out), self._random)


def depth_of(recipe: Recipe, hints: Hints) -> int:
    """How many layers have parameters: as many as weights are asked for or written, else three."""
    numbers = [
        index(each.name) or 0
        for function in recipe.functions
        for each in function.parameters
        if role_of(each.name) in (Role.WEIGHT, Role.BIAS)
    ]
    if max(numbers, default=0):
        return max(numbers)
    for act in recipe.acts:
        for hint in hints.of(act.owner if act.starts else act.title):
            for name, value in hint.arguments.items():
                if role_of(name) is Role.SIZES and isinstance(value, ast.List | ast.Tuple):
                    return max(len(value.elts) - 1, 1)
    return 3
