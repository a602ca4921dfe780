import ast
from textwrap import dedent

import numpy as np
import pytest

from compare.driving.catalogue import catalogue
from compare.driving.evidence import evidence
from compare.driving.hints import hints
from compare.driving.literals import literal, shapes_of
from compare.driving.purposes import Purpose, purpose_of
from compare.driving.slicing import exposed, script_recipes
from compare.driving.splitting import split
from compare.reading.read import read_text


def read(text):
    return read_text(dedent(text), "python")


def lines(statements):
    return [ast.unparse(each.node) for each in statements]


def test_definitions_are_run_and_script_is_read():
    result = split(
        read(
            """
            import numpy as np
            sizes = [3, 4, 1]
            np.random.seed(1)
            def f(x):
                return x
            data = load("train.csv")
            m = data.shape[0]
            half = sizes[1] / 2
            if __name__ == "__main__":
                import time
                f(data)
            """
        )
    )
    script = lines(result.script)
    assert "data = load('train.csv')" in script
    assert "f(data)" in script
    assert "m = data.shape[0]" in script
    definitions = lines(result.definitions)
    assert definitions[0] == "import numpy as np"
    assert {"sizes = [3, 4, 1]", "np.random.seed(1)", "half = sizes[1] / 2", "import time"} <= set(
        definitions
    )


def test_a_constant_made_anew_from_data_is_no_constant():
    result = split(read("n = 3\nn = f(n)\nk = n + 1"))
    assert lines(result.definitions) == ["n = 3"]


def test_methods_of_bases_in_the_file_are_inherited():
    found = catalogue(
        read(
            """
            class Layer:
                def forward(self, x): pass
                def step(self, lr): pass
            class Dense(Layer):
                def forward(self, x): return x
            """
        )
    )
    methods = found.classes["Dense"].methods
    assert methods["forward"].owner == "Dense"
    assert methods["step"].owner == "Layer"


def test_methods_beside_their_class_are_adopted():
    """Posts show a class method by method, each in a block of its own."""
    found = catalogue(
        read(
            """
            class Net:
                def __init__(self): pass
            def forward(self, x): return x
            """
        )
    )
    assert "forward" in found.classes["Net"].methods
    assert "forward" not in found.functions


def test_a_function_that_returns_functions_is_as_good_as_a_class():
    found = catalogue(
        read(
            """
            def network(sizes):
                w = 1
                def forward(x): return w * x
                def train(x, y, lr): forward(x)
                return forward, train
            """
        )
    )
    assert set(found.classes["network"].methods) >= {"forward", "train"}


def test_what_a_function_reaches():
    found = catalogue(
        read(
            """
            def a(): b()
            def b(): return N().go()
            class N:
                def __init__(self): pass
                def go(self): self.stop()
                def stop(self): a()
            def c(): pass
            """
        )
    )
    reached = {each.title for each in found.reachable(found.functions["a"])}
    assert reached == {"a", "b", "N.__init__", "N.go", "N.stop"}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("def f(X, W): return np.dot(W, X)", 1),
        ("def f(X, W): return X @ W", -1),
        ("def f(X): m = X.shape[1]", 1),
        ("def f(X): n_samples, n_features = X.shape", -1),
        ("def f(dZ): return np.sum(dZ, axis=1, keepdims=True)", 1),
        ("def f(dZ): return dZ.sum(axis=0)", 0),
        ("def f(n_h): return np.zeros((n_h, 1))", 1),
        ("def f(n_x, n_h): return np.random.randn(n_x, n_h)", -1),
        ("def f(parameters, A_prev): return np.dot(parameters['W' + str(l)], A_prev)", 1),
        ("def f(a, b): return a + b", 0),
    ],
)
def test_code_tells_rows_from_columns(text, sign):
    found = evidence(catalogue(read(text)).functions.values())
    assert np.sign(found.columns) == sign


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("def f(Y): return np.eye(10)[Y]", "one_hot_inside"),
        ("def f(Y): result[np.arange(Y.size), Y] = 1", "one_hot_inside"),
        ("def f(y): return one_hot(y)", "one_hot_inside"),
        ("def f(y): return len(np.unique(y))", "flat_labels"),
        ("def f(X, y):\n    for a, b in zip(X, y): pass", "pairs"),
        ("def softmax(z): return z", "softmax"),
    ],
)
def test_code_tells_the_form_of_labels(text, attribute):
    found = evidence(catalogue(read(text)).functions.values())
    assert getattr(found, attribute)
    assert not getattr(evidence(catalogue(read("def f(X): pass")).functions.values()), attribute)


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("def initialize_parameters(n_x, n_h): return {}", Purpose.START),
        ("def forward_propagation(X, parameters): return X", Purpose.FORWARD),
        ("def compute_cost(A2, Y): return A2", Purpose.COST),
        ("def backward_propagation(parameters, cache, X, Y): return {}", Purpose.BACKWARD),
        ("def update_parameters(parameters, grads, learning_rate): return {}", Purpose.UPDATE),
    ],
)
def test_names_tell_what_functions_are_for(text, purpose):
    (function,) = catalogue(read(text)).functions.values()
    assert purpose_of(function) is purpose


