"""Agree, convention, differ, or no verdict: which cost the gradients are held against."""

import numpy as np
import pytest

from compare.diagnosing.scale import Scale
from compare.diagnosing.subject import diagnose
from compare.diagnosing.texts import SourceText
from compare.diagnosing.verdict import judge_gradients
from compare.reading.read import read_text
from tests.compare.diagnosing.recorded import (
    ONE_OUTPUT,
    SEVERAL,
    TWO_LAYERS,
    diagnosed,
    edited,
    line_of,
    record,
    steps,
)
from tests.compare.diagnosing.two_layer_faults import DZ1, DZ2

COST = "cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m"
SQUARED = "cost = np.sum((A2 - Y) ** 2) / (2 * m)"
QUARTIC = "cost = np.sum((A2 - Y) ** 4) / m"
WITH_SLOPE = "dZ2 = (A2 - Y) * A2 * (1 - A2)"
OPAQUE = "np.frexp(Z1)[0]"
TEXT = SourceText(read_text(TWO_LAYERS, "python"))


def test_agreement_with_its_own_cost() -> None:
    outcome = judge_gradients(steps())
    assert outcome is not None
    assert (outcome.verdict, outcome.cost, outcome.scale) == ("agree", "own", Scale(0, 0, 1.0))
    assert outcome.own == ("binary-cross-entropy", Scale(0, 0, 1.0))
    assert outcome.agreement.right == {"W1", "b1", "W2", "b2"}


@pytest.mark.parametrize(
    ("old", "new", "scale", "cause"),
    [
        (DZ2, "dZ2 = (A2 - Y) * m", Scale(1, 0, 1.0), "missing-mean"),
        (DZ2, "dZ2 = (A2 - Y) / m", Scale(-1, 0, 1.0), "extra-mean"),
        (DZ2, "dZ2 = 2 * (A2 - Y)", Scale(0, 0, 2.0), "factor"),
        (DZ2, "dZ2 = (A2 - Y) / 2", Scale(0, 0, 0.5), "factor"),
        (DZ2, "dZ2 = 3 * (A2 - Y)", Scale(0, 0, 3.0), "factor"),
        (DZ2, "dZ2 = 1.5 * (A2 - Y)", Scale(0, 0, 1.5), "factor"),
        (DZ2, "dZ2 = (A2 - Y) / Y.shape[0]", Scale(0, -1, 1.0), "factor"),
        (COST, COST[: -len(" / m")], Scale(-1, 0, 1.0), "extra-mean"),
    ],
)
def test_a_constant_that_all_share(old: str, new: str, scale: Scale, cause: str) -> None:
    outcome = judge_gradients(steps(edited((old, new))))
    found = diagnosed(edited((old, new)))
    assert outcome is not None
    assert (outcome.verdict, outcome.scale) == ("convention", scale)
    assert found.verdict == "convention"
    (note,) = found.findings
    assert (note.status, note.cause, note.sure) == ("note", cause, True)


def test_a_negative_constant_is_no_convention() -> None:
    text = edited((DZ2, "dZ2 = -(A2 - Y)"))
    found = diagnosed(text)
    assert found.verdict == "differ"
    assert found.findings[0].place is not None
    assert found.findings[0].place.line == line_of("dZ2 = ", text)


@pytest.mark.parametrize(
    ("edits", "cost"),
    [
        (((DZ2, WITH_SLOPE),), "squared-error"),
        (((COST, SQUARED),), "binary-cross-entropy"),
        (((COST, "cost = np.mean((A2 - Y) ** 2)"),), "binary-cross-entropy"),
    ],
)
def test_gradients_of_another_standard_cost(edits: tuple[tuple[str, str], ...], cost: str) -> None:
    outcome = judge_gradients(steps(edited(*edits)))
    assert outcome is not None
    assert (outcome.verdict, outcome.cost, outcome.other_cost) == ("convention", cost, True)
    (note,) = diagnosed(edited(*edits)).findings
    assert (note.quantity, note.cause) == ("cost", "cost-gradient-mismatch")


@pytest.mark.parametrize("epsilon", ["1e-15", "1e-12", "1e-8", "1e-5"])
@pytest.mark.parametrize("form", ["np.log(A2 + {})", "np.log(np.maximum(A2, {}))"])
def test_an_epsilon_in_the_logarithm(form: str, epsilon: str) -> None:
    text = edited(("np.log(A2)", form.format(epsilon)))
    assert diagnosed(text).verdict == "agree"
    wrong = text.replace(DZ1, "dZ1 = dA1 * (1 - Z1 ** 2)")
    found = diagnosed(wrong)
    assert found.verdict == "differ"
    assert found.findings[0].place is not None
    assert found.findings[0].place.line == line_of("dZ1 = ", wrong)


def test_without_a_cost_the_standard_one_is_taken() -> None:
    text = TWO_LAYERS.replace("def compute_cost", "def compute_nothing")
    outcome = judge_gradients(steps(text))
    assert outcome is not None
    assert (outcome.verdict, outcome.cost, outcome.own) == ("agree", "binary-cross-entropy", None)
    found = diagnosed(text.replace(DZ2, WITH_SLOPE))
    assert (found.verdict, found.model.cost) == ("agree", "squared-error")
    assert "cost" not in found.compared


def test_a_strange_cost_with_other_gradients_differs() -> None:
    found = diagnosed(edited((COST, QUARTIC)))
    assert found.verdict == "differ"
    assert found.findings[0].quantity == "cost"


def test_a_strange_cost_with_its_own_gradients_agrees() -> None:
    own = "dZ2 = 4 * (A2 - Y) ** 3 * A2 * (1 - A2)"
    found = diagnosed(edited((COST, QUARTIC), (DZ2, own)))
    assert found.verdict == "agree"
    assert any("none of the standard ones" in note for note in found.notes)


def test_what_has_no_known_derivative_gives_no_verdict() -> None:
    text = edited(("np.tanh(Z1)", OPAQUE), (DZ1, "dZ1 = dA1"))
    found = diagnosed(text)
    assert (found.verdict, found.findings) == ("no-verdict", [])
    assert f"line {line_of('np.frexp', text)}" in found.reason


def test_nothing_to_judge_gives_no_verdict() -> None:
    returned = '    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}\n'
    none = TWO_LAYERS.split("def update")[0].replace(returned, "    return None\n")
    body = none.split("    dZ2 = ")[0] + "    return None\n"
    assert diagnosed(body).verdict == "no-verdict"


@pytest.mark.parametrize("saturated_first", [True, False])
def test_a_saturated_case_is_left_out(*, saturated_first: bool) -> None:
    cases = [
        record(TWO_LAYERS, (5, 4, 3), 7, scale=30.0),
        record(TWO_LAYERS, (3, 6, 2), 11, seed=1),
    ]
    found = diagnose(cases if saturated_first else cases[::-1], TEXT)
    assert (found.verdict, found.findings) == ("agree", [])


def test_the_saturated_case_would_be_misjudged() -> None:
    (first,) = steps(sizes=(SEVERAL[0],), scale=30.0)
    assert first.is_saturated
    assert not steps()[0].is_saturated
    A = np.asarray(first.flow.nodes[first.outputs[0].node].value)
    assert np.any(A > 1 - 1e-6) or np.any(A < 1e-6)


@pytest.mark.parametrize("sizes", [SEVERAL, ONE_OUTPUT], ids=["several", "one"])
def test_right_code_is_not_called_wrong_where_all_is_saturated(sizes: object) -> None:
    assert diagnosed(TWO_LAYERS, sizes, scale=20.0).verdict in ("agree", "no-verdict")  # type: ignore[arg-type]
