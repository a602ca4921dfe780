"""Every probe is what its name says, whatever the network, and a case that can be judged."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.cases.probes import logistic_probes, network_probes, one_sample_probes
from compare.cases.step_case import check_case
from compare.quantities.network import network
from compare.slips.slipped import table_step

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)
NAMES = ["primes", "square", "zeros", "saturated", "one"]
HIDDEN = st.lists(st.sampled_from(["relu", "tanh", "leaky-relu", "sigmoid"]), max_size=6)


def probes(hidden=("relu", "tanh"), dtype=F64, **options):
    made = network_probes((*hidden, "sigmoid"), "cross-entropy", dtype, **options)
    return {probe.name: probe.case for probe in made}


def sizes(case):
    layers = [name for name in case if name.startswith("W")]
    return [len(case["X"]), *(len(case[W]) for W in layers[:-1]), case["X"].shape[1]]


def softmax_probes(hidden=("relu", "tanh"), dtype=F64, **options):
    made = network_probes((*hidden, "softmax"), "categorical-cross-entropy", dtype, **options)
    return {probe.name: probe.case for probe in made}


def forward(case):
    model = network(case["activations"], case["cost"])
    return table_step(model)(case, None)[0]


@settings(max_examples=20, deadline=None)
@given(hidden=HIDDEN, dtype=st.sampled_from([F32, F64]))
def test_every_probe_is_a_case_that_can_be_judged(hidden, dtype):
    made = probes(hidden, dtype)
    assert list(made) == NAMES
    for case in made.values():
        checked = check_case(case)
        assert checked.dtype == dtype
        assert len(checked.layer_dims) == len(hidden) + 2
        assert set(np.unique(case["Y"])) <= {0, 1}


@settings(max_examples=20, deadline=None)
@given(hidden=HIDDEN)
def test_equal_calls_give_equal_probes(hidden):
    one, other = probes(hidden), probes(hidden)
    for name in NAMES:
        for key, array in one[name].items():
            np.testing.assert_array_equal(array, other[name][key])


def test_all_sizes_of_the_square_probe_are_equal():
    assert set(sizes(probes()["square"])) == {4}


@pytest.mark.parametrize("layers", [0, 1, 2, 3, 4])
def test_no_two_sizes_of_the_primes_probe_are_equal(layers):
    found = sizes(probes(("relu",) * layers)["primes"])
    assert len(set(found)) == len(found) == layers + 2


def test_no_two_neighbours_of_a_deep_primes_probe_are_equal():
    found = sizes(probes(("relu",) * 9)["primes"])
    assert all(a != b for a, b in pairwise(found))


def test_the_zeros_probe_has_pre_activations_of_exactly_0_and_others():
    Z1 = forward(probes()["zeros"])["Z1"]
    assert (Z1 == 0).any(axis=0).sum() == 2
    assert (Z1 != 0).all(axis=0).sum() == Z1.shape[1] - 2


def test_only_the_zeros_probe_has_them():
    for name in NAMES:
        has = any((forward(probes()[name])[Z] == 0).any() for Z in ("Z1", "Z2", "Z3"))
        assert has == (name == "zeros")


def test_outputs_of_the_saturated_probe_are_near_0_and_1_and_of_the_others_are_not():
    extreme = {name: np.abs(forward(case)["Z3"]).max() for name, case in probes().items()}
    assert extreme.pop("saturated") > 10
    assert max(extreme.values()) < 10


def test_the_one_probe_has_a_single_example():
    assert probes()["one"]["X"].shape[1] == 1


def test_both_labels_are_there_where_there_are_several_examples():
    for name, case in probes().items():
        assert (set(np.unique(case["Y"])) == {0, 1}) == (name != "one")


def test_biases_are_not_zero_except_in_the_zeros_probe():
    for name, case in probes().items():
        assert case["b1"].any() == (name != "zeros")


def test_examples_to_test_on_are_other_ones():
    for case in probes(tested=True).values():
        assert case["X_test"].shape == (len(case["X"]), case["X"].shape[1] + 2)
        assert not np.array_equal(case["X_test"][:, :1], case["X"][:, :1])
        assert case["Y_test"].shape == (1, case["X_test"].shape[1])


@pytest.mark.parametrize("dtype", [F32, F64])
def test_probes_of_logistic_regression_are_cases_of_it(dtype):
    made = logistic_probes(dtype)
    assert [probe.name for probe in made] == NAMES
    for probe in made:
        checked = check_case(probe.case)
        assert (checked.model.name, checked.dtype) == ("logistic-regression", dtype)
        n_x, m = probe.case["X"].shape
        assert probe.sizes == f"{n_x}-1, m = {m}"


def test_probes_of_one_sample_have_two_features_of_one_example_each():
    made = one_sample_probes(F64)
    assert [probe.name for probe in made] == NAMES
    for probe in made:
        assert probe.case["X"].shape == (2, 1)
        assert probe.case["w"].shape == (2, 1)
        assert probe.sizes == "2-1, m = 1"
        check_case(probe.case)


# ---- softmax and L2


@settings(max_examples=20, deadline=None)
@given(
    hidden=HIDDEN, dtype=st.sampled_from([F32, F64]), lambd=st.sampled_from([None, 0.0, 1e-9, 5.0])
)
def test_every_probe_of_several_classes_is_a_case_that_can_be_judged(hidden, dtype, lambd):
    made = softmax_probes(hidden, dtype, lambd=lambd)
    assert list(made) == NAMES
    for case in made.values():
        checked = check_case(case)
        assert checked.layer_dims[-1] == len(case["Y"]) == 4
        assert case.get("lambd") == (lambd and 0.7)
        assert ("lambd" in checked.model.inputs) == bool(lambd)


@pytest.mark.parametrize("layers", [0, 1, 2, 3, 4])
def test_sizes_of_several_classes_are_all_equal_or_no_two_of_them(layers):
    made = softmax_probes(("relu",) * layers)
    found = [*sizes(made["primes"]), len(made["primes"]["Y"])]
    assert len(set(found)) == len(found) == layers + 3
    assert {*sizes(made["square"]), len(made["square"]["Y"])} == {4}


def test_square_labels_of_several_classes_are_not_their_own_transpose():
    Y = softmax_probes()["square"]["Y"]
    assert not np.array_equal(Y, Y.T)
    assert set(Y.sum(axis=1)) == {1}


def test_every_class_is_there_where_there_are_several_examples():
    for name, case in softmax_probes(tested=True).items():
        assert case["Y"].any(axis=1).all() == (name != "one")
        assert case["Y_test"].shape == (4, case["X_test"].shape[1])


def test_a_saturated_softmax_is_near_0_and_1():
    assert forward(softmax_probes()["saturated"])["A3"].min() < 1e-9
    assert forward(softmax_probes()["primes"])["A3"].min() > 1e-4