def test_calls_of_the_script_are_hints():
    source = read(
        """
        class Net:
            def __init__(self, sizes, lr=1): pass
            def train(self, X, Y): pass
        net = Net([784, 30, 10], lr=0.1)
        cost = net.train(train_x, train_y)
        # >>> net.train(a, b)
        """
    )
    parts = split(source)
    found = hints(source, parts, catalogue(source))
    (made,) = found.of("Net")
    assert {k: ast.unparse(v) for k, v in made.arguments.items()} == {
        "sizes": "[784, 30, 10]",
        "lr": "0.1",
    }
    assert found.instances["net"] == "Net"
    trained = found.of("Net.train")[0]
    assert ast.unparse(trained.arguments["X"]) == "train_x"
    assert trained.targets == ("cost",)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("[[0, 1], [1, 1], [1, 0]]", (3, 2)),
        ("np.array([[0, 1, 1]]).T", (3, 1)),
        ("np.array([0, 1, 1]).reshape(3, 1)", (3, 1)),
        ("np.reshape([0, 1], (2, 1))", (2, 1)),
    ],
)
def test_literal_arrays_are_read_without_running(text, shape):
    assert literal(ast.parse(text, mode="eval").body).shape == shape


@pytest.mark.parametrize(
    "text", ["f(3)", "np.array(x)", "[[1], [2, 3]]", "np.array([1]).reshape(4)"]
)
def test_other_expressions_are_no_literal_arrays(text):
    assert literal(ast.parse(text, mode="eval").body) is None


def test_the_shapes_of_a_files_own_data():
    shapes = shapes_of(ast.parse("X = np.array([[0, 1], [1, 1], [1, 0]])\ny = [0, 1, 2]").body)
    assert (shapes.X, shapes.Y, shapes.classes) == ((3, 2), (3,), 3)


def test_a_loop_of_the_script_takes_along_what_it_needs():
    source = read(
        """
        import numpy as np
        import matplotlib.pyplot as plt
        X = load()
        unused = expensive()
        w = np.zeros(3)
        plt.plot(X)
        rate = len(X)
        for i in range(100):
            a = X @ w
            w -= rate * X.T @ (a - y)
            plt.plot(w)
        """
    )
    parts = split(source)
    (recipe,) = script_recipes(parts, catalogue(source))
    assert [text.splitlines()[0] for text in lines(recipe.statements)] == [
        "X = load()",
        "w = np.zeros(3)",
        "rate = len(X)",
        "for i in range(100):",
    ]


def test_names_that_a_loop_makes_itself_need_nothing():
    (loop,) = ast.parse("for i in r:\n    a = X\n    b = a + c\n    d = d + b").body
    assert exposed(loop) == {"r", "X", "c", "d"}
