"""Every rung by hand against autograd, at sizes small and odd."""

from statistics import median

import numpy as np
import pytest

from compare.errors import UsageError
from compare.formulas.on_torch import TorchEvaluator
from compare.judging.judge import judge_step
from compare.ladder.examples import most_varied
from compare.ladder.run import plan_ladder, run_plan
from compare.ladder.rungs import RUNGS
from compare.traces.trace import record
from tests.compare.ladder.ladder_runs import (
    WITH_PARAMETERS,
    cached,
    judging,
    run,
    settings,
    verdicts,
)

EVERY = pytest.mark.parametrize("rung", RUNGS)
HAND = "scratch_numpy.shallow_network.vectorised:step"


def counted(report):
    return [q for part, q in report.quantities if not part.expected_blind(q)]


# ---- agreement


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@EVERY
def test_every_rung_agrees(rung, dtype, seed):
    report = cached(rung, dtype, seed)
    assert report.verdict == "agree"
    assert {quantity.verdict for quantity in counted(report)} == {"agree"}
    assert max(quantity.worst_excess for _, quantity in report.quantities) < 1
    assert all(part.trajectory.failure is None for part in report.parts)
    assert all(part.changed == {} for part in report.parts)


@pytest.mark.parametrize(
    ("dtype", "limit"), [("float64", 1e-10), ("float32", 1e-2)], ids=["float64", "float32"]
)
@EVERY
def test_the_median_smallest_error_that_would_have_been_seen_is_small(rung, dtype, limit):
    seen = [quantity.smallest_visible for quantity in counted(cached(rung, dtype))]
    assert 0 < median(seen) <= limit


@EVERY
def test_nothing_is_returned_that_the_table_does_not_have(rung):
    for part in cached(rung).parts:
        assert part.trajectory.extra == {}


@EVERY
def test_every_quantity_of_the_table_that_is_not_optional_is_compared(rung):
    for part in cached(rung).parts:
        wanted = {quantity.name for quantity in part.pairing.model if not quantity.optional}
        assert wanted <= {quantity.name for quantity in part.trajectory.quantities}
        assert all(quantity.elements > 0 for quantity in part.trajectory.quantities)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_deep_network_agrees_at_its_real_size_on_its_real_data(dtype):
    report = run("deep-network", layer_dims=None, steps=3, dtype=dtype)
    assert report.verdict == "agree"
    assert report.plan.dataset == "digits"
    assert report.plan.layer_dims == (64, 20, 7, 5, 1)
    assert max(quantity.worst_excess for _, quantity in report.quantities) < 1


@pytest.mark.parametrize("cost", ["cross-entropy", "squared-error"])
@pytest.mark.parametrize("rung", ["shallow-network/vectorised", "deep-network", "training"])
def test_networks_agree_with_either_cost(rung, cost):
    assert run(rung, cost=cost).verdict == "agree"


@pytest.mark.parametrize("scheme", ["small", "he", "xavier"])
@pytest.mark.parametrize("rung", ["shallow-network/vectorised", "logistic-regression/vectorised"])
def test_networks_agree_from_every_start_that_is_not_zero(rung, scheme):
    assert run(rung, initialisation=scheme).verdict == "agree"


# ---- sizes at the edge


@pytest.mark.parametrize("dims", [(2, 1, 1), (30, 1)], ids=str)
@EVERY
def test_sizes_at_the_edge_agree(rung, dims):
    report = run(rung, layer_dims=dims)
    assert report.verdict == "agree", verdicts(report)


def test_an_image_of_the_course_s_size_agrees():
    report = run("deep-network", layer_dims=(12288, 20, 7, 5, 1), steps=2)
    assert report.verdict == "agree"
    assert max(quantity.worst_excess for _, quantity in report.quantities) < 1


def test_a_hundred_units_on_one_feature_agree():
    assert run("shallow-network/vectorised", layer_dims=(1, 100, 1)).verdict == "agree"


def test_a_single_example_agrees_and_the_report_says_what_it_hides(tmp_path):
    np.savez(tmp_path / "one.npz", X=np.ones((3, 1)) * [[1.0], [2.0], [3.0]], Y=np.array([[1.0]]))
    report = run("deep-network", layer_dims=None, data=str(tmp_path / "one.npz"))
    assert report.verdict != "differ"
    assert any("one example only (m = 1)" in note for note in report.notes)


# ---- zeros


