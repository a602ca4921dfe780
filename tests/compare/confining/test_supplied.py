"""The supplied derivations are right: their gradients are those of their own costs."""

from itertools import pairwise

import numpy as np
import pytest

from compare.confining.supplied import (
    dnn_app_utils,
    dnn_utils,
    gc_utils,
    init_utils,
    loading,
    opt_utils,
    opt_utils_summed,
    plain,
    reg_utils,
    scipy_special,
    scipy_stats,
    sklearn_metrics,
    sklearn_model_selection,
    sklearn_preprocessing,
    sklearn_utils,
)
from compare.confining.supplied.categorical import to_categorical

GENERATOR = np.random.default_rng(0)
X = GENERATOR.normal(size=(4, 7))
Y = (GENERATOR.random((1, 7)) > 0.5).astype(float)


def parameters(*sizes):
    generator = np.random.default_rng(5)
    result = {}
    for layer, (before, here) in enumerate(pairwise(sizes), start=1):
        result[f"W{layer}"] = generator.normal(size=(here, before))
        result[f"b{layer}"] = generator.normal(size=(here, 1))
    return result


def differences(cost, values, step=1e-6):
    """Central differences of a cost by each parameter."""
    result = {}
    for name, value in values.items():
        gradient = np.zeros(value.shape)
        for index in np.ndindex(value.shape):
            around = []
            for sign in (1, -1):
                moved = value.copy()
                moved[index] += sign * step
                around.append(cost({**values, name: moved}))
            gradient[index] = (around[0] - around[1]) / (2 * step)
        result[f"d{name}"] = gradient
    return result


def assert_gradients(gradients, cost, values):
    for name, right in differences(cost, values).items():
        np.testing.assert_allclose(gradients[name], right, rtol=1e-6, atol=1e-8, err_msg=name)


@pytest.mark.parametrize("backward", ["relu_backward", "sigmoid_backward"])
def test_activations_backward(backward):
    forward = getattr(dnn_utils, backward.removesuffix("_backward"))
    Z, dA, step = X, GENERATOR.normal(size=X.shape), 1e-6
    right = dA * (forward(Z + step)[0] - forward(Z - step)[0]) / (2 * step)
    np.testing.assert_allclose(getattr(dnn_utils, backward)(dA, Z), right, rtol=1e-6, atol=1e-9)


def test_the_deep_network():
    values = parameters(4, 5, 3, 1)

    def cost(values):
        return dnn_app_utils.compute_cost(dnn_app_utils.L_model_forward(X, values)[0], Y)

    AL, caches = dnn_app_utils.L_model_forward(X, values)
    grads = dnn_app_utils.L_model_backward(AL, Y, caches)
    assert_gradients(grads, cost, values)
    stepped = dnn_app_utils.update_parameters(dict(values), grads, 0.01)
    assert cost(stepped) < cost(values)


@pytest.mark.parametrize("utils", [init_utils, reg_utils, opt_utils])
def test_the_network_of_three_layers(utils):
    values = parameters(4, 5, 3, 1)
    compute = getattr(utils, "compute_cost", None) or utils.compute_loss
    gradients = utils.backward_propagation(X, Y, utils.forward_propagation(X, values)[1])
    assert_gradients(
        gradients, lambda values: compute(utils.forward_propagation(X, values)[0], Y), values
    )


def test_the_summed_cost_is_m_times_the_mean():
    a3 = opt_utils.forward_propagation(X, parameters(4, 5, 3, 1))[0]
    assert opt_utils_summed.compute_cost(a3, Y) == pytest.approx(7 * opt_utils.compute_cost(a3, Y))


@pytest.mark.parametrize(
    "start", [dnn_app_utils.initialize_parameters_deep, reg_utils.initialize_parameters]
)
def test_starts_have_the_shapes_of_the_network(start):
    shapes = {name: value.shape for name, value in start([4, 3, 2]).items()}
    assert shapes == {"W1": (3, 4), "b1": (3, 1), "W2": (2, 3), "b2": (2, 1)}


