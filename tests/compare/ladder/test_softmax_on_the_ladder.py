"""Several classes and L2 on the ladder: which rungs have them, on which data; what is refused."""

import numpy as np
import pytest

from compare.errors import UsageError
from compare.ladder.run import plan_ladder
from compare.ladder.rungs import RUNGS
from tests.compare.ladder.ladder_runs import WITH_PARAMETERS, run, settings

CLASSES = {"cost": "categorical-cross-entropy", "layer_dims": (7, 5, 3)}
ONE_UNIT = "softmax is for the deep network: here one sigmoid unit decides"
NO_L2 = "lambd is for the deep network: here is no L2 term"
DEEP = ("deep-network", "initialisation")


def plan(rung, **given):
    (made,) = plan_ladder((rung,), settings(**given))
    return made


# ---- the part beside the deep network


def test_beside_the_deep_network_stands_softmax_on_all_ten_digits_with_L2():
    made = plan("deep-network", layer_dims=None)
    own, softmax = made.parts
    assert (own.beside, softmax.beside) == (False, True)
    assert own.case_at(0)["activations"][-1] == "sigmoid"
    assert "lambd" not in own.case_at(0)
    case = softmax.case_at(0)
    assert case["Y"].shape == (10, own.case_at(0)["X"].shape[1])
    assert case["activations"][-1] == "softmax"
    assert case["lambd"] == 0.7
    np.testing.assert_array_equal(case["X"], own.case_at(0)["X"])
    np.testing.assert_array_equal(case["Y"][3:4], own.case_at(0)["Y"])
    assert "lambd" in softmax.model.inputs
    assert any("on all ten digits" in note for note in made.notes)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_both_parts_agree_and_the_own_one_stands_for_the_rung(dtype):
    report = run("deep-network", layer_dims=None, steps=3, dtype=dtype)
    assert [part.verdict for part in report.parts] == ["agree", "agree"]
    assert report.main is report.parts[0]
    assert len(report.quantities) == 2 * 32
    assert all(len(part.probes) == 5 for part in report.parts)


@pytest.mark.parametrize(
    "chosen",
    [
        {"layer_dims": (64, 5, 1)},
        {"data": "digits"},
        {"activations": ("relu", "relu", "relu", "sigmoid")},
        {"cost": "squared-error"},
        {"lambd": 0.1},
        {"candidate": "scratch_numpy.deep_network:step"},
    ],
    ids=lambda chosen: next(iter(chosen)),
)
def test_nothing_stands_beside_what_was_chosen(chosen):
    assert len(plan("deep-network", **{"layer_dims": None, **chosen}).parts) == 1


# ---- softmax asked for


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("lambd", [None, 0.7])
@pytest.mark.parametrize("rung", DEEP)
def test_the_deep_rungs_agree_with_several_classes(rung, lambd, dtype):
    report = run(rung, lambd=lambd, dtype=dtype, **CLASSES)
    assert report.verdict == "agree"
    assert report.plan.dataset == "synthetic"
    assert report.plan.activations[-1] == "softmax"
    assert report.main.pairing.case_at(0)["Y"].shape[0] == 3


@pytest.mark.parametrize("rung", [name for name in RUNGS if name not in DEEP])
def test_the_other_rungs_keep_one_unit_and_say_so(rung):
    made = plan(rung, **CLASSES)
    case = made.parts[0].case_at(0)
    assert case.get("cost", "cross-entropy") == "cross-entropy"
    assert "Y" not in case or len(case["Y"]) == 1
    assert (ONE_UNIT in made.notes) == (rung in WITH_PARAMETERS)
    assert ONE_UNIT not in plan(rung).notes


def test_layer_sizes_that_fit_shipped_data_take_all_their_classes():
    assert plan("deep-network", **{**CLASSES, "layer_dims": (64, 5, 10)}).dataset == "digits"
    assert plan("deep-network", **{**CLASSES, "layer_dims": (30, 5, 2)}).dataset == "breast-cancer"
    assert plan("deep-network", **{**CLASSES, "layer_dims": (64, 5, 4)}).dataset == "synthetic"
    made = plan("deep-network", cost="categorical-cross-entropy", layer_dims=None)
    assert made.layer_dims == (64, 20, 7, 5, 10)


def test_layer_sizes_that_end_with_another_number_than_the_data_have_classes_are_refused():
    chosen = {**CLASSES, "data": "digits", "layer_dims": (64, 5, 4)}
    with pytest.raises(UsageError, match="digits has 10 classes, and the layer sizes end with 4"):
        plan("deep-network", **chosen)


def test_a_file_of_one_hot_labels_is_taken_and_one_of_other_labels_refused(tmp_path):
    rng = np.random.default_rng(0)
    X, Y = rng.standard_normal((7, 31)), np.eye(3)[:, np.arange(31) % 3]
    file = str(tmp_path / "mine.npz")
    chosen = {"data": file, "layer_dims": None, "cost": "categorical-cross-entropy"}
    np.savez(file, X=X, Y=Y)
    made = plan("deep-network", **chosen)
    assert (made.dataset, made.layer_dims) == ("mine.npz", (7, 20, 7, 5, 3))
    np.savez(file, X=X, Y=0.5 * Y)
    with pytest.raises(UsageError, match=r"mine\.npz: labels must be one-hot"):
        plan("deep-network", **chosen)
    np.savez(file, X=X, Y=Y[:1])
    with pytest.raises(UsageError, match=r"for several classes it must be \(n_y, m\)"):
        plan("deep-network", **chosen)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"cost": "categorical-cross-entropy", "layer_dims": (7, 5, 1)}, "softmax over one unit"),
        ({"activations": ("tanh", "softmax"), "layer_dims": (7, 5, 1)}, "go together"),
        ({**CLASSES, "activations": ("tanh", "sigmoid")}, "go together"),
        ({**CLASSES, "activations": ("softmax", "softmax")}, "softmax in layer 1 of 2"),
        ({"cost": "cross-entropy", "layer_dims": (7, 5, 3)}, "end with 1"),
        ({"lambd": -0.7}, "lambd -0.7: wanted a finite number, 0 or above"),
        ({"lambd": float("nan")}, "lambd nan"),
        ({"lambd": "0.7"}, "lambd '0.7' is a str"),
    ],
)
def test_what_cannot_be_judged_is_refused_before_anything_is_planned(chosen, words):
    with pytest.raises(UsageError, match=words):
        settings(**chosen)


# ---- L2 asked for


@pytest.mark.parametrize("rung", [*DEEP, "training"])
def test_the_deep_rungs_have_an_L2_term_where_one_is_asked_for(rung):
    made = plan(rung, lambd=0.7)
    case = made.parts[-1].case_at(0)
    assert case["lambd"] == 0.7
    assert "lambd" in made.parts[-1].model.inputs
    assert NO_L2 not in made.notes
    assert run(rung, lambd=0.7).verdict == "agree"


@pytest.mark.parametrize("rung", [name for name in RUNGS if name not in (*DEEP, "training")])
def test_the_other_rungs_have_none_and_say_so(rung):
    made = plan(rung, lambd=0.7)
    assert "lambd" not in made.parts[0].case_at(0)
    assert "lambd" not in made.parts[0].model.inputs
    assert (NO_L2 in made.notes) == (rung in WITH_PARAMETERS)


def test_a_strength_of_0_is_no_L2_term():
    made = plan("deep-network", lambd=0.0)
    assert made.parts[0].case_at(0)["lambd"] == 0
    assert "lambd" not in made.parts[0].model.inputs
    assert run("deep-network", lambd=0.0).verdict == "agree"
