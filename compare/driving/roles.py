"""What a name stands for in a network: ``y_train`` is Y, ``eta`` the learning rate.

A role says which kind of value is wanted; whether that was right is seen when the code runs.
"""

from enum import Enum
from functools import lru_cache

from compare.driving.words import letters, words


class Role(Enum):
    """The part that a value plays in a network."""

    X = "X"
    Y = "Y"
    PAIRS = "pairs"  # a list of (x, y)
    M = "m"
    N_X = "n_x"
    N_Y = "n_y"
    N_H = "n_h"
    SIZES = "sizes"  # the list of all layer sizes
    HIDDEN = "hidden sizes"
    DEPTH = "depth"
    RATE = "learning rate"
    TURNS = "iterations"
    BATCH = "batch size"
    LAMBDA = "lambda"
    KEEP = "keep probability"
    DROP = "drop probability"
    BETA = "momentum"
    BETA2 = "beta2"
    DECAY = "decay"
    EPSILON = "epsilon"
    TIME = "time step"
    TALK = "verbose"
    SEED = "seed"
    PATH = "path"
    CHOICE = "choice"  # an option with a name: activation, optimizer, initialization
    SHUFFLE = "shuffle"
    PARAMETERS = "parameters"
    WEIGHT = "weight"
    BIAS = "bias"
    GRADIENT = "gradient"
    GRADIENTS = "gradients"
    CACHE = "cache"
    OUTPUT = "output"
    UNKNOWN = "unknown"


_EXACT: dict[str, Role] = {
    **dict.fromkeys(("x", "xs", "inputs", "input", "features", "images", "image"), Role.X),
    **dict.fromkeys(("samples", "sample", "inp", "inps", "examples", "patterns"), Role.X),
    **dict.fromkeys(("xb", "xbatch", "xtrain", "trainx", "a0", "img", "imgs"), Role.X),
    **dict.fromkeys(("y", "ys", "labels", "label", "targets", "target", "expected"), Role.Y),
    **dict.fromkeys(
        ("yb", "ybatch", "ytrain", "trainy", "t", "truth", "answers", "answer"), Role.Y
    ),
    **dict.fromkeys(("desired", "correct", "classes", "gt", "onehot", "tgt", "lbl"), Role.Y),
    **dict.fromkeys(("dataset", "minibatch"), Role.PAIRS),
    **dict.fromkeys(("m", "nsamples", "nexamples"), Role.M),
    **dict.fromkeys(("dim", "nfeatures", "nin", "fanin", "d"), Role.N_X),
    **dict.fromkeys(("nout", "fanout", "k", "c", "nclasses"), Role.N_Y),
    **dict.fromkeys(("nh", "h", "nhidden", "hidden", "hid"), Role.N_H),
    **dict.fromkeys(("sizes", "layers", "dims", "shape", "topology", "architecture"), Role.SIZES),
    **dict.fromkeys(("structure", "nodes", "units", "neurons"), Role.SIZES),
    **dict.fromkeys(("lr", "alpha", "eta", "step"), Role.RATE),
    **dict.fromkeys(("epochs", "epoch", "iterations", "iters", "iter", "turns"), Role.TURNS),
    **dict.fromkeys(("steps", "maxiter", "niter", "nepochs", "loops", "times"), Role.TURNS),
    **dict.fromkeys(("batch", "bs", "batchsize"), Role.BATCH),
    **dict.fromkeys(("lambd", "lambda", "lam", "lmbda", "lmda", "reg", "mu"), Role.LAMBDA),
    **dict.fromkeys(("regularization", "penalty", "decay"), Role.LAMBDA),
    **dict.fromkeys(("verbose", "debug", "plot", "print", "log", "show"), Role.TALK),
    **dict.fromkeys(("seed",), Role.SEED),
    **dict.fromkeys(("path", "filename", "file", "folder", "dir", "url"), Role.PATH),
    **dict.fromkeys(("activation", "activations", "optimizer", "mode", "kind"), Role.CHOICE),
    **dict.fromkeys(("initialization", "init", "initializer", "act", "type"), Role.CHOICE),
    **dict.fromkeys(("shuffle",), Role.SHUFFLE),
    **dict.fromkeys(("parameters", "params", "param", "weights", "model"), Role.PARAMETERS),
    **dict.fromkeys(("w", "theta", "weight", "syn", "coef", "coefficients"), Role.WEIGHT),
    **dict.fromkeys(("b", "bias", "biases", "intercept"), Role.BIAS),
    **dict.fromkeys(("grads", "gradients", "grad", "gradient", "derivatives"), Role.GRADIENTS),
    **dict.fromkeys(("cache", "caches", "memory", "history", "store", "activations"), Role.CACHE),
    **dict.fromkeys(("al", "yhat", "predictions", "prediction", "output", "outputs"), Role.OUTPUT),
    **dict.fromkeys(("probs", "probabilities", "pred", "preds", "logits", "scores"), Role.OUTPUT),
    **dict.fromkeys(("epsilon", "eps"), Role.EPSILON),
    **dict.fromkeys(("beta", "beta1", "momentum", "rho"), Role.BETA),
    **dict.fromkeys(("beta2",), Role.BETA2),
}
"""By all letters of the name, put together."""

