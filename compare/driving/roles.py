"""What a name stands for in a network: ``y_train`` is Y, ``eta`` the learning rate.

A role says which kind of value is wanted; whether that was right is seen when the code runs.
"""

from functools import lru_cache

from compare.driving import role_rules
from compare.driving.role import Role
from compare.driving.role_names import EXACT
from compare.driving.words import letters, words

__all__ = ["Role", "data_role", "held_out", "role_of"]

RULES = (
    role_rules.derivative,
    role_rules.weight,
    role_rules.number,
    role_rules.option,
    role_rules.data,
)
FILLING = role_rules.SETS | {"set", "self", "my", "the", "vector", "vectors", "matrix", "array"}
LABELS_OF_SCRIPTS = ("output", "outputs", "expected_output", "output_data")


def held_out(name: str) -> bool:
    """Whether a name speaks of data that are not trained on: ``X_test``, ``validation_data``."""
    return not role_rules.HELD_OUT.isdisjoint(words(name))


@lru_cache(maxsize=4096)
def role_of(name: str) -> Role:
    """Find what a name stands for."""
    parts = letters(name)
    if not parts:
        return Role.UNKNOWN
    for rule in RULES:
        role = rule(name, parts)
        if role is not Role.UNKNOWN:
            return role
    whole = "".join(parts)
    if whole in EXACT:
        return EXACT[whole]
    rest = tuple(part for part in parts if part not in FILLING)
    if rest and rest != parts:
        return EXACT.get("".join(rest), Role.UNKNOWN)
    return EXACT.get(parts[-1], Role.UNKNOWN) if len(parts) > 1 else Role.UNKNOWN


def data_role(name: str) -> Role | None:
    """X or Y or a list of both, for the names of a script."""
    role = role_of(name)
    if role is Role.OUTPUT and name.lower() in LABELS_OF_SCRIPTS:
        return Role.Y
    if role in (Role.X, Role.Y, Role.PAIRS):
        return role
    if words(name) in (("input", "layer"), ("train",), ("test",), ("dev",)):
        return Role.X
    return Role.Y if words(name) == ("output", "layer") else None
