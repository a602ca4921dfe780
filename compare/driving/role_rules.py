"""Rules for names of several words: which words together speak of which role."""

from dataclasses import dataclass

from compare.driving.role import Role
from compare.driving.words import words

HELD_OUT = frozenset(
    ["test", "testing", "val", "valid", "validation", "validate", "dev", "eval", "evaluation"]
)
SETS = HELD_OUT | {"train", "training"}
COUNT = frozenset(
    ["n", "num", "number", "no", "count", "size", "dim", "units", "nodes", "neurons", "nb", "len"]
)
LAYER = frozenset(["layers", "layer", "network", "net"])
LABELS = frozenset(["y", "label", "labels", "target", "targets"])
INPUTS = frozenset(["x", "input", "inputs", "feature", "features", "image", "images", "img"])


@dataclass(frozen=True)
class Rule:
    """A role for names in which some words stand.

    Attributes
    ----------
    any_of
        One of them stands in the name.
    with_any
        And one of these, if there are any here.
    without
        And none of these.
    """

    role: Role
    any_of: frozenset[str]
    with_any: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    def fits(self, here: frozenset[str]) -> bool:
        """Whether a name with these words is meant."""
        return bool(
            here & self.any_of
            and (not self.with_any or here & self.with_any)
            and not here & self.without
        )


def _rule(role: Role, any_of: str, with_any: str = "", without: str = "") -> Rule:
    return Rule(
        role, frozenset(any_of.split()), frozenset(with_any.split()), frozenset(without.split())
    )


TURNS = (
    _rule(Role.TURNS, "iterations iteration epochs epoch iter iters steps"),
    _rule(Role.RATE, "step stepsize", "size"),
    _rule(Role.TURNS, "step", " ".join(COUNT)),
    _rule(Role.BATCH, "batch", "size sz length len n num"),
)
LAYERS = (
    _rule(Role.SIZES, "specs"),
    _rule(Role.N_H, "hidden hid", "size neurons nodes dim units", "layers"),
    _rule(Role.HIDDEN, "hidden hid"),
    _rule(Role.N_X, "input in"),
    _rule(Role.N_Y, "output out"),
    _rule(Role.DEPTH, "num n number nb"),
    _rule(Role.CHOICE, "activations activation"),
    _rule(Role.SIZES, "layers layer sizes dims"),
)
"""For names with ``layer`` in them."""
COUNTED = (
    _rule(Role.N_X, "x input inputs in features feature visible px"),
    _rule(Role.HIDDEN, "h hidden hid", "sizes dims layers"),
    _rule(Role.N_H, "h hidden hid"),
    _rule(Role.N_Y, "y output outputs out class classes labels categories"),
    _rule(Role.M, "samples examples sample m train data"),
)
"""For names that count: ``n_x``, ``num_classes``."""
OPTIONS = (
    _rule(Role.DROP, "rate", "drop dropout"),
    _rule(Role.DECAY, "rate", "decay"),
    _rule(Role.RATE, "rate"),
    _rule(Role.KEEP, "keep"),
    _rule(Role.DROP, "drop dropout"),
    _rule(Role.LAMBDA, "lambda lambd lmbda lam reg decay l2", without="is"),
    _rule(Role.SEED, "seed rng"),
    _rule(Role.EPSILON, "tolerance tol threshold"),
    _rule(Role.PATH, "path filename file dir"),
    _rule(Role.CHOICE, "activation optimizer initialization initializer optimiser"),
)
DATA = (
    _rule(Role.OUTPUT, "hat pred preds predicted prediction predictions prob probs"),
    _rule(
        Role.Y,
        "y label labels target targets output outputs t",
        " ".join(SETS) + " set batch mini orig flatten list",
    ),
    _rule(Role.X, " ".join(INPUTS), " ".join(SETS) + " set batch mini orig flatten list"),
    _rule(Role.Y, "true trues onehot hot ohe"),
    _rule(Role.Y, " ".join(LABELS), "label labels target targets true all one enc ind data"),
    _rule(Role.X, " ".join(INPUTS), "data orig scaled norm flat b"),
)
PAIRS = SETS | {"data", "set", "batch", "mini", "examples", "samples", "pairs"}
NO_DATA = frozenset(
    [
        "max",
        "min",
        "mean",
        "std",
        "shape",
        "size",
        "grad",
        "loss",
        "zero",
        "end",
        "start",
        "given",
        "head",
        "class",
    ]
)
"""What is told of X or Y, but is not X or Y."""
TALK = frozenset(["print", "plot", "show", "verbose", "display", "log", "monitor", "save"])
NO_WEIGHT = {
    "decay", "init", "size", "shape", "initializer", "d", "grad", "grads", "gradient", "gradients",
    "sum", "sums", "total", "change", "changes", "velocity", "update", "updates",
}  # fmt: skip


def derivative(name: str, parts: tuple[str, ...]) -> Role:
    """``dW1``, ``d_b``, ``grad_w``, ``nabla_b``: a gradient."""
    if parts[0] in {"d", "grad", "nabla", "delta", "gradient"} and len(parts) > 1:
        return Role.GRADIENT
    is_short = len(parts) == 1 and name[:1] == "d"
    if is_short and parts[0][1:] in {"w", "b", "z", "a", "th", "al"}:
        return Role.GRADIENT
    return Role.UNKNOWN


def weight(name: str, parts: tuple[str, ...]) -> Role:
    """``weights_input_hidden``, ``w_ih``, ``bias_output``, ``hidden_weights``, ``output_bias``."""
    if len(parts) < 2 or not NO_WEIGHT.isdisjoint(parts):
        return Role.UNKNOWN
    for end in (parts[0], parts[-1]):
        if end in {"weights", "weight", "w", "theta", "syn", "synapse"}:
            return Role.WEIGHT
        if end in {"bias", "biases", "b"} and not {"x", "y"} & set(parts):
            return Role.BIAS
    return Role.UNKNOWN


def number(name: str, parts: tuple[str, ...]) -> Role:
    """``n_x``, ``num_hidden_units``, ``input_dim``, ``hidden_size``, ``layers_dims``."""
    here = frozenset(parts)
    if here == {"mini", "batch"}:
        return Role.PAIRS
    role = first(TURNS, here)
    if role is Role.UNKNOWN and here & LAYER:
        return first(LAYERS, here)
    return first(COUNTED, here) if role is Role.UNKNOWN and here & COUNT else role


def option(name: str, parts: tuple[str, ...]) -> Role:
    """``learning_rate``, ``keep_prob``, ``print_cost``, ``reg_lambda``, ``weight_decay``."""
    if words(name) == ("beta", "2"):
        return Role.BETA2
    if parts[0] in TALK and "rate" not in parts:
        return Role.TALK
    return first(OPTIONS, frozenset(parts))


def data(name: str, parts: tuple[str, ...]) -> Role:
    """``X_train``, ``train_labels``, ``training_data``, ``y_hat``."""
    here = frozenset(parts)
    if len(parts) < 2:
        return Role.UNKNOWN
    role = first(DATA, here)
    if role is Role.UNKNOWN and parts[0] in ("x", "y") and not here & NO_DATA:
        return Role.X if parts[0] == "x" else Role.Y
    is_set = bool(here & (SETS | {"set", "batch", "mini"}))
    return Role.PAIRS if role is Role.UNKNOWN and is_set and here <= PAIRS else role


def first(rules: tuple[Rule, ...], here: frozenset[str]) -> Role:
    """The role of the first rule that fits."""
    return next((rule.role for rule in rules if rule.fits(here)), Role.UNKNOWN)
