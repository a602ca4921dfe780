"""Numbers for parameters: sizes of the probe, rates, counts."""

import ast
from dataclasses import dataclass
from typing import Any

from compare.driving.definitions import Function, Parameter
from compare.driving.roles import Role, role_of
from compare.driving.setting import Setting
from compare.driving.usage import Usage
from compare.driving.weights import Weights
from compare.driving.words import index, words

NOTHING = object()
"""No value was found."""

USUAL: dict[Role, Any] = {
    Role.LAMBDA: 0.7,
    Role.KEEP: 0.5,  # as in the course, where one function has it as its default
    Role.DROP: 0.2,
    Role.BETA: 0.9,
    Role.BETA2: 0.999,
    Role.DECAY: 0.0,
    Role.EPSILON: 1e-8,
    Role.TIME: 2,
    Role.SEED: 1,
    Role.SHUFFLE: False,
    Role.PATH: "file",
}
"""What a parameter of a role gets where nothing else says more."""


@dataclass(frozen=True)
class Sizing:
    """Gives numbers of a setting to parameters."""

    setting: Setting
    weights: Weights

    def number(self, role: Role, function: Function, parameter: Parameter, usage: Usage) -> Any:
        """Give the value for a role; ``NOTHING`` for roles that are no numbers of a setting."""
        sizes, depth = self.setting.probe.sizes, self.weights.depth
        match role:
            case Role.N_H if not usage.is_a_list:
                return sizes.hidden[self._which_hidden(function, parameter.name)]
            case Role.N_H | Role.HIDDEN:
                return list(sizes.hidden[: depth - 1])
            case Role.SIZES:
                return self._sizes(function)
            case Role.TALK:
                return self._talk(parameter)
        numbers = {
            Role.M: sizes.m,
            Role.N_X: sizes.n_x,
            Role.N_Y: sizes.n_y,
            Role.DEPTH: depth + 1,
            Role.RATE: self.setting.rate,
            Role.TURNS: self.setting.turns,
            Role.BATCH: self._batch(),
        }
        return numbers.get(role, NOTHING)

    def _talk(self, parameter: Parameter) -> Any:
        """``print_cost=True``; ``print_every=100`` is no yes or no."""
        default = getattr(parameter.default, "value", None)
        is_yes_or_no = isinstance(default, bool) or default in (None, 0, 1)
        if is_yes_or_no and words(parameter.name)[0] in ("print", "verbose"):
            return self.setting.talk
        return False if parameter.default is None else NOTHING

    def named(self, name: str) -> Any:
        """Give the number that a name alone stands for, usual values included."""
        role = role_of(name)
        nobody = Function(
            "", 0, ast.FunctionDef("", ast.arguments([], [], None, [], [], None, []), [], [])
        )
        value = self.number(role, nobody, Parameter(name), Usage())
        return USUAL.get(role, NOTHING) if value is NOTHING else value

    def _sizes(self, function: Function) -> list[int]:
        """All sizes, without those that are asked for apart."""
        roles = {role_of(each.name) for each in function.parameters}
        sizes = self.weights.sizes()
        return sizes[Role.N_X in roles : len(sizes) - (Role.N_Y in roles)]

    def _batch(self) -> int:
        sizes, batches = self.setting.probe.sizes, self.setting.batches
        return sizes.m // batches if sizes.m > batches else 1

    def _which_hidden(self, function: Function, name: str) -> int:
        """``hidden2`` is the second layer; several hidden sizes are those of layers in order."""
        number = index(name)
        same = [each.name for each in function.parameters if role_of(each.name) is Role.N_H]
        place = same.index(name) if name in same else 0
        most = len(self.setting.probe.sizes.hidden) - 1
        return min(number - 1 if number and len(same) == 1 else place, most)
