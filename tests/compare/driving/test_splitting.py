"""What of a file is run, and what a function or a loop of it reaches."""

import ast
from textwrap import dedent

from compare.driving.catalogue import catalogue
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


def test_how_many_examples_there_are_is_not_for_the_file_to_say():
    result = split(read("m = 60000\nn_h = 4"))
    assert lines(result.definitions) == ["n_h = 4"]
    assert "m = 60000" in lines(result.script)


def test_the_body_of_main_is_script():
    result = split(read("def main():\n    data = load()\n    return data\ndef f():\n    x = 1"))
    assert lines(result.script) == ["data = load()"]


def test_a_masked_array_is_no_constant():
    result = split(read("sizes = [1, 2]\nsizes[0] = 3\nhidden[hidden <= 0] = 0"))
    assert lines(result.definitions) == ["sizes = [1, 2]", "sizes[0] = 3"]


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


def test_a_loop_of_the_script_takes_along_what_it_needs():
    source = read(
        """
        import numpy as np
        import matplotlib.pyplot as plt
        X = load()
        unused = np.sort(expensive())
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
