"""What a person's own data hide, the probes show, and the report says why it was hidden."""

import numpy as np
import pytest

import compare
from compare.comparing.hiding import why_hidden
from compare.quantities.network import network
from compare.reporting.comparison_text import plain_text
from tests.compare.comparing.student import ACTIVATIONS, caught, differing, judged, own_case

DOWNSTREAM = ["dW2", "db2", "dW1", "db1", "new_W1", "new_b1", "new_W2", "new_b2"]
TRANSPOSED = (
    "dW1 = dZ1 @ X.T / m",
    "dW1 = dZ1 @ X.T / m\nif dW1.shape[0] == dW1.shape[1]:\n    dW1 = dW1.T",
)


def test_the_right_program_agrees_on_its_case_and_on_all_five_probes():
    report = judged()
    assert report.verdict == "agree"
    names = [probe.probe.name for probe in report.probes]
    assert names == ["primes", "square", "zeros", "saturated", "one"]
    assert all(len(probe.trajectory.quantities) == 16 for probe in report.probes)
    assert "on 5 probes of other sizes and values as well" in plain_text(report)


def test_a_transpose_that_only_fits_where_sizes_are_equal_is_found_on_the_square_probe():
    report = judged(TRANSPOSED)
    assert (report.verdict, differing(report)) == ("differ", [])
    assert caught(report) == {"square": ["dW1", "new_W1"]}
    text = plain_text(report)
    assert "differ  dW1 on the probe square (4-4-1, m = 4): 12 of 16 entries differ" in text
    assert "certain: what it is made of agrees (dZ1, X)" in text
    assert "hidden on your own data: no two sizes are equal" in text


def test_a_derivative_at_0_beyond_every_convention_is_found_on_the_zeros_probe():
    report = judged(
        ("dZ1 = dA1 * (Z1 > 0)", "dZ1 = dA1 * np.where(Z1 == 0, 2, Z1 > 0)")
    )  # fmt: skip  # one call
    assert report.verdict == "differ"
    assert caught(report) == {"zeros": ["dZ1"]}
    assert "hidden on your own data: no pre-activation is exactly 0" in plain_text(report)


@pytest.mark.parametrize("at_zero", [0, 1])
def test_a_derivative_at_0_that_is_a_convention_is_no_finding(at_zero):
    line = f"dZ1 = dA1 * np.where(Z1 == 0, {at_zero}, Z1 > 0)"
    report = judged(("dZ1 = dA1 * (Z1 > 0)", line))
    assert (report.verdict, caught(report)) == ("agree", {})


def test_a_derivative_at_0_that_is_not_the_one_laid_down_is_found_on_the_zeros_probe():
    line = "dZ1 = dA1 * (Z1 >= 0)"
    assert judged(("dZ1 = dA1 * (Z1 > 0)", line), relu_at_zero=1).verdict == "agree"
    report = judged(("dZ1 = dA1 * (Z1 > 0)", line), relu_at_zero=0)
    assert report.verdict == "differ"
    assert list(caught(report)) == ["zeros"]


def test_a_clip_is_found_on_the_saturated_probe():
    report = judged(("A2 = sigmoid(Z2)", "A2 = np.clip(sigmoid(Z2), 1e-3, 1 - 1e-3)"))
    assert report.verdict == "differ"
    assert {probe: names[0] for probe, names in caught(report).items()} == {"saturated": "A2"}
    largest = np.abs(report.trajectory.last["Z2"]).max()
    assert f"hidden on your own data: the largest |Z2| is {largest:.2g}" in plain_text(report)


def test_a_number_of_examples_written_into_the_program_is_found_on_every_probe():
    report = judged(("m = X.shape[1]", "m = 7"))
    assert (report.verdict, differing(report)) == ("differ", [])
    probes = ("primes", "square", "zeros", "saturated", "one")
    assert caught(report) == dict.fromkeys(probes, DOWNSTREAM)
    text = plain_text(report)
    assert "hidden on your own data: their sizes and values are others: n_x = 5, n_1 = 3" in text
    assert "also wrong on the probes square, zeros, saturated, one" in text


def test_a_program_that_raises_on_other_sizes_differs_and_its_line_is_named():
    report = judged(("m = X.shape[1]", "m = X.shape[1]\nassert m == 7, 'seven only'"))
    assert report.verdict == "differ"
    assert list(caught(report)) == ["primes", "square", "zeros", "saturated", "one"]
    first = plain_text(report).splitlines()[0]
    assert "could not run on the probe primes (5-3-1, m = 13): step 1: " in first
    assert "student:step raised AssertionError at student.py:10: seven only" in first


