import numpy as np
import pytest

from scratch_numpy import deep_network, training
from tests.scratch_numpy.chapter_examples import F32, F64, network_case


def training_case(**options):
    return network_case((11, 5, 3, 1), ("relu", "tanh", "sigmoid"), m_test=13, **options)


def test_training_lowers_the_cost_at_every_step():
    _, costs = training.train(training_case(), 30)
    assert len(costs) == 30
    np.testing.assert_array_less(np.diff(costs), 0)
    assert costs[-1] < costs[0] / 3


def test_training_is_the_step_repeated():
    case = training_case()
    trace, costs = training.train(case, 3)
    for i in range(3):
        expected, _ = deep_network.step(case, None)
        assert costs[i] == expected["cost"]
        case = {**case, **{V: expected[f"new_{V}"] for V in case if f"new_{V}" in expected}}
    for name in expected:
        np.testing.assert_array_equal(trace[name], expected[name], err_msg=name)


def test_training_leaves_the_start_as_it_was():
    case, untouched = training_case(), training_case()
    training.train(case, 3)
    assert case.keys() == untouched.keys()
    for name, value in untouched.items():
        np.testing.assert_array_equal(case[name], value, err_msg=name)


def test_a_learning_rate_that_is_too_large_does_not_lower_the_cost_at_every_step():
    case = {**training_case(), "learning_rate": 30.0}
    _, costs = training.train(case, 10)
    assert max(np.diff(costs)) > 0


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_the_prediction_is_1_only_above_one_half(dtype):
    AL = np.array([[0.5, np.nextafter(dtype.type(0.5), dtype.type(1)), 0.49, 1.0, 0.0]], dtype)
    prediction = training.predict(AL)
    np.testing.assert_array_equal(prediction, [[0, 1, 0, 1, 0]])
    assert prediction.dtype == dtype


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_the_accuracy_is_the_share_of_right_decisions(dtype):
    prediction, Y = np.array([[1, 0, 1, 1]], dtype), np.array([[1, 1, 1, 0]], dtype)
    accuracy = training.accuracy(prediction, Y)
    assert accuracy == 0.5
    assert accuracy.dtype == dtype


def test_the_step_is_the_deep_networks_and_more():
    case = training_case()
    expected, _ = deep_network.step(case, None)
    trace, _ = training.step(case, None)
    assert list(trace)[: len(expected)] == list(expected)
    for name in expected:
        np.testing.assert_array_equal(trace[name], expected[name], err_msg=name)


def test_train_and_test_examples_are_predicted_before_the_update():
    case = training_case()
    trace, _ = training.step(case, None)
    for suffix, m in (("", 7), ("_test", 13)):
        caches = deep_network.model_forward(case[f"X{suffix}"], case)
        for layer, cache in enumerate(caches, start=1):
            np.testing.assert_array_equal(trace[f"Z{layer}{suffix}"], cache.Z)
            np.testing.assert_array_equal(trace[f"A{layer}{suffix}"], cache.A)
        right = [
            bool(a > 0.5) == bool(y) for a, y in zip(cache.A[0], case[f"Y{suffix}"][0], strict=True)
        ]
        np.testing.assert_allclose(trace[f"accuracy{suffix}"], sum(right) / m, rtol=1e-15)
        assert 0 < sum(right) < m
        np.testing.assert_array_equal(trace[f"prediction{suffix}"], cache.A > 0.5)