_OUTPUT_WORDS = {"hat", "pred", "preds", "predicted", "prediction", "predictions", "prob", "probs"}
_DATA_SET = {"train", "training", "test", "testing", "val", "valid", "validation", "validate", "dev", "eval"}
_HELD_OUT = {"test", "testing", "val", "valid", "validation", "validate", "dev", "eval", "evaluation"}
_X_WORDS = {"x", "input", "inputs", "feature", "features", "image", "images", "img"}
_Y_WORDS = {
    "y",
    "label",
    "labels",
    "target",
    "targets",
    "output",
    "outputs",
    "onehot",
    "hot",
    "ohe",
}
_COUNT = {
    "n",
    "num",
    "number",
    "no",
    "count",
    "size",
    "dim",
    "units",
    "nodes",
    "neurons",
    "nb",
    "len",
}


def held_out(name: str) -> bool:
    """Whether a name speaks of data that are not trained on: ``X_test``, ``validation_data``."""
    return not _HELD_OUT.isdisjoint(words(name))


@lru_cache(maxsize=4096)
def role_of(name: str) -> Role:
    """Find what a name stands for."""
    parts = letters(name)
    whole = "".join(parts)
    if not parts:
        return Role.UNKNOWN
    for rule in (_derivative, _weights, _number, _option, _data):
        role = rule(name, parts)
        if role is not Role.UNKNOWN:
            return role
    if whole in _EXACT:
        return _EXACT[whole]
    rest = tuple(part for part in parts if part not in _DATA_SET | {"set", "self", "my", "the"})
    if rest and rest != parts:
        return _EXACT.get("".join(rest), Role.UNKNOWN)
    return _EXACT.get(parts[-1], Role.UNKNOWN) if len(parts) > 1 else Role.UNKNOWN


def _weights(name: str, parts: tuple[str, ...]) -> Role:
    """``weights_input_hidden``, ``w_ih``, ``bias_output``, ``hidden_weights``, ``output_bias``."""
    if len(parts) < 2 or {"decay", "init", "size", "shape", "initializer", "d", "grad"} & set(parts):
        return Role.UNKNOWN
    for end in (parts[0], parts[-1]):
        if end in {"weights", "weight", "w", "theta", "syn", "synapse"}:
            return Role.WEIGHT
        if end in {"bias", "biases", "b"} and not {"x", "y"} & set(parts):
            return Role.BIAS
    return Role.UNKNOWN


def _derivative(name: str, parts: tuple[str, ...]) -> Role:
    """``dW1``, ``d_b``, ``grad_w``, ``nabla_b``: a gradient; ``grads``: all of them."""
    if parts[0] in {"d", "grad", "nabla", "delta", "gradient"} and len(parts) > 1:
        return Role.GRADIENT
    if len(parts) == 1 and len(parts[0]) in (2, 3) and name[:1] == "d" and parts[0] not in {"dim"}:
        return Role.GRADIENT if parts[0][1:] in {"w", "b", "z", "a", "th", "al"} else Role.UNKNOWN
    return Role.UNKNOWN


