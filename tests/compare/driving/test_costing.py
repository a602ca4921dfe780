"""Which number of a run is its cost: by what it is called, and by what it was made with."""

import pytest

from compare.driving.cost_words import Says, says
from compare.recognising.names import is_cost, is_surely_cost

COSTS = [
    "cost", "train_loss", "costs[0]", "J", "crossEntropy", "self.loss", "custo", "pérdida",
    "_perdida", "coût", "kosten", "verlust", "log_loss", "mse",
]  # fmt: skip
ERRORS = ["error", "err", "total_error", "erro", "fehler"]
OTHERS = ["loss_prime", "cost_derivative", "accuracy", "abs_error", "dloss", "j_grad", "A2", "W1"]

INLINE = """
    import numpy as np
    X = np.array([[0., 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    y = np.array([[0.], [1], [1], [0]])
    w0 = np.random.randn(3, 4)
    w1 = np.random.randn(4, 1)
    history = []
    for step in range(100):
        h = 1 / (1 + np.exp(-X.dot(w0)))
        o = 1 / (1 + np.exp(-h.dot(w1)))
        e = o - y
        {line}
        d = e * o * (1 - o)
        w1, w0 = w1 - 0.7 * h.T.dot(d), w0 - 0.7 * X.T.dot(d.dot(w1.T) * h * (1 - h))
"""
GLOBALS = """
    import numpy as np
    W = np.random.randn(3, 2)
    b = np.random.randn(1, 2)
    {rate} = 0.3

    def forward(X):
        global o
        o = 1 / (1 + np.exp(-(X.dot(W) + b)))

    def {name}(Y):
        return np.sum((o - Y) ** 2) / (2 * len(Y))

    def train(X, Y):
        global W, b
        for turn in range(100):
            forward(X)
            {call}
            d = (o - Y) * o * (1 - o) / len(X)
            W = W - {rate} * X.T.dot(d)
            b = b - {rate} * d.sum(axis=0, keepdims=True)
"""


def cost_line(recording):
    cost = recording.roles.get("cost")
    return None if cost is None else recording.nodes[cost].site.line


@pytest.mark.parametrize("name", COSTS)
def test_what_is_called_a_cost(name):
    assert says(name) is Says.COST
    assert is_surely_cost(name)


@pytest.mark.parametrize("name", ERRORS)
def test_what_is_called_an_error(name):
    assert says(name) is Says.ERROR
    assert is_cost(name)
    assert not is_surely_cost(name)


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_called_neither(name):
    assert says(name) is Says.NOTHING
    assert not is_cost(name)


@pytest.mark.parametrize(
    "line",
    [
        "cost = np.mean(np.abs(e))",
        "error = np.mean(e ** 2)",
        "error = np.dot(e.T, e).item() / 4",
        "history.append(np.mean(np.square(e)))",
        "print(0.5 * np.sum(e * e))",
        "history.append(-np.mean(y * np.log(o) + (1 - y) * np.log(1 - o)))",
        "custos = [np.sum(e ** 2)]",
    ],
)
def test_a_cost_is_found_by_its_name_or_its_value(driven, line):
    recordings = [each for each in driven(INLINE.format(line=line)) if each.probe["m"] > 1]
    assert len(recordings) > 2
    for recording in recordings:
        assert cost_line(recording) == 12


@pytest.mark.parametrize(
    "line",
    [
        "error = np.mean(np.abs(e))",
        "error = np.mean((o > 0.5) == y)",
        "error = e.sum()",
        "history.append(np.mean(np.abs(e)))",
        "print(np.mean(e ** 4))",
        "print('accuracy', np.mean(np.round(o) == y))",
        "pass",
    ],
)
def test_a_measure_of_success_is_no_cost(driven, line):
    recordings = driven(INLINE.format(line=line))
    assert len(recordings) > 2
    for recording in recordings:
        assert cost_line(recording) is None


@pytest.mark.parametrize("name", ["custo", "coste", "perdida", "kosten", "loss"])
def test_a_cost_on_globals_is_found_where_it_is_printed(driven, name):
    program = GLOBALS.format(name=name, call=f"print({name}(Y))", rate="lr")
    recordings = driven(program)
    assert recordings
    for recording in recordings:
        assert cost_line(recording) == 12


@pytest.mark.parametrize("rate", ["taxa", "tasa", "lernrate", "speed"])
def test_the_rate_is_found_by_its_name_or_as_what_all_steps_share(driven, rate):
    for recording in driven(GLOBALS.format(name="custo", call="pass", rate=rate)):
        assert recording.learning_rate == 0.3
