"""A convention or a less accurate form that only the probes show counts as one of the own case."""

import json

import pytest

from compare.comparing.verdicts import exit_code
from compare.reporting.as_json import comparison_json
from compare.reporting.comparison_text import plain_text
from tests.compare.comparing.student import SUMMED, judged, own_case

SUM = "the loss is summed over the examples, not averaged"
RIGHT_SLOPE = ("dZ1 = dA1 * (Z1 > 0)", "dZ1 = dA1 * (Z1 >= 0)")
FROM_ONE = ("A2 = sigmoid(Z2)", "A2 = 1 - 1 / (1 + np.exp(Z2))")


def verdicts(report):
    return {probe.probe.name: probe.verdict for probe in report.probes}


def own(report):
    return {quantity.verdict for quantity in report.trajectory.quantities}


def strictly(report):
    return exit_code([report.verdict], strict=True, allow_blind=False)


def test_a_summed_loss_is_a_convention_though_the_own_case_has_one_example():
    report = judged(*SUMMED, case=own_case(m=1))
    assert own(report) == {"agree"}
    assert report.verdict == "convention"
    several = ("primes", "square", "zeros", "saturated")
    assert verdicts(report) == {**dict.fromkeys(several, "convention"), "one": "agree"}
    first, *rest = plain_text(report).splitlines()
    assert first.endswith(f": on the probe primes (5-3-1, m = 13): {SUM}")
    assert any(
        line.startswith("note   cost, dW2, db2, dW1, db1, new_W1, ")
        and line.endswith(f" on the probes primes, square, zeros: a convention: {SUM}")
        for line in rest
    )
    assert strictly(report) == 1


def test_a_convention_that_the_own_case_shows_is_not_said_once_more():
    report = judged(*SUMMED)
    assert own(report) == {"agree", "convention"}
    text = plain_text(report)
    assert text.splitlines()[0].endswith(f"reference_torch.deep_network:step: {SUM}")
    assert "on the probe" not in text


def test_the_slope_at_exactly_0_is_a_note_and_strictly_a_convention():
    report = judged(RIGHT_SLOPE)
    assert report.verdict == "agree"
    note = "dZ1 on the probe zeros: a convention: relu'(0) = 1"
    assert f"note   {note}" in plain_text(report).splitlines()
    strict = judged(RIGHT_SLOPE, strict=True)
    assert (strict.verdict, strictly(strict)) == ("convention", 1)
    assert (
        plain_text(strict)
        .splitlines()[0]
        .endswith("on the probe zeros (5-3-1, m = 13): relu'(0) = 1")
    )


def test_a_form_that_is_less_accurate_where_outputs_are_saturated_is_said_to_be():
    report = judged(FROM_ONE)
    assert own(report) == {"agree"}
    assert report.verdict == "less-accurate"
    text = plain_text(report)
    where = "on the probe saturated (5-3-1, m = 13): a less accurate form of the right formula"
    assert where in text.splitlines()[0]
    assert "note   A2, dZ2, dA1, dZ1 on the probe saturated: a less accurate form" in text


def test_the_json_names_what_a_probe_showed_and_does_not_call_it_hidden():
    rows = json.loads(comparison_json(judged(RIGHT_SLOPE)))["probes"]
    (zeros,) = [row for row in rows if row["verdict"] != "agree"]
    assert (zeros["probe"], zeros["verdict"]) == ("zeros", "convention")
    assert [row["name"] for row in zeros["quantities"]] == ["dZ1"]
    assert "hidden_because" not in zeros


@pytest.mark.parametrize("relu_at_zero", [0, 1])
def test_what_is_laid_down_is_no_convention_on_a_probe(relu_at_zero):
    line = RIGHT_SLOPE if relu_at_zero else ("m = X.shape[1]", "m = X.shape[1]")
    report = judged(line, relu_at_zero=relu_at_zero, strict=True)
    assert set(verdicts(report).values()) == {"agree"}
    assert report.verdict == "agree"
