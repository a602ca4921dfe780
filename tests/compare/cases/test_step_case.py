"""The case that a person hands over: what is taken, and what is refused by its name."""

import numpy as np
import pytest

from compare.cases.step_case import check_case
from compare.errors import UsageError
from tests.compare.judging.small_networks import make_case


def case(**given):
    return {**make_case((5, 3, 1), ("tanh", "sigmoid")), **given}


def logistic(**given):
    full = make_case((5, 1), ("sigmoid",))
    made = {name: full[name] for name in ("X", "Y", "learning_rate")}
    return {**made, "w": full["W1"].T, "b": full["b1"], **given}


def without(name, made=None):
    return {key: value for key, value in (made or case()).items() if key != name}


def refused(given, **options):
    with pytest.raises(UsageError) as error:
        check_case(given, **options)
    assert len(str(error.value).splitlines()) <= 2
    return str(error.value)


# ---- what is taken


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_network_comes_back_with_its_table_sizes_and_dtype(dtype):
    given = make_case((5, 3, 2, 1), ("tanh", "relu", "sigmoid"), dtype=np.dtype(dtype))
    checked = check_case(given)
    assert checked.layer_dims == (5, 3, 2, 1)
    assert checked.dtype == dtype
    assert [q.name for q in checked.model if q.name.startswith("Z")] == ["Z1", "Z2", "Z3"]
    assert checked.case.keys() == given.keys()
    assert checked.notes == ()


def test_arrays_are_copies():
    given = case()
    checked = check_case(given)
    for name in ("X", "Y", "W1", "b2"):
        np.testing.assert_array_equal(checked.case[name], given[name])
        assert not np.shares_memory(checked.case[name], given[name])


def test_the_cost_is_cross_entropy_unless_another_is_given():
    assert check_case(without("cost")).case["cost"] == "cross-entropy"
    squared = case(cost="squared-error")
    assert check_case(squared).case["cost"] == "squared-error"


def test_a_logistic_regression_is_told_by_its_w():
    checked = check_case(logistic())
    assert checked.model.name == "logistic-regression"
    assert checked.layer_dims == (5, 1)
    assert checked.case["b"].shape == ()


@pytest.mark.parametrize("rate", [np.float64(0.5), np.array(0.5), np.array([[0.5]])])
def test_a_learning_rate_may_be_kept_in_an_array(rate):
    assert check_case(case(learning_rate=rate)).case["learning_rate"] == 0.5


def test_labels_of_whole_numbers_are_converted_with_a_note():
    checked = check_case(case(Y=case()["Y"].astype(np.uint8)))
    assert checked.case["Y"].dtype == np.float64
    assert any("converted to float" in note for note in checked.notes)


def test_labels_between_0_and_1_are_taken_where_they_are_meant():
    soft = case(Y=np.full((1, 7), 0.25))
    assert check_case(soft, soft_labels=True).case["Y"][0, 0] == 0.25
    assert "0.25" in refused(soft)


def test_activations_may_be_a_list():
    assert check_case(case(activations=["tanh", "sigmoid"])).layer_dims == (5, 3, 1)


def softmax(**given):
    return {**make_case((5, 3, 4), ("tanh", "softmax")), **given}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_several_classes_come_back_with_their_table(dtype):
    checked = check_case(make_case((5, 3, 4), ("tanh", "softmax"), dtype=np.dtype(dtype)))
    assert checked.layer_dims == (5, 3, 4)
    assert checked.dtype == dtype
    assert checked.case["Y"].shape == (4, 7)
    assert checked.model["A2"].text == "A2 = softmax(Z2)"
    assert checked.notes == ()


def test_the_cost_of_softmax_is_the_categorical_one_unless_another_is_given():
    assert check_case(without("cost", softmax())).case["cost"] == "categorical-cross-entropy"
    assert "softmax and categorical-cross-entropy go together" in refused(
        softmax(cost="cross-entropy")
    )


@pytest.mark.parametrize("lambd", [0.7, 1, np.float64(0.5), np.array(0.5), np.array([[2.0]])])
def test_a_strength_gives_the_table_with_an_L2_term(lambd):
    checked = check_case(case(lambd=lambd))
    assert checked.case["lambd"] == float(np.squeeze(lambd))
    assert type(checked.case["lambd"]) is float
    assert checked.model["dW1"].text == "dW1 = dZ1 @ X.T / m + lambd / m * W1"


def test_a_strength_of_0_is_kept_and_there_is_no_L2_term():
    checked = check_case(case(lambd=0))
    assert checked.case["lambd"] == 0
    assert checked.model["dW1"].text == "dW1 = dZ1 @ X.T / m"
    assert "lambd" not in check_case(case()).case


# ---- what is refused