def test_units_that_start_equal_stay_equal_and_what_that_hides_is_listed():
    report = cached("initialisation")
    zeros = next(part for part in report.parts if part.pairing.start == "zeros")
    blind = {q.name for q in zeros.trajectory.quantities if zeros.expected_blind(q)}
    assert {"dW1", "dA1", "dZ1", "Z1", "new_W1"} <= blind
    note = next(note for note in report.notes if note.startswith("from zeros, after 3 steps"))
    assert "the 5 + 3 hidden units are still equal, each layer in itself" in note
    for name in blind:
        assert name in note
    for layer in (1, 2):
        W = zeros.trajectory.last[f"new_W{layer}"]
        np.testing.assert_array_equal(W, np.tile(W[:1], (len(W), 1)))


def test_only_what_is_zero_throughout_is_expected_to_be_blind_from_zeros():
    zeros = next(p for p in cached("initialisation").parts if p.pairing.start == "zeros")
    for quantity in zeros.trajectory.quantities:
        assert zeros.expected_blind(quantity) == (quantity.always_zero)
        assert quantity.verdict == ("blind" if quantity.always_zero else "agree")


def test_zeros_asked_for_in_another_rung_are_blind_and_count():
    report = run("deep-network", initialisation="zeros")
    assert report.verdict == "blind"
    assert verdicts(report)["dW1"] == "blind"
    assert not any(part.expected_blind(quantity) for part, quantity in report.quantities)


def test_logistic_regression_learns_from_zeros():
    assert run("logistic-regression/vectorised", initialisation="zeros").verdict == "agree"


def test_every_start_has_its_own_network_in_the_initialisation_rung():
    starts = [part.pairing.start for part in cached("initialisation").parts]
    assert starts == ["", "zeros", "small", "he", "xavier"]


# ---- loops


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("rung", ["logistic-regression/vectorised", "shallow-network/vectorised"])
def test_the_loops_give_the_same_as_the_matrices_and_the_report_says_so(rung, dtype):
    notes = [note for note in cached(rung, dtype).notes if note.startswith("the loops ")]
    assert len(notes) == 1
    assert notes[0].startswith("the loops give the same, to rounding, and take ")


@pytest.mark.parametrize(
    ("loops", "matrices"),
    [
        ("logistic_regression.loop", "logistic_regression.vectorised"),
        ("shallow_network.one_sample", "shallow_network.vectorised"),
    ],
)
def test_loops_and_matrices_agree_with_each_other_without_the_twin(loops, matrices):
    """Each judged with the other as its reference: neither torch nor the tables' twin is asked."""
    from compare.candidates.seam import load

    rung = matrices.replace("_", "-").replace(".", "/")
    (plan,) = plan_ladder((rung,), settings())
    (part,) = plan.parts
    case = part.case_at(0)
    returned = [
        load(f"scratch_numpy.{name}:step").step(case, None)[0] for name in (loops, matrices)
    ]
    for candidate, reference in (returned, returned[::-1]):
        trace = record(candidate, part.model, part.model.sizes(case), np.dtype(np.float64), case)
        judged = judge_step(
            trace, reference, part.model, case, np.dtype(np.float64), TorchEvaluator
        )
        assert {judgement.verdict for judgement in judged} == {"agree"}


# ---- data and starts


def test_the_data_of_a_run_without_options_are_the_shipped_ones():
    for name, rung in RUNGS.items():
        (plan,) = plan_ladder((name,), settings(layer_dims=None))
        assert plan.dataset == rung.usual_data


@EVERY
def test_synthetic_data_are_named_and_said_to_be_synthetic(rung):
    report = cached(rung)
    assert report.plan.dataset == "synthetic"
    assert any(note.startswith("synthetic data: 7 standard-normal") for note in report.notes)


def test_layer_sizes_that_fit_other_shipped_data_take_those():
    (plan,) = plan_ladder(("deep-network",), settings(layer_dims=(30, 3, 1)))
    assert plan.dataset == "breast-cancer"


def test_layer_sizes_that_do_not_fit_the_data_asked_for_are_refused():
    with pytest.raises(UsageError, match=r"digits has 64 features, .* start with 7"):
        plan_ladder(("deep-network",), settings(data="digits"))


def test_equal_settings_give_equal_cases_and_another_seed_others():
    def start(seed):
        (plan,) = plan_ladder(("deep-network",), settings(seed=seed))
        return plan.parts[0].case_at(0)

    first, second, other = start(3), start(3), start(4)
    for name in ("X", "Y", "W1", "b1"):
        np.testing.assert_array_equal(first[name], second[name])
    assert not np.array_equal(first["W1"], other["W1"])