def test_vectors_and_dictionaries_are_the_same_numbers():
    for sizes in [(4, 5, 3, 1), (6, 2, 4, 2)]:
        values = parameters(*sizes)
        theta, keys = gc_utils.dictionary_to_vector(values)
        assert theta.shape == (len(keys), 1)
        back = gc_utils.vector_to_dictionary(theta)
        assert all(np.array_equal(back[name], values[name]) for name in values)
        gradients = {f"d{name}": value for name, value in values.items()}
        assert np.array_equal(gc_utils.gradients_to_vector(gradients), theta)


def test_softmax_is_taken_for_each_column():
    A, cache = dnn_utils.softmax(X)
    assert cache is X
    np.testing.assert_allclose(A.sum(axis=0), 1)


def test_plain_activations():
    z = np.array([-2.0, 0.0, 3.0])
    assert plain.relu(z).tolist() == [0, 0, 3]
    assert plain.leaky_relu(z).tolist() == [-0.02, 0, 3]
    np.testing.assert_allclose(plain.sigmoid(z), 1 / (1 + np.exp(-z)))
    assert np.array_equal(plain.tanh(z), np.tanh(z))


def test_data_are_refused():
    with pytest.raises(FileNotFoundError, match="without data files"):
        loading.load_dataset()


@pytest.mark.parametrize("name", ["expit", "logit", "softmax", "log_softmax", "logsumexp"])
def test_special_functions_are_those_of_scipy(name):
    special = pytest.importorskip("scipy.special")
    x = GENERATOR.uniform(0.1, 0.9, size=(3, 4))
    options = {} if name in ("expit", "logit") else {"axis": 1}
    ours, right = getattr(scipy_special, name)(x, **options), getattr(special, name)(x, **options)
    np.testing.assert_allclose(ours, right)


def test_logarithms_of_zero_count_nothing():
    assert scipy_special.xlogy(np.array([0.0, 2.0]), np.array([0.0, np.e])).tolist() == [0, 2]
    assert scipy_special.logsumexp(np.zeros((2, 3)), axis=1, keepdims=True).shape == (2, 1)


def test_truncated_normals_stay_inside():
    drawn = scipy_stats.truncnorm(-0.5, 2.0, loc=1, scale=2).rvs((50, 40))
    assert drawn.shape == (50, 40)
    assert drawn.min() >= 0
    assert drawn.max() <= 5
    assert drawn.std() > 0.5


def test_labels_become_rows():
    assert to_categorical([0, 2]).tolist() == [[1, 0, 0], [0, 0, 1]]
    assert to_categorical(np.array([[1]]), 2).tolist() == [[0, 1]]
    encoder = sklearn_preprocessing.OneHotEncoder(sparse_output=False)
    assert encoder.fit_transform(np.array([["b"], ["a"]])).tolist() == [[0, 1], [1, 0]]
    assert sklearn_preprocessing.LabelBinarizer().fit_transform([3, 5, 3]).tolist() == [
        [0],
        [1],
        [0],
    ]
    assert sklearn_preprocessing.LabelEncoder().fit_transform(["x", "a"]).tolist() == [1, 0]


def test_scalers_scale():
    scaled = sklearn_preprocessing.StandardScaler().fit_transform(X)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(scaled.std(axis=0), 1)
    assert np.isfinite(sklearn_preprocessing.StandardScaler().fit_transform(np.ones((3, 2)))).all()
    scaled = sklearn_preprocessing.MinMaxScaler().fit_transform(X)
    assert scaled.min() == 0
    assert scaled.max() == 1


def test_splits_and_shuffles_keep_rows_together():
    rows = np.arange(8)[:, None]
    parts = sklearn_model_selection.train_test_split(
        rows, rows * 10, test_size=0.25, random_state=1
    )
    assert [len(part) for part in parts] == [6, 2, 6, 2]
    assert np.array_equal(parts[2], parts[0] * 10)
    a, b = sklearn_utils.shuffle(rows, rows * 10)
    assert np.array_equal(b, a * 10)
    assert sorted(a.ravel()) == list(range(8))


def test_measures():
    assert sklearn_metrics.accuracy_score([[1, 0, 1]], [1, 1, 1]) == pytest.approx(2 / 3)
    assert sklearn_metrics.mean_squared_error(np.array([1.0]), np.array([3.0])) == 4
    assert sklearn_metrics.mean_absolute_error(np.array([1.0]), np.array([3.0])) == 2
