"""The role of a parameter, by its name, its place among the others and what is done with it."""

from compare.driving.definitions import Function
from compare.driving.purposes import Purpose, purpose_of
from compare.driving.roles import Role, role_of
from compare.driving.usage import Usage
from compare.driving.words import words


def role_in(function: Function, name: str, usage: Usage) -> Role:
    """Find the role of a parameter of a function."""
    role = role_of(name)
    roles = [LAYERS.get(words(each.name), role_of(each.name)) for each in function.parameters]
    if usage.strings and not usage.keys and role not in (Role.X, Role.Y):
        return Role.CHOICE
    starts = function.is_starter or purpose_of(function) is Purpose.START
    if starts and not usage.is_data and role in AS_SIZES and set(words(name)) <= SIZE_WORDS:
        return AS_SIZES[role]  # Network(inputs, hidden, outputs)
    if not starts and words(name) in LAYERS:
        return LAYERS[words(name)]
    if role is Role.OUTPUT and Role.Y not in roles and Role.X in roles and len(roles) < 6:
        return Role.Y  # train(inputs, outputs)
    names = [each.name for each in function.parameters]
    if name == "t" and Role.GRADIENTS in roles:
        return Role.TIME
    if name == "y" and "t" in names and not {Role.X, Role.GRADIENTS} & set(roles):
        return Role.OUTPUT  # loss(y, t)
    is_alone = not {Role.X, Role.Y} & set(roles) - {role}
    if role in (Role.X, Role.UNKNOWN, Role.Y) and usage.paired and not usage.keys and is_alone:
        return Role.PAIRS
    if role is Role.PAIRS and Role.Y in roles:
        return Role.X
    if role is Role.UNKNOWN and not function.is_starter:
        return _by_place(name, roles)
    return role


SIZE_WORDS = {"input", "inputs", "output", "outputs", "features", "in", "out", "n"}
LAYERS: dict[tuple[str, ...], Role] = {
    ("input", "layer"): Role.X,
    ("output", "layer"): Role.Y,
}
AS_SIZES = {Role.X: Role.N_X, Role.Y: Role.N_Y, Role.OUTPUT: Role.N_Y}


def _by_place(name: str, roles: list[Role]) -> Role:
    """``data`` is X where nothing else is; short names beside Y are outputs."""
    if name in ("data", "d", "batch") and Role.X not in roles:
        return Role.X if Role.Y in roles else Role.PAIRS
    if name in ("a", "z", "A", "p", "yh", "Yh", "o", "out") and Role.Y in roles:
        return Role.OUTPUT
    return Role.UNKNOWN
