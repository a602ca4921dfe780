"""The functions of one argument by all their names, and how their derivatives are written."""

import re

NAMES = {
    "sigmoid": "sigmoid", "sigma": "sigmoid", "sig": "sigmoid", "logistic": "sigmoid",
    "expit": "sigmoid", "sigmod": "sigmoid",
    "tanh": "tanh", "relu": "relu", "ReLU": "relu", "Relu": "relu", "ReLu": "relu",
    "leaky_relu": "leaky_relu", "leakyrelu": "leaky_relu", "LeakyReLU": "leaky_relu",
    "log": "log", "ln": "log", "exp": "exp", "softmax": "softmax", "softplus": "softplus",
    "identity": "identity", "linear": "identity",
    "g": "g", "activation": "g",
}  # fmt: skip  # a row an idea
OF_ONE = tuple(dict.fromkeys(NAMES.values()))
ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "identity")
"""What a layer may apply; ``g`` stands for any of them."""

PRIMED = re.compile(
    r"(?:(?:d|deriv|derivative_of|d_|grad_)_?(?P<before>[A-Za-z_]+?\d*)"
    r"|(?P<after>[A-Za-z_]+?\d*)_?(?:prime|derivative|deriv|grad|dash|gradient))"
)
NUMBERED = re.compile(r"(?P<name>[A-Za-z_]+?)(?P<layer>\d*)")


def function_name(name: str) -> tuple[str, bool] | None:
    """Read ``relu``, ``sigmoid_prime``, ``d_tanh``, ``g1``: the function, and whether derived."""
    plain = _plain(name)
    if plain:
        return plain, False
    found = PRIMED.fullmatch(name)
    if found:
        plain = _plain((found["before"] or found["after"]).rstrip("_"))
        if plain and plain not in ("log", "exp"):
            return plain, True
    return None


def _plain(name: str) -> str | None:
    if name in NAMES:
        return NAMES[name]
    found = NUMBERED.fullmatch(name)
    if found and found["layer"] and found["name"] in ("g",):
        return f"g[{found['layer']}]"
    return None
