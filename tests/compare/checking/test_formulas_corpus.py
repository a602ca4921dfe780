"""Right formulas are right, wrong ones are wrong, with their cause, in every notation."""

import time

import pytest

from compare.checking.formulas import check_formula, check_formulas
from compare.meaning.options import Options
from tests.formulas_corpus.corpus import RIGHT, WRONG

CAUSES_RIGHT = 0.95


def test_the_tables_are_large_enough():
    assert len(set(RIGHT)) >= 150
    assert len(set(WRONG)) >= 150
    assert len({cause for cause, _ in WRONG}) >= 20


@pytest.mark.parametrize("text", RIGHT)
def test_right(text):
    report = check_formula(text, Options())
    assert report.verdict == "agree", report.reason
    assert report.reading


@pytest.mark.parametrize(("cause", "text"), WRONG)
def test_wrong(cause, text):
    report = check_formula(text, Options())
    assert report.verdict == "differ"
    (finding,) = report.findings
    assert finding.cause == cause or not finding.sure


def test_causes_are_found():
    reports = check_formulas([text for _, text in WRONG])
    found = [report.findings[0].cause for report in reports]
    right = sum(cause == wanted for cause, (wanted, _) in zip(found, WRONG, strict=True))
    assert right >= CAUSES_RIGHT * len(WRONG)


def test_a_suggestion_is_right():
    for _, text in WRONG[::3]:
        finding = check_formula(text, Options()).findings[0]
        if finding.suggestion and "·" not in finding.suggestion and "=" in text[:6]:
            again = check_formula(finding.suggestion, Options())
            assert again.verdict == "agree", (text, finding.suggestion, again.reason)


def test_a_hundred_formulas_in_seconds():
    texts = [
        text for pair in zip(RIGHT, (text for _, text in WRONG), strict=False) for text in pair
    ]
    began = time.process_time()
    assert len(list(check_formulas(texts[:100]))) == 100
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("text", "options", "verdict"),
    [
        ("A1 = sigmoid(Z1)", Options(), "agree"),
        ("A1 = sigmoid(Z1)", Options(activations=("tanh", "sigmoid")), "differ"),
        ("dZ1 = dA1 * A1 * (1 - A1)", Options(activations=("tanh", "sigmoid")), "differ"),
        ("dZ1 = dA1 * A1 * (1 - A1)", Options(activations=("sigmoid", "sigmoid")), "agree"),
        ("dA2 = A2 - Y", Options(cost="squared-error"), "agree"),
        ("dA2 = A2 - Y", Options(), "differ"),
        ("dZ2 = (A2 - Y) / m", Options(), "convention"),
        ("L = (yhat - y) ** 2", Options(), "convention"),
        ("foo = bar + 1", Options(), "no-verdict"),
        ("dw = dw / m", Options(), "no-verdict"),
    ],
)
def test_what_is_said_of_the_network_decides(text, options, verdict):
    assert check_formula(text, options).verdict == verdict


def test_formulas_given_together_state_shapes_together():
    verdicts = [
        report.verdict
        for report in check_formulas(["W1 is (4, 3)", "b1 is (4, 1)", "b1 is (1, 4)"])
    ]
    assert verdicts == ["no-verdict", "agree", "differ"]


def test_the_smallest_case_is_one():
    finding = check_formula("dW2 = dZ2 @ A1.T", Options()).findings[0]
    assert finding.smallest.startswith("n = 1-1-1, m = 2")
    assert "yours" in finding.smallest
    assert "right" in finding.smallest