ONE_HOT = np.eye(4)[:, np.arange(7) % 4]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"Y": 0.9 * ONE_HOT}, "labels must be one-hot, 0 and a single 1 in each column; Y[0, 0]"),
        ({"Y": -ONE_HOT}, "Y[0, 0] is -1 (7 such in all)"),
        ({"Y": np.ones((4, 7))}, "column 0 of Y has 4 (7 such columns in all)"),
        ({"Y": ONE_HOT * (np.arange(7) != 5)}, "column 5 of Y has 0 (1 such columns in all)"),
        ({"Y": ONE_HOT.T}, "Y has shape (7, 4); for several classes it must be (n_y, m): use Y.T"),
        ({"Y": np.arange(7.0)[None] % 4}, "np.eye(4)[:, Y.ravel().astype(int)]"),
        ({"Y": np.arange(7) % 4}, "Y has shape (7,)"),
        ({"Y": np.eye(3)[:, np.arange(7) % 3]}, "the last layer has 4 units, the labels have 3"),
        ({"Y": ONE_HOT[:, :6]}, "X has 7 examples, Y has 6"),
        ({"Y": ONE_HOT * np.nan}, "Y[0, 0] is nan"),
        ({"X": np.ones((7, 5)), "Y": ONE_HOT.T}, "--layout rows"),
        ({"lambd": -0.7}, "lambd -0.7: wanted a finite number, 0 or above"),
        ({"lambd": float("nan")}, "lambd nan"),
        ({"lambd": "0.7"}, "lambd '0.7' is a str"),
        ({"lambd": np.array([0.1, 0.2])}, "lambd array([0.1, 0.2]) is a ndarray"),
        ({"activations": ("softmax", "softmax")}, "softmax in layer 1 of 2"),
        ({"activations": ("tanh", "sigmoid")}, "go together"),
        ({"activations": ("tanh", "Softmax")}, "did you mean 'softmax'?"),
        ({"W2": np.ones((3, 4))}, "W2 has shape (3, 4), wanted (4, 3): pass W2.T"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
def test_several_classes_that_cannot_be_judged_are_refused_by_name(given, words):
    assert words in refused(softmax(**given))


def test_probabilities_as_labels_are_for_one_output():
    assert "leave out --soft-labels" in refused(softmax(), soft_labels=True)


def test_a_logistic_regression_has_no_L2_term():
    assert "not known lambd" in refused(logistic(lambd=0.7))


@pytest.mark.parametrize("name", ["X", "Y", "learning_rate"])
def test_a_case_without_examples_or_a_learning_rate(name):
    message = refused(without(name))
    assert message == f"the case has no {name}; wanted X (n_x, m), Y (1, m), learning_rate"


def test_a_case_without_weights_has_nothing_to_check():
    bare = {name: case()[name] for name in ("X", "Y", "learning_rate")}
    assert "no W1, b1, ... and no w, b: nothing to check" in refused(bare)
    assert "nothing to check" in refused({})[-200:] or "no X" in refused({})


def test_a_case_without_activations_is_told_how_many():
    assert "give 2 names, one a layer" in refused(without("activations"))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"X": np.ones((7, 5))}, "X.T"),
        ({"Y": np.zeros(7)}, "Y has shape (7,)"),
        ({"Y": np.zeros((7, 1))}, "Y.T"),
        ({"Y": np.zeros((1, 6))}, "X has 7 examples, Y has 6"),
        ({"Y": -np.ones((1, 7))}, "found -1"),
        ({"X": np.full((5, 7), np.nan)}, "X[0, 0] is nan (35 not finite in all)"),
        ({"X": np.ones((5, 0)), "Y": np.ones((1, 0))}, "nothing to check"),
        ({"X": np.ones((5, 7), np.float16)}, "float16"),
        ({"W1": np.ones((5, 3))}, "W1 has shape (5, 3), wanted (3, 5): pass W1.T"),
        ({"W2": np.ones((3, 1))}, "W2 has shape (3, 1), wanted (1, 3): pass W2.T"),
        ({"b1": np.ones(3)}, "b1.reshape(3, 1)"),
        ({"b1": np.ones((1, 3))}, "b1.T"),
        ({"W1": np.full((3, 5), np.inf)}, "W1[0, 0] is inf"),
        ({"W1": np.ones((3, 5), int)}, "W1 has dtype int64"),
        ({"W1": np.float64(3)}, "W1 has shape (), wanted (3, 5)"),
        ({"W1": np.ones((3, 5), np.float32)}, "W1 is float32 among float64"),
        ({"W3": np.ones((1, 1))}, "2 activations (tanh, sigmoid) for 3 layers"),
        ({"w1": np.ones((3, 5))}, "not known w1"),
        ({"activations": ("tanh",)}, "1 activations"),
        ({"activations": ("Tanh", "sigmoid")}, "tanh"),
        ({"activations": ("tanh", "relu")}, "relu"),
        ({"cost": "crossentropy"}, "cross-entropy"),
        ({"learning_rate": 0}, "0"),
        ({"learning_rate": float("nan")}, "nan"),
        ({"learning_rate": "0.1"}, "0.1"),
        ({"learning_rate": np.array([0.1, 0.2])}, "learning rate"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
def test_what_cannot_be_judged_is_refused_by_its_name(given, words):
    assert words in refused(case(**given))


def test_parameters_of_another_dtype_than_the_examples():
    given = make_case((5, 3, 1), ("tanh", "sigmoid"), dtype=np.dtype(np.float32))
    given["X"] = given["X"].astype(np.float64)
    assert refused(given) == "case: W1 is float32 and X is float64; give all one dtype"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"w": np.ones((1, 5))}, "w.T"),
        ({"w": np.ones(5)}, "w.reshape(5, 1)"),
        ({"b": np.ones(3)}, "b has shape (3,)"),
        ({"W1": np.ones((3, 5))}, "not known W1"),
        ({"w": np.ones((5, 1), np.float32), "b": np.float32(0)}, "w is float32 and X is float64"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
def test_a_logistic_regression_that_cannot_be_judged(given, words):
    assert words in refused(logistic(**given))
