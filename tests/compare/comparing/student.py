"""A student's program, right as it stands, and with lines of it replaced.

Judged through ``compare.judge``, so with every probe, the self-check and the power of the case.
"""

import textwrap
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

import compare
from compare.comparing.report import PairingReport
from tests.compare.judging.small_networks import make_case

Step = Callable[[Mapping[str, Any], Any], tuple[dict[str, Any], Any]]

PROGRAM = """
import numpy as np

def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))

def step(case, state):
    X, Y, W1, b1, W2, b2 = (case[name] for name in ("X", "Y", "W1", "b1", "W2", "b2"))
    m = X.shape[1]
    Z1 = W1 @ X + b1
    A1 = np.maximum(Z1, 0)
    Z2 = W2 @ A1 + b2
    A2 = sigmoid(Z2)
    cost = np.mean(np.logaddexp(0, Z2) - Y * Z2)
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = W2.T @ dZ2
    dZ1 = dA1 * (Z1 > 0)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    trace = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2, "cost": cost, "dZ2": dZ2, "dW2": dW2}
    trace |= {"db2": db2, "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}
    for V in ("W1", "b1", "W2", "b2"):
        trace[f"new_{V}"] = case[V] - case["learning_rate"] * trace[f"d{V}"]
    return trace, state
"""

ACTIVATIONS = ("relu", "sigmoid")
SUMMED = (
    ("cost = np.mean(np.logaddexp(0, Z2) - Y * Z2)", "cost = np.sum(np.logaddexp(0, Z2) - Y * Z2)"),
    ("dW2 = dZ2 @ A1.T / m", "dW2 = dZ2 @ A1.T"),
    ("db2 = np.sum(dZ2, axis=1, keepdims=True) / m", "db2 = np.sum(dZ2, axis=1, keepdims=True)"),
    ("dW1 = dZ1 @ X.T / m", "dW1 = dZ1 @ X.T"),
    ("db1 = np.sum(dZ1, axis=1, keepdims=True) / m", "db1 = np.sum(dZ1, axis=1, keepdims=True)"),
)
"""Cost and gradients of the summed loss."""


def program(*changes: tuple[str, str]) -> str:
    """The program's text with lines replaced; each is found exactly once."""
    text = PROGRAM
    for right, wrong in changes:
        assert text.count(right) == 1, right
        indented = textwrap.indent(textwrap.dedent(wrong), "    ").strip()
        text = text.replace(right, indented)
    return text


def student(*changes: tuple[str, str]) -> Step:
    """The program as a function."""
    scope: dict[str, Any] = {"__name__": "student"}
    exec(compile(program(*changes), "student.py", "exec"), scope)
    step: Step = scope["step"]
    return step


def own_case(dims: tuple[int, ...] = (5, 3, 1), **given: Any) -> dict[str, Any]:
    """A small case of its own for the program: no two sizes are equal."""
    return make_case(dims, ACTIVATIONS, **given)


def judged(
    *changes: tuple[str, str], case: Mapping[str, Any] | None = None, **options: Any
) -> PairingReport:
    """Judge the program with lines replaced."""
    return compare.judge(student(*changes), case=case or own_case(), **options)


def caught(report: PairingReport) -> dict[str, list[str]]:
    """The probes on which something is wrong, with what differs there."""
    return {probe.probe.name: [q.name for q in probe.differing] for probe in report.caught}


def differing(report: PairingReport) -> list[str]:
    """What differs on the case itself."""
    return [q.name for q in report.trajectory.quantities if q.verdict == "differ"]


def saved(case: Mapping[str, Any], step: Step | None = None) -> dict[str, np.ndarray]:
    """What one step of the program returns, as arrays that are there already."""
    return dict((step or student())(case, None)[0])
