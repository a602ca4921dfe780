"""What a function is for in a network, told by its name and what it takes and calls."""

from enum import Enum

from compare.driving.catalogue import Catalogue
from compare.driving.definitions import Function
from compare.driving.roles import Role, held_out, role_of
from compare.driving.words import words


class Purpose(Enum):
    """The acts of a training step, and the functions that go through several of them."""

    START = "start"
    FORWARD = "forward"
    COST = "cost"
    BACKWARD = "backward"
    UPDATE = "update"
    TRAIN = "train"
    NONE = "none"


_OTHER = {
    "accuracy", "plot", "load", "save", "check", "show", "evaluate", "print", "score", "display",
    "test", "dictionary", "vector", "read", "shuffle", "normalize", "visualize", "split", "draw",
    "standardize", "download", "preprocess", "metrics", "confusion", "checking", "onehot",
    "minibatches", "batches", "decode", "encode", "plotting", "summary", "demo", "generate",
}  # fmt: skip
_ACTIVATION = {
    "sigmoid",
    "relu",
    "tanh",
    "softmax",
    "activation",
    "logistic",
    "sigm",
    "lrelu",
    "swish",
}
_TRAIN = {"train", "fit", "sgd", "learn", "training", "descent", "optimize", "optimise", "minimize"}
_START = {
    "init", "initialize", "initialise", "initialization", "initializer", "initialisation",
    "parameters", "weights", "params", "setup",
}  # fmt: skip
_BACKWARD = {
    "back", "backward", "backprop", "backpropagate", "backpropagation", "gradient", "gradients",
    "grad", "grads", "derivatives", "bprop", "backwards", "derivative", "propback", "der", "calc",
}  # fmt: skip
_COST = {
    "cost",
    "loss",
    "error",
    "entropy",
    "objective",
    "mse",
    "nll",
    "crossentropy",
    "likelihood",
    "bce",
}
_UPDATE = {"update", "apply", "step", "upgrade", "optimizer", "adjust"}
_FORWARD = {
    "forward", "feedforward", "feed", "hypothesis", "proba", "think", "propagate", "propagation",
    "predict", "fprop", "model", "inference", "output", "forwardprop", "run", "query", "net",
}  # fmt: skip


NUMERICAL = {"numerical", "numeric", "num", "finite", "approx", "approximate", "approximation"}
"""Gradients by differences, for checking the others."""


def purpose_of(function: Function) -> Purpose:
    """Find the act that a function's name speaks of."""
    here = set(words(function.name))
    if not here.isdisjoint(NUMERICAL):
        return Purpose.NONE
    if {"one", "hot"} <= here or here & _OTHER or function.name[:2] == "__":
        return Purpose.NONE
    if here & _ACTIVATION and len(function.required) == 1:
        return Purpose.NONE
    if here & _TRAIN and not here & {"step", "backward"}:
        return Purpose.TRAIN
    if here & {"init", "initialize", "initialise", "initialization", "initializer"}:
        return Purpose.START
    if here & _UPDATE and not here & {"backward", "backprop", "back"}:
        return Purpose.UPDATE
    if here & _BACKWARD or (here & _COST and _returns_gradients(function)):
        return Purpose.BACKWARD
    if here & _COST:
        return Purpose.COST
    if here & _FORWARD:
        return Purpose.FORWARD
    return Purpose.NONE


def _returns_gradients(function: Function) -> bool:
    """``return J, grad``."""
    roles = {role_of(name) for name in function.returned}
    return len(function.returned) > 1 and bool(roles & {Role.GRADIENT, Role.GRADIENTS})


def is_aside(function: Function) -> bool:
    """Whether a function tests, shows or stores, and does not train."""
    here = set(words(function.name))
    if not here.isdisjoint(NUMERICAL):
        return True
    return "check" in here or bool(here & _OTHER and not here & _TRAIN)


def takes(function: Function, role: Role) -> bool:
    """Whether a function has a parameter of a role that is not test data."""
    return any(
        role_of(each.name) is role and not held_out(each.name) for each in function.parameters
    )


def is_elementary(function: Function) -> bool:
    """Whether a function looks like an activation or its derivative: one array in, one out."""
    return (
        len(function.required) == 1
        and not takes(function, Role.PAIRS)
        and len(function.node.body) <= 6
    )


def outermost(functions: list[Function], catalogue: Catalogue) -> list[Function]:
    """Those that no other of them calls."""
    below: set[int] = set()
    for each in functions:
        below |= {id(callee) for callee in catalogue.reachable(each) if callee is not each}
    return [each for each in functions if id(each) not in below] or functions