def test_every_step_of_a_single_sample_takes_the_next_example():
    (plan,) = plan_ladder(("logistic-regression/one-sample",), settings())
    examples = [plan.parts[0].case_at(t)["X"] for t in range(4)]
    assert all(X.shape == (2, 1) for X in examples)
    assert len({X.tobytes() for X in examples}) == 4


def test_the_most_varied_features_are_taken_and_repeated_where_there_are_too_few():
    X = np.array([[1.0, 1, 1, 1], [1, 2, 3, 4], [1, 1, 2, 2]])
    np.testing.assert_array_equal(most_varied(X, 2), X[[1, 2]])
    np.testing.assert_array_equal(most_varied(X, 4), X[[1, 2, 0, 1]])


START = {
    "logistic-regression/one-sample": {"w": (2, 1), "b": ()},
    "logistic-regression/loop": {"w": (7, 1), "b": ()},
    "logistic-regression/vectorised": {"w": (7, 1), "b": ()},
    "shallow-network/one-sample": {"W1": (5, 7), "b1": (5, 1), "W2": (1, 5), "b2": (1, 1)},
    "shallow-network/vectorised": {"W1": (5, 7), "b1": (5, 1), "W2": (1, 5), "b2": (1, 1)},
}
DEEP = {"W1": (5, 7), "b1": (5, 1), "W2": (3, 5), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}
START |= {"deep-network": DEEP, "training": DEEP}


@pytest.mark.parametrize("rung", WITH_PARAMETERS)
def test_a_start_from_a_file_is_the_one_that_is_used(rung, tmp_path):
    rng = np.random.default_rng(11)
    weights = {name: rng.standard_normal(shape) for name, shape in START[rung].items()}
    np.savez(tmp_path / "start.npz", **weights)
    chosen = settings(initialisation=str(tmp_path / "start.npz"))
    (plan,) = plan_ladder((rung,), chosen)
    case = plan.parts[0].case_at(0)
    for name, array in weights.items():
        np.testing.assert_array_equal(case[name], array)
    report = run_plan(plan, judging(chosen), lambda name, calls: lambda: None)
    assert report.verdict == "agree"


def test_a_start_from_a_file_in_float32_is_run_in_the_dtype_asked_for(tmp_path):
    weights = {name: np.full(shape, 0.1, np.float32) for name, shape in DEEP.items()}
    np.savez(tmp_path / "start.npz", **weights)
    for dtype in ("float32", "float64"):
        chosen = settings(initialisation=str(tmp_path / "start.npz"), dtype=dtype)
        (plan,) = plan_ladder(("deep-network",), chosen)
        assert plan.parts[0].case_at(0)["W1"].dtype == dtype


@pytest.mark.parametrize(
    "rungs",
    [(), ("losses",), ("initialisation",), ("deep-network", "training")],
    ids=["all", "no parameters", "its own starts", "two"],
)
def test_a_start_from_a_file_fits_one_rung_with_parameters(rungs, tmp_path):
    with pytest.raises(UsageError, match="a start from a file fits one rung"):
        plan_ladder(rungs, settings(initialisation=str(tmp_path / "start.npz")))


@pytest.mark.parametrize("rungs", [(), ("deep-network", "training")], ids=["all", "two"])
def test_a_candidate_takes_the_place_of_one_chapter(rungs):
    with pytest.raises(UsageError, match="name it with --rung"):
        plan_ladder(rungs, settings(candidate=HAND))


# ---- what is counted


def test_progress_is_told_how_many_calls_a_rung_will_make():
    calls, made = [], []

    def progress(name, total):
        calls.append((name, total))
        return lambda: made.append(1)

    chosen = settings()
    for name in ("losses", "deep-network", "initialisation"):
        made.clear()
        (plan,) = plan_ladder((name,), chosen)
        run_plan(plan, judging(chosen), progress)
        assert calls[-1] == (name, len(made))


def test_the_training_rung_takes_three_hundred_steps_and_the_others_twenty():
    (plan,) = plan_ladder(("training",), settings(steps=None))
    assert plan.parts[0].steps == 300
    (plan,) = plan_ladder(("deep-network",), settings(steps=None))
    assert plan.parts[0].steps == 20


def test_training_lowers_the_cost_on_both_sides_alike():
    trajectory = run("training", steps=60, learning_rate=1.0).main.trajectory
    assert trajectory.judged == 25
    assert trajectory.candidate.costs == pytest.approx(trajectory.reference.costs)
    assert trajectory.reference.costs[-1] < 0.9 * trajectory.reference.costs[0]
    assert trajectory.curve.informative
