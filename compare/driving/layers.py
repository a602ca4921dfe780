"""Networks described by a list of dictionaries, one a layer."""

from itertools import pairwise
from typing import Any

from compare.driving.roles import Role, role_of
from compare.driving.usage import Usage


def described(usage: Usage) -> bool:
    """Whether items are looked up by keys: ``layer["input_dim"]``."""
    return any(each[0] == "[" for each in usage.item_attributes)


def descriptions(sizes: list[int], usage: Usage) -> list[dict[str, Any]]:
    """Describe layers: ``[{"input_dim": 5, "output_dim": 4, "activation": "relu"}, ...]``."""
    keys = [each[1:-1] for each in sorted(usage.item_attributes) if each[0] == "["]
    return [
        {key: _entry(key, n_in, n_out, k == len(sizes) - 2, usage.strings) for key in keys}
        for k, (n_in, n_out) in enumerate(pairwise(sizes))
    ]


def _entry(key: str, n_in: int, n_out: int, is_last: bool, options: list[str]) -> Any:
    match role_of(key):
        case Role.N_X:
            return n_in
        case Role.N_Y | Role.N_H | Role.SIZES:
            return n_out
    return activation(options or ["relu", "sigmoid"], is_last)


def activation(options: list[str], is_last: bool) -> str:
    """Of the options a file knows, relu inside and sigmoid or softmax at the end."""
    order = ("softmax", "sigmoid", "tanh", "relu") if is_last else ("relu", "tanh", "sigmoid")
    known = (each for wanted in order for each in options if wanted in each.lower())
    return next(known, options[0])