def _number(name: str, parts: tuple[str, ...]) -> Role:
    """``n_x``, ``num_hidden_units``, ``input_dim``, ``hidden_size``, ``layers_dims``."""
    here = set(parts)
    if here & {"iterations", "iteration", "epochs", "epoch", "iter", "iters", "steps"}:
        return Role.TURNS
    if {"step"} < here and here & _COUNT:
        return Role.TURNS
    if "batch" in here and here & {"size", "sz", "length", "len", "mini", "n", "num"}:
        is_data = not here & {"size", "sz", "length", "len", "n", "num"}
        return Role.PAIRS if is_data and len(parts) == 2 and "mini" in here else Role.BATCH
    if here == {"layer", "specs"}:
        return Role.SIZES
    if "layers" in here or "layer" in here or "network" in here or "net" in here:
        return _layers(here)
    if not here & _COUNT:
        return Role.UNKNOWN
    if here & {"x", "input", "inputs", "in", "features", "feature", "visible", "px"}:
        return Role.N_X
    if here & {"h", "hidden", "hid"}:
        return Role.HIDDEN if here & {"sizes", "dims", "layers"} else Role.N_H
    if here & {"y", "output", "outputs", "out", "class", "classes", "labels", "categories"}:
        return Role.N_Y
    if here & {"samples", "examples", "sample", "m", "train", "data"}:
        return Role.M
    return Role.UNKNOWN


def _layers(here: set[str]) -> Role:
    """``layers_dims``, ``hidden_layers``, ``num_layers``, ``hidden_layer_size``."""
    if here & {"hidden", "hid"}:
        if here & {"size", "neurons", "nodes", "dim", "units"} and "layers" not in here:
            return Role.N_H
        return Role.HIDDEN
    if here & {"input", "in"}:
        return Role.N_X
    if here & {"output", "out"}:
        return Role.N_Y
    if here & {"num", "n", "number", "nb"}:
        return Role.DEPTH
    if here & {"activations", "activation"}:
        return Role.CHOICE
    return Role.SIZES if here & {"layers", "sizes", "dims"} or "layer" in here else Role.UNKNOWN


def _option(name: str, parts: tuple[str, ...]) -> Role:
    """``learning_rate``, ``keep_prob``, ``print_cost``, ``reg_lambda``, ``weight_decay``."""
    here = set(parts)
    if "rate" in here:
        if here & {"drop", "dropout"}:
            return Role.DROP
        return Role.DECAY if "decay" in here else Role.RATE
    if here & {"keep"}:
        return Role.KEEP
    if here & {"drop", "dropout"}:
        return Role.DROP
    if parts[0] in {"print", "plot", "show", "verbose", "display", "log", "monitor", "save"}:
        return Role.TALK
    if here & {"lambda", "lambd", "lmbda", "lam", "reg", "decay", "l2"} and "is" not in here:
        return Role.LAMBDA
    if words(name) == ("beta", "2"):
        return Role.BETA2
    if name == "t":
        return Role.TIME
    if here & {"seed"} or parts[-1] == "rng":
        return Role.SEED
    if here & {"tolerance", "tol", "threshold"}:
        return Role.EPSILON
    if here & {"path", "filename", "file", "dir"}:
        return Role.PATH
    if here & {"activation", "optimizer", "initialization", "initializer", "optimiser"}:
        return Role.CHOICE
    return Role.UNKNOWN


def _data(name: str, parts: tuple[str, ...]) -> Role:
    """``X_train``, ``train_labels``, ``training_data``, ``y_hat``, ``A_prev``."""
    here = set(parts)
    if here & _OUTPUT_WORDS and len(parts) > 1:
        return Role.OUTPUT
    if len(parts) > 1 and here & (_DATA_SET | {"set", "batch", "mini", "orig", "flatten", "list"}):
        if here & {"y", "label", "labels", "target", "targets", "output", "outputs", "t"}:
            return Role.Y
        if here & _X_WORDS:
            return Role.X
        if here <= _DATA_SET | {"data", "set", "batch", "mini", "examples", "samples", "pairs"}:
            return Role.PAIRS
    if len(parts) > 1 and here & {"y", "label", "labels", "target", "targets"} and parts[-1] != "y":
        return Role.Y if here & (_Y_WORDS | {"true", "trues", "all", "one", "enc", "ind"}) else Role.UNKNOWN
    if here & {"true", "trues", "onehot", "hot", "ohe"} and len(parts) > 1:
        return Role.Y
    if (
        len(parts) > 1
        and here & _X_WORDS
        and here & {"data", "orig", "scaled", "norm", "flat", "b"}
    ):
        return Role.X
    return Role.UNKNOWN


def data_role(name: str) -> Role | None:
    """X or Y or a list of both, for the names of a script."""
    role = role_of(name)
    if role is Role.OUTPUT and name.lower() in (
        "output",
        "outputs",
        "expected_output",
        "output_data",
    ):
        return Role.Y
    if role in (Role.X, Role.Y, Role.PAIRS):
        return role
    if words(name) in (("input", "layer"), ("train",), ("test",), ("dev",)):
        return Role.X
    return Role.Y if words(name) == ("output", "layer") else None
