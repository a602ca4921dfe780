"""A parameter that needs a value, with everything that is known of it."""

import ast
from dataclasses import dataclass

from compare.driving.definitions import Function, Parameter
from compare.driving.hints import Hint
from compare.driving.roles import Role
from compare.driving.usage import Usage

WEIGHTS = (Role.PARAMETERS, Role.WEIGHT, Role.BIAS)

ENCODED = {"hot", "onehot", "ind", "enc", "ohe", "indicator", "encoded"}

HYPER = {
    Role.M, Role.N_X, Role.N_Y, Role.N_H, Role.SIZES, Role.HIDDEN, Role.DEPTH, Role.RATE,
    Role.TURNS, Role.BATCH, Role.LAMBDA, Role.KEEP, Role.DROP, Role.TALK, Role.SEED,
    Role.CHOICE, Role.TIME,
}  # fmt: skip
"""What is never taken from what calls returned."""


class UnboundError(Exception):
    """No value was found for a parameter.

    Attributes
    ----------
    function, parameter
        The title of the function and the name of the parameter.
    """

    def __init__(self, function: str, parameter: str) -> None:
        super().__init__(f"{function} needs {parameter}, for which no value was found")
        self.function = function
        self.parameter = parameter


LEAVE = object()
"""The default of the parameter is left to the function."""


@dataclass(frozen=True)
class Wanted:
    """A parameter with everything that is known of it."""

    function: Function
    parameter: Parameter
    role: Role
    usage: Usage
    hint: Hint | None

    @property
    def name(self) -> str:
        """The parameter's name."""
        return self.parameter.name

    @property
    def default(self) -> ast.expr | None:
        """The expression of its default."""
        return self.parameter.default

    @property
    def is_none_by_default(self) -> bool:
        """Whether it may be left out and is ``None`` then."""
        return isinstance(self.default, ast.Constant) and self.default.value is None
