"""Which line is pointed at where several are involved: a helper and its caller, a loop, updates."""

import pytest

from compare.diagnosing.answer import Finding
from tests.compare.diagnosing.recorded import Sizes, diagnosed, edited, line_of

CALL = "dZ1 = dA1 * tanh_prime(Z1)"
PER_EXAMPLE: Sizes = (((5, 1), 7), ((3, 1), 4))

LOOP = """\
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def forward(X, p):
    return None, None

def backward(p, cache, X, Y):
    m = X.shape[1]
    dW1 = np.zeros_like(p["W1"])
    db1 = np.zeros_like(p["b1"])
    for i in range(m):
        x = X[:, i:i + 1]
        a = sigmoid(np.dot(p["W1"], x) + p["b1"])
        dz = a - Y[:, i:i + 1]
        dW1 = dW1 + np.dot(dz, x.T)
        db1 = db1 + dz
    dW1 = dW1 / m
    db1 = db1 / m
    return {"dW1": dW1, "db1": db1}

def update(p, g, lr):
    W1 = p["W1"] - lr * g["dW1"]
    b1 = p["b1"] - lr * g["db1"]
    return {"W1": W1, "b1": b1}
"""


def with_helper(helper: str, call: str = CALL) -> str:
    """The two-layer network with the derivative of tanh in a function of its own."""
    return edited(
        ("def forward(X, p):", f"{helper}\n\ndef forward(X, p):"),
        ("dZ1 = dA1 * (1 - A1 ** 2)", call),
    )


def first(text: str, **options: Sizes) -> Finding:
    """The first wrong line."""
    found = diagnosed(text, **options)
    assert found.verdict == "differ"
    return found.findings[0]


def pointed_at(finding: Finding) -> int | None:
    return None if finding.place is None else finding.place.line


def test_a_helper_that_takes_z_and_computes_with_a_is_wrong_itself() -> None:
    text = with_helper("def tanh_prime(z):\n    return 1 - z ** 2")
    finding = first(text)
    assert pointed_at(finding) == line_of("return 1 - z ** 2", text)
    assert finding.cause == "wrong-derivative-argument"
    assert line_of(CALL, text) in [place.line for place in finding.via]


def test_a_helper_that_takes_a_is_called_with_the_wrong_value() -> None:
    text = with_helper("def tanh_prime(a):\n    return 1 - a ** 2")
    finding = first(text)
    assert pointed_at(finding) == line_of(CALL, text)
    assert finding.cause == "wrong-derivative-argument"


def test_of_a_helper_that_does_not_say_what_it_takes_no_line_is_sure() -> None:
    text = with_helper("def tanh_prime(x):\n    return 1 - x ** 2")
    assert not first(text).sure


def test_a_right_helper_is_not_blamed_for_the_function_that_is_called_instead() -> None:
    helper = "def squash(z):\n    return np.tanh(z)"
    text = edited(
        ("def forward(X, p):", f"{helper}\n\ndef forward(X, p):"),
        ("A1 = np.tanh(Z1)", "A1 = squash(Z1)"),
        ("dZ1 = dA1 * (1 - A1 ** 2)", "dZ1 = dA1 * squash(Z1)"),
    )
    assert pointed_at(first(text)) == line_of("dZ1 = dA1 * squash(Z1)", text)


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("dW1 = dW1 + np.dot(dz, x.T)", "dW1 = np.dot(dz, x.T)", "missing-sum"),
        ("db1 = db1 + dz", "db1 = dz", "missing-sum"),
        ("dW1 = dW1 / m", "dW1 = dW1 * 1.0", "missing-mean"),
        ("dz = a - Y[:, i:i + 1]", "dz = Y[:, i:i + 1] - a", "sign"),
    ],
)
def test_one_mistake_in_a_loop_over_the_examples(old: str, new: str, cause: str) -> None:
    text = edited((old, new), text=LOOP)
    finding = first(text, sizes=PER_EXAMPLE)
    assert (pointed_at(finding), finding.cause) == (line_of(new, text), cause)


def test_the_loop_as_it_is_agrees() -> None:
    assert diagnosed(LOOP, PER_EXAMPLE).verdict == "agree"


def test_an_update_that_lacks_the_mean_which_the_others_take() -> None:
    text = edited(
        ("    dW1 = dW1 / m\n    db1 = db1 / m\n", ""),
        ('lr * g["dW1"]', 'lr * g["dW1"] / g["m"]'),
        ('{"dW1": dW1, "db1": db1}', '{"dW1": dW1, "db1": db1, "m": m}'),
        text=LOOP,
    )
    finding = first(text, sizes=PER_EXAMPLE)
    assert pointed_at(finding) == line_of('b1 = p["b1"] - lr * g["db1"]', text)
    assert finding.cause == "missing-mean"
