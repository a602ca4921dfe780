"""Which value is meant as the gradient of a parameter, through whatever the update does with it."""

import numpy as np
import pytest

from compare.diagnosing.step import Step
from compare.recognising.claims import Claim
from tests.compare.diagnosing.recorded import RATE, TWO_LAYERS, edited, steps

BEFORE, UPDATE = TWO_LAYERS.split("def update")
SGD = "def update" + UPDATE
LOOP = """\
def update(p, g, lr):
    new = {}
    for key in ("W1", "b1", "W2", "b2"):
        BODY
    return new
"""
MOMENTUM = """v = np.zeros_like(p[key]) + 0.2
        v = 0.9 * v + 0.1 * g["d" + key]
        new[key] = p[key] - lr * v"""
VELOCITY = """v = np.ones_like(p[key])
        v = 0.9 * v - lr * g["d" + key]
        new[key] = p[key] + v"""
ADAM = """s = np.zeros_like(p[key])
        v = 0.9 * np.zeros_like(p[key]) + 0.1 * g["d" + key]
        s = 0.999 * s + 0.001 * g["d" + key] ** 2
        new[key] = p[key] - lr * (v / 0.1) / (np.sqrt(s / 0.001) + 1e-8)"""
RMSPROP = """s = 0.9 * np.ones_like(p[key]) + 0.1 * np.square(g["d" + key])
        new[key] = p[key] - lr * g["d" + key] / np.sqrt(s)"""
CLIPPED = 'new[key] = p[key] - lr * np.clip(g["d" + key], -5, 5)'
DECAYED = 'new[key] = p[key] - lr * (g["d" + key] + 0.01 * p[key])'
SHRUNK = """W = p[key]
        W = W * (1 - lr * 0.01) - lr * g["d" + key]
        new[key] = W"""
NEGATED = 'new[key] = p[key] + -(lr * g["d" + key])'
FROM_ZERO = """v = 0.9 * np.zeros_like(p[key]) - lr * g["d" + key]
        new[key] = p[key] + v"""
OVER = 'new[key] = p[key] - (lr / 4) * g["d" + key]'


def loop(body: str) -> str:
    return LOOP.replace("BODY", body)


UPDATES = {
    "each line": SGD,
    "in a loop": loop('new[key] = p[key] - lr * g["d" + key]'),
    "in place": loop('p[key] -= lr * g["d" + key]'),
    "over the batch": loop(OVER),
    "two steps": loop('step = lr * g["d" + key]\n        new[key] = p[key] - step'),
    "added negative": loop('new[key] = p[key] + (-lr) * g["d" + key]'),
    "negated": loop(NEGATED),
    "from zero": loop(FROM_ZERO),
    "momentum": loop(MOMENTUM),
    "velocity": loop(VELOCITY),
    "adam": loop(ADAM),
    "rmsprop": loop(RMSPROP),
    "clipped": loop(CLIPPED),
    "decayed": loop(DECAYED),
    "shrunk": loop(SHRUNK),
}


def gradient_of(step: Step, claim: Claim) -> object:
    return step.flow.nodes[claim.levels[-1].node].value


def only(text: str) -> Step:
    """The first case."""
    return steps(text)[0]


@pytest.mark.parametrize("name", UPDATES)
def test_the_gradient_is_found_behind_the_update(name: str) -> None:
    step = only(BEFORE + UPDATES[name])
    assert {step.names[p] for p in step.claims} == {"W1", "b1", "W2", "b2"}
    right = step.hypotheses["own"].gradients
    for parameter, claim in step.claims.items():
        assert claim.parameter == parameter
        found = [np.asarray(step.flow.nodes[level.node].value) for level in claim.levels]
        assert any(f.shape == right[parameter].shape and np.allclose(f, right[parameter])
                   for f in found)  # fmt: skip
        assert claim.update is not None


@pytest.mark.parametrize("name", ["each line", "in a loop", "in place", "two steps", "clipped"])
def test_the_innermost_value_is_the_gradient(name: str) -> None:
    step = only(BEFORE + UPDATES[name])
    for parameter, claim in step.claims.items():
        np.testing.assert_allclose(
            gradient_of(step, claim), step.hypotheses["own"].gradients[parameter], rtol=1e-9
        )


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        ("each line", RATE),
        ("over the batch", RATE / 4),
        ("added negative", RATE),
        ("negated", RATE),
        ("from zero", RATE),
    ],
)
def test_the_factor_is_what_the_gradient_is_multiplied_by(name: str, factor: float) -> None:
    step = only(BEFORE + UPDATES[name])
    for claim in step.claims.values():
        assert claim.levels[-1].factor == pytest.approx(factor)
        assert claim.update is not None
        old, new = (step.flow.nodes[n].value for n in (claim.parameter, claim.update))
        np.testing.assert_allclose(old - factor * gradient_of(step, claim), new)


def test_an_added_gradient_has_a_negative_factor() -> None:
    step = only(edited(('p["W1"] - lr * g["dW1"]', 'p["W1"] + lr * g["dW1"]')))
    factors = {step.names[p]: claim.levels[-1].factor for p, claim in step.claims.items()}
    assert factors["W1"] == pytest.approx(-RATE)
    assert factors["W2"] == pytest.approx(RATE)


@pytest.mark.parametrize("name", ["rmsprop", "adam"])
def test_through_an_optimiser_there_is_no_single_factor(name: str) -> None:
    step = only(BEFORE + UPDATES[name])
    assert all(claim.levels[-1].factor is None for claim in step.claims.values())


def test_an_error_that_is_expected_minus_predicted_is_added() -> None:
    text = edited(
        ("dZ2 = A2 - Y", "dZ2 = Y - A2"),
        *((f'- lr * g["d{name}"]', f'+ lr * g["d{name}"]') for name in ("W1", "b1", "W2", "b2")),
    )
    step = only(text)
    for parameter, claim in step.claims.items():
        right = step.hypotheses["own"].gradients[parameter]
        np.testing.assert_allclose(gradient_of(step, claim), -right)
        assert claim.levels[-1].factor == pytest.approx(-RATE)


def test_without_an_update_the_names_say_which_is_which() -> None:
    step = only(BEFORE)
    assert {step.names[p] for p in step.claims} == {"W1", "b1", "W2", "b2"}
    for parameter, claim in step.claims.items():
        assert claim.update is None
        np.testing.assert_allclose(
            gradient_of(step, claim), step.hypotheses["own"].gradients[parameter]
        )


@pytest.mark.parametrize("prefix", ["grad_", "nabla_", "delta_"])
def test_other_words_for_a_derivative(prefix: str) -> None:
    text = BEFORE
    for name in ("W1", "b1", "W2", "b2"):
        text = text.replace(f"    d{name} =", f"    {prefix}{name} =")
        text = text.replace(f'"d{name}": d{name}', f'"{prefix}{name}": {prefix}{name}')
    assert len(only(text).claims) == 4


def test_names_that_say_nothing_claim_nothing() -> None:
    text = BEFORE
    for number, name in enumerate(("W1", "b1", "W2", "b2")):
        text = text.replace(f"    d{name} =", f"    q{number} =")
        text = text.replace(f'"d{name}": d{name}', f'"q{number}": q{number}')
    assert only(text).claims == {}