def test_a_program_that_takes_one_sample_at_a_time_is_probed_with_one():
    line = "m = X.shape[1]\nassert m == 1, 'one sample only'"
    report = judged(("m = X.shape[1]", line), case=own_case(m=1))
    assert report.verdict == "agree"
    assert [each.probe.name for each in report.probes] == ["one"]
    assert "one example at a time, so the probes of several were left out" in plain_text(report)


def test_a_program_that_fails_for_some_numbers_of_examples_only_is_found():
    line = "m = X.shape[1]\nassert m != 4, 'not four'"
    report = judged(("m = X.shape[1]", line), case=own_case(m=1))
    assert report.verdict == "differ"
    assert list(caught(report)) == ["square"]
    text = plain_text(report)
    assert "AssertionError at student.py:10: not four" in text
    assert "hidden on your own data: there is one example" in text


def test_one_sample_in_the_own_case_is_made_up_for_by_the_probes():
    report = judged(("dW2 = dZ2 @ A1.T / m", "dW2 = dZ2 @ A1.T"), case=own_case(m=1))
    assert report.verdict == "differ"
    assert {"square", "primes"} <= set(caught(report))
    assert "one" not in caught(report)


def test_nothing_is_said_of_probes_where_the_case_itself_differs():
    report = judged(("dW1 = dZ1 @ X.T / m", "dW1 = -dZ1 @ X.T / m"))
    assert differing(report) == ["dW1", "new_W1"]
    assert len(report.probes) == 5
    assert "probe" not in plain_text(report)


def test_no_probe_is_run_after_the_case_itself_failed():
    report = judged(("m = X.shape[1]", "m = 1 / 0"))
    assert (report.verdict, report.probes) == ("could-not-run", ())


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_probe_agrees_in_either_dtype(dtype):
    report = judged(case=own_case(dtype=np.dtype(dtype)))
    assert (report.verdict, len(report.probes)) == ("agree", 5)


def test_a_logistic_regression_has_probes_too():
    def step(case, state):
        w, b, X, Y = (case[name] for name in "wbXY")
        Z = w.T @ X + b
        A = 1 / (1 + np.exp(-Z))
        dw, db = X @ (A - Y).T / 7, np.mean(A - Y)
        trace = {"Z": Z, "A": A, "cost": np.mean(np.logaddexp(0, Z) - Y * Z), "dZ": A - Y}
        alpha = case["learning_rate"]
        return {**trace, "dw": dw, "db": db, "new_w": w - alpha * dw, "new_b": b - alpha * db}, None

    case = own_case()
    case = {"X": case["X"], "Y": case["Y"], "learning_rate": 0.3}
    case |= {"w": np.linspace(-1, 1, 5).reshape(5, 1), "b": np.array(0.25)}
    report = compare.judge(step, case=case)
    assert (report.verdict, differing(report)) == ("differ", [])
    assert set(caught(report)) == {"square", "primes", "zeros", "saturated", "one"}
    assert caught(report)["primes"] == ["dw", "new_w"]


# ---- why it was hidden, checked on the own case


MODEL = network(ACTIVATIONS, "cross-entropy")


def why(probe, case, **trace):
    return why_hidden(probe, MODEL, case, trace)


def test_equal_sizes_of_the_own_case_are_named_where_other_sizes_show_it():
    assert why("primes", own_case((3, 3, 1), m=11)) == "n_x = n_1 = 3"


def test_a_reason_that_does_not_hold_for_the_own_case_is_not_given():
    assert "no two sizes" not in why("square", own_case((5, 5, 1)))
    zero = {"Z1": np.zeros((3, 7)), "Z2": np.zeros((1, 7))}
    assert "exactly 0" not in why("zeros", own_case(), **zero)


def test_poor_data_are_named_whatever_the_probe():
    one_class = own_case((5, 5, 1))
    one_class["Y"][:] = 1
    flat = own_case((5, 5, 1))
    flat["b1"][:] = 0.5
    assert why("square", own_case((5, 5, 1), m=1)) == "there is one example"
    assert why("square", one_class) == "all labels are equal"
    assert why("square", flat) == "b1 starts with equal entries"
    assert why("square", own_case((5, 5, 1))).startswith("their sizes and values are others: ")


def test_the_examples_are_counted_where_a_single_one_shows_it():
    assert why("one", own_case(m=11)) == "there are 11 examples"
