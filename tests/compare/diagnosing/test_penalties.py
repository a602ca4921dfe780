"""One mistake in the penalty of a cost is told at the cost; one in a gradient at the gradient."""

import pytest

from compare.diagnosing.answer import Finding
from tests.compare.diagnosing.recorded import ONE_OUTPUT, SEVERAL, diagnosed, edited, line_of
from tests.compare.diagnosing.test_right_forms import DECAY, WITH_L2

SUM = "(np.sum(p['W1'] ** 2) + np.sum(p['W2'] ** 2))"
IN_DW2, IN_DW1 = " + 0.7 / m * p['W2']", " + 0.7 / m * p['W1']"

IN_THE_COST = {
    "doubled": ("0.7 / (2 * m)", "0.7 / m", "factor"),
    "not divided": ("0.7 / (2 * m)", "0.7 / 2", "missing-mean"),
    "divided twice": ("0.7 / (2 * m)", "0.7 / (2 * m * m)", "extra-mean"),
    "brackets": ("0.7 / (2 * m)", "0.7 / 2 * m", "operator-precedence"),
    "subtracted": ("cost + 0.7", "cost - 0.7", "sign"),
    "of one layer": (SUM, "np.sum(p['W1'] ** 2)", "missing-term"),
    "of biases as well": (SUM, SUM[:-1] + " + np.sum(p['b1'] ** 2))", "cost-gradient-mismatch"),
    "absolute": (SUM, SUM.replace("p['W1'] ** 2", "np.abs(p['W1'])"), "cost-gradient-mismatch"),
    "a norm": (
        SUM,
        "(np.linalg.norm(p['W1']) + np.linalg.norm(p['W2']))",
        "cost-gradient-mismatch",
    ),
}
IN_A_GRADIENT = {
    "halved": (IN_DW2, " + 0.35 / m * p['W2']", "factor"),
    "not divided": (IN_DW1, " + 0.7 * p['W1']", "missing-mean"),
    "subtracted": (IN_DW2, " - 0.7 / m * p['W2']", "sign"),
    "multiplied": (IN_DW1, " * 0.7 / m * p['W1']", "wrong-operator"),
    "forgotten": (IN_DW1, "", "missing-term"),
    "absolute": (IN_DW2, " + 0.7 / m * np.sign(p['W2'])", "wrong-operand"),
}


def first(text: str) -> Finding:
    found = diagnosed(text)
    assert found.verdict == "differ", found.reason
    return found.findings[0]


def told(finding: Finding) -> tuple[int | None, str | None]:
    return None if finding.place is None else finding.place.line, finding.cause


@pytest.mark.parametrize("sizes", [SEVERAL, ONE_OUTPUT])
def test_right_penalties_agree(sizes: tuple[tuple[tuple[int, ...], int], ...]) -> None:
    assert diagnosed(WITH_L2, sizes).verdict == "agree"


@pytest.mark.parametrize("name", IN_THE_COST)
def test_a_mistake_in_the_cost(name: str) -> None:
    old, new, cause = IN_THE_COST[name]
    text = edited((old, new), text=WITH_L2)
    finding = first(text)
    assert told(finding) == (line_of("cost = cost", text), cause)
    assert not finding.sure


def test_a_forgotten_penalty_is_told_where_the_cost_is_named() -> None:
    text = edited((DECAY, ""), text=WITH_L2)
    assert told(first(text)) == (line_of("cost = -np.sum", text), "missing-term")


@pytest.mark.parametrize("name", IN_A_GRADIENT)
def test_a_mistake_in_one_gradient(name: str) -> None:
    old, new, cause = IN_A_GRADIENT[name]
    text = edited((old, new), text=WITH_L2)
    quantity = "dW2 =" if old == IN_DW2 else "dW1 ="
    assert told(first(text)) == (line_of(quantity, text), cause)


def test_a_penalised_bias_is_a_mistake_of_the_gradient() -> None:
    db2 = "db2 = np.sum(dZ2, axis=1, keepdims=True) / m"
    text = edited((db2, f"{db2} + 0.7 / m * p['b2']"), text=WITH_L2)
    assert told(first(text)) == (line_of("db2 = np.sum", text), "cost-gradient-mismatch")
