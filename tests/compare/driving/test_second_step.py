"""What one step leaves to the next: a recording of two steps, where there are two."""

import numpy as np
import pytest

from tests.compare.driving.programs import GRADIENT_DESCENT, INLINE, LAYERS, PIECES, SAMPLES

WITH_UPDATE = (
    PIECES
    + """
    def update_parameters(parameters, grads, learning_rate):
        return {key: parameters[key] - learning_rate * grads["d" + key] for key in parameters}
"""
)
IN_PLACE = """
    import numpy as np

    class Net:
        def __init__(self, n_x, n_y):
            self.W = np.random.randn(n_x, n_y)
            self.dW = np.zeros((n_x, n_y))

        def forward(self, X):
            self.X = X
            self.A = 1 / (1 + np.exp(-X @ self.W))
            return self.A

        def backward(self, Y):
            dZ = (self.A - Y) / len(Y)
            self.dW = self.X.T @ dZ

        def update(self, learning_rate):
            self.W -= learning_rate * self.dW
"""
PILING_UP = IN_PLACE.replace("self.dW = self.X.T", "self.dW += self.X.T")
CLEARED_BY_HAND = (
    PILING_UP
    + """
        def zero_grad(self):
            self.dW[:] = 0
"""
)
FAILING_LATER = IN_PLACE.replace(
    "self.W -= learning_rate * self.dW", "self.W = (self.W - learning_rate * self.dW)[1:]"
)
ONE_TURN = """
    import numpy as np

    def fit(X, Y, learning_rate):
        W = np.random.randn(X.shape[1], Y.shape[1])
        for epoch in range(1):
            A = 1 / (1 + np.exp(-X @ W))
            W = W - learning_rate * X.T @ (A - Y) / len(X)
        return np.mean((1 / (1 + np.exp(-X @ W)) - Y) ** 2)
"""
BATCHES = """
    import numpy as np

    def fit(X, Y, learning_rate, epochs, batch_size):
        W = np.random.randn(X.shape[1], Y.shape[1])
        for epoch in range(epochs):
            for k in range(0, len(X), batch_size):
                x, y = X[k:k + batch_size], Y[k:k + batch_size]
                A = 1 / (1 + np.exp(-x @ W))
                if k == 0:
                    dW = x.T @ (A - y) / len(x)
                W = W - learning_rate * dW
        return W
"""


def two_steps(recordings):
    return [each for each in recordings if each.probe.get("steps") == 2]


def boundary(recording):
    (node,) = (remark.node for remark in recording.remarks if remark.kind == "turn")
    return node


def sizes(recording, name):
    """The shapes of what a name was given, in the first step and in the second."""
    start = boundary(recording)
    nodes = [each.node for each in recording.namings if each.name == name]
    return [
        [np.shape(recording.nodes[node].value) for node in nodes if (node >= start) is second]
        for second in (False, True)
    ]


@pytest.mark.parametrize(
    "program", [GRADIENT_DESCENT, WITH_UPDATE, LAYERS, SAMPLES, INLINE, IN_PLACE]
)
def test_every_network_is_recorded_once_with_two_steps(driven, program):
    recordings = driven(program)
    (recording,) = two_steps(recordings)
    assert recording is not recordings[0]
    assert recording.failure is None
    assert 0 < boundary(recording) < len(recording.nodes)


def test_the_second_step_begins_with_what_the_update_returned(driven):
    (recording,) = two_steps(driven(WITH_UPDATE))
    calls = [call for call in recording.calls if call.first >= boundary(recording)]
    names = [call.function for call in recording.calls]
    forward = next(call for call in calls if "forward" in call.function)
    update = next(call for call in recording.calls if "update" in call.function)
    assert forward.arguments["parameters"] == update.returned
    assert set(recording.roles["updates"].values()) == {r.node for r in update.returned.values()}
    assert names.count(update.function) == 2


def test_a_gradient_that_piles_up_comes_from_the_one_before(driven):
    (recording,) = two_steps(driven(PILING_UP))
    start = boundary(recording)
    sums = [node for node in recording.nodes if node.op == "add" and node.inplace]
    first, second = (node.id for node in sums)
    assert first < start <= second
    assert first in recording.ancestors({second})
    (clean,) = two_steps(driven(IN_PLACE))
    assert not [node for node in clean.nodes if node.op == "add" and node.inplace]


def test_gradients_that_the_caller_is_to_clear_are_not_piled_up_by_us(driven):
    assert driven(CLEARED_BY_HAND)
    assert not two_steps(driven(CLEARED_BY_HAND))


def test_what_fails_in_the_second_step_only_is_kept_with_its_failure(driven):
    recordings = driven(FAILING_LATER)
    (recording,) = two_steps(recordings)
    assert recordings[0].failure is None
    assert recording.failure is not None
    assert recording.failure.error == "ValueError"
    assert recording.failure.site is not None
    assert boundary(recording) < len(recording.nodes)


def test_without_an_update_there_is_no_second_step(driven):
    assert not two_steps(driven(PIECES))


def test_where_there_is_one_step_no_second_is_made_up(driven):
    assert driven(ONE_TURN)
    assert not two_steps(driven(ONE_TURN))


def test_examples_are_split_so_that_the_second_step_has_a_batch_of_its_own(driven):
    (recording,) = two_steps(driven(BATCHES))
    assert sizes(recording, "x") == [[(7, 5)], [(7, 5)]]
    first, second = sizes(recording, "dW")
    assert (len(first), len(second)) == (1, 0)
