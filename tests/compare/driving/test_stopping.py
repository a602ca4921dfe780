"""Code that runs at some sizes or depths and stops at others; options that no default opens."""

import pytest

from compare.driving.roles import Role, role_of
from tests.compare.driving.programs import PIECES

DEEP = """
    import numpy as np

    def initialize(dims):
        parameters = {{}}
        for l in range(1, len(dims)):
            parameters["W" + str(l)] = np.random.randn(dims[l], dims[l - 1])
            parameters["b" + str(l)] = np.zeros((dims[l], 1))
        return parameters

    def forward(X, parameters):
        A, caches = X, []
        for l in range(1, len(parameters) // 2 + 1):
            A_prev = {before}
            Z = parameters["W" + str(l)].dot(A_prev) + parameters["b" + str(l)]
            A = 1 / (1 + np.exp(-Z))
            caches.append((A_prev, A))
        return A, caches

    def backward(AL, Y, parameters, caches):
        m = Y.shape[1]
        dA = -(Y / AL - (1 - Y) / (1 - AL))
        grads = {{}}
        for l in reversed(range(1, len(caches) + 1)):
            A_prev, A = caches[l - 1]
            dZ = dA * A * (1 - A)
            grads["dW" + str(l)] = dZ.dot(A_prev.T) / m
            grads["db" + str(l)] = dZ.sum(axis=1, keepdims=True) / m
            dA = parameters["W" + str({layer})].{transposed}.dot(dZ)
        return grads

    def train(X, Y, layer_dims, learning_rate=0.1, turns=10):
        parameters = initialize(layer_dims)
        for turn in range(turns):
            AL, caches = forward(X, parameters)
            grads = backward(AL, Y, parameters, caches)
            for l in range(1, len(layer_dims)):
                for kind in "Wb":
                    parameters[kind + str(l)] -= learning_rate * grads["d" + kind + str(l)]
        return parameters

    train(x_train, y_train, [5, 4, 1])
"""
FIXED = """
    import numpy as np

    class Net:
        def __init__(self, sizes):
            self.W1 = np.random.randn(sizes[0], sizes[1])
            self.W2 = np.random.randn(sizes[1], sizes[2])

        def train(self, X, Y, lr=0.1, turns=10):
            for turn in range(turns):
                H = np.tanh(X.dot(self.W1))
                D = H.dot(self.W2) - Y
                dW1 = X.T.dot(D.dot(self.W2.T) * (1 - H ** 2))
                self.W2 -= lr * H.T.dot(D)
                self.W1 -= lr * dW1

    net = Net([5, 4, 2])
"""
CHOSEN = """
    import numpy as np

    def activate(name, z):
        if name == "tanh":
            return np.tanh(z)
        if name == "sigmoid":
            return 1 / (1 + np.exp(-z))
        return z if name == "linear" else None

    def slope(name, a):
        if name == "tanh":
            return 1 - a * a
        if name == "sigmoid":
            return a * (1 - a)
        return np.ones_like(a) if name == "linear" else None

    class Net:
        def __init__(self, sizes, activations):
            self.act = activations
            self.W = [np.random.randn(a, b) for a, b in zip(sizes[:-1], sizes[1:])]

        def train(self, X, Y, lr=0.1, turns=10):
            for turn in range(turns):
                A = [X]
                for W, name in zip(self.W, self.act):
                    A.append(activate(name, A[-1].dot(W)))
                d = A[-1] - Y
                for k in reversed(range(len(self.W))):
                    d = d * slope(self.act[k], A[k + 1])
                    back = d.dot(self.W[k].T)
                    self.W[k] = self.W[k] - lr * A[k].T.dot(d)
                    d = back

    net = Net([5, 4, 2], ["tanh", "linear"])
"""


def deep(before="A", layer="l", transposed="T"):
    return DEEP.format(before=before, layer=layer, transposed=transposed)


def weights(recording):
    return [node for node in recording.leaves("parameter") if min(node.value.shape) > 1]


def line_of(program, text):
    return next(k for k, line in enumerate(program.splitlines(), 1) if text in line)


def test_code_for_any_depth_is_run_with_more_layers_than_the_script_has(driven):
    recordings = driven(deep())
    assert all(each.failure is None for each in recordings)
    assert {len(list(each.leaves("parameter"))) for each in recordings} == {6}


def test_code_for_its_own_layers_is_run_with_those(driven):
    recordings = driven(FIXED)
    assert all(each.failure is None for each in recordings)
    assert {len(list(each.leaves("parameter"))) for each in recordings} == {2}


def test_a_forward_pass_that_stops_with_more_layers_is_shown_beside_fewer(driven):
    program = deep(before="X")
    recordings = driven(program)
    (stopped,) = [each for each in recordings if each.failure is not None]
    assert stopped.failure.site.line == line_of(program, "Z = parameters")
    assert recordings[0].failure is None


@pytest.mark.parametrize("program", [deep(layer="1"), deep(transposed="real")])
def test_a_backward_pass_that_stops_is_shown_beside_layers_of_one_size(driven, program):
    recordings = driven(program)
    (stopped,) = [each for each in recordings if each.failure is not None]
    assert stopped.failure.site.line in (line_of(program, "dZ = dA"), line_of(program, "dA = par"))
    ran = [each for each in recordings if each.failure is None]
    assert len(ran) > 2
    assert all(len({*node.value.shape}) == 1 for each in ran for node in weights(each))


def test_functions_that_stop_are_shown_beside_layers_of_one_size(driven):
    recordings = driven(PIECES.replace("np.dot(W2.T, dZ2)", "np.dot(W2, dZ2)"))
    assert sum(each.failure is not None for each in recordings) == 1
    assert recordings[-1].failure is not None


def test_a_script_that_stops_on_its_own_data_is_told_so(driven):
    program = """
    import numpy as np
    X = np.array([[0., 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    y = np.array([0., 1, 1, 0])
    w0 = np.random.randn(3, 1)
    for turn in range(10):
        a = 1 / (1 + np.exp(-X.dot(w0)))
        w0 += X.T.dot(y - a)
    """
    (recording,) = driven(program)
    assert recording.failure.site.line == line_of(program, "w0 += ")
    assert recording.probe["m"] == 4


def test_each_option_of_a_list_is_a_branch_on_two_networks(driven):
    branches = [each for each in driven(CHOSEN) if "variant" in each.probe]
    assert [each.probe["variant"] for each in branches] == ["activations=('sigmoid', 'linear')"] * 2
    assert len({each.probe["m"] for each in branches}) == 2


@pytest.mark.parametrize("name", ["weight_sum", "bias_sum", "w_velocity", "weight_change"])
def test_what_piles_up_is_no_weight(name):
    assert role_of(name) not in (Role.WEIGHT, Role.BIAS)
