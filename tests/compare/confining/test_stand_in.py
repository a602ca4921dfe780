import numpy as np
import pytest

from compare.confining.errors import RefusedError
from compare.confining.policy import refusal
from compare.confining.stand_in import StandIn, holds_arrays


def stand_in(name):
    return StandIn(name, refusal)


def test_plots_go_through_whatever_is_done_with_them():
    plt = stand_in("matplotlib.pyplot")
    figure, axes = plt.figure(figsize=(2, 3)), plt.axes
    axes[0, 1].plot(np.ones(3), label="cost")
    plt.rcParams["figure.figsize"] = (1, 2)
    plt.style.use("x")
    with plt.style.context("dark") as style:
        assert style
    assert list(plt.plot([1])) == []
    assert "x" not in figure
    assert "not here" in f"{plt.title:>10}"
    plt.anything = 3
    assert plt.anything == 3
    del plt.anything


def test_decorators_and_base_classes_leave_the_code_alone():
    library = stand_in("pytest")

    @library.mark.slow
    def function():
        return 5

    @library.fixture(scope="module")
    class Thing(library.Base):
        value = 7

    assert function() == 5
    assert Thing.value == 7
    assert Thing(1, a=2).value == 7


def test_annotations_and_isinstance_work():
    pd = stand_in("pandas")

    def function(x: pd.DataFrame | None, y: "list[pd.Series]") -> np.ndarray | pd.Series:
        return x

    assert not isinstance(np.ones(3), pd.DataFrame)
    assert not issubclass(int, pd.DataFrame)
    assert function(1, 2) == 1


@pytest.mark.parametrize(
    "compute",
    [
        lambda x: x + 1,
        lambda x: 2 * x,
        lambda x: np.ones(3) / x,
        lambda x: np.ones((2, 2)) @ x,
        lambda x: x**2,
        lambda x: -x,
        lambda x: x > 0,
        float,
        int,
        np.array,
        np.exp,
        lambda x: np.ones(3)[x],
    ],
)
def test_it_never_becomes_a_number(compute):
    with pytest.raises((RefusedError, IndexError, TypeError)):
        compute(stand_in("cv2").resize(1))


@pytest.mark.parametrize(
    ("name", "arguments", "why"),
    [
        ("torch.tensor", (), "nothing that differentiates"),
        ("jax.numpy.dot", (), "nothing that differentiates"),
        ("tensorflow.keras.datasets.mnist.load_data", (), "without people's data"),
        ("socket.socket", (), "no network, processes or threads"),
        ("subprocess.run", (), "no network, processes or threads"),
        ("pandas.read_csv", (), "without people's data"),
        ("sklearn.datasets.make_moons", (), "without people's data"),
        ("scipy.optimize.minimize", (abs, np.ones(3)), "no other library"),
        ("mylib.clip", (np.ones(3),), r"put mylib\.py beside the file"),
        ("mylib.clip", ([{"W": np.ones(3)}],), r"put mylib\.py beside the file"),
    ],
)
def test_what_might_compute_or_fetch_is_refused(name, arguments, why):
    with pytest.raises(RefusedError, match=why):
        stand_in(name)(*arguments)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("matplotlib.pyplot.plot", (np.ones(3),)),
        ("pandas.DataFrame", (np.ones(3),)),
        ("sklearn.metrics.classification_report", (np.ones(3), np.ones(3))),
        ("public_tests.linear_forward_test", (lambda: np.ones(3),)),
        ("testCases_v4a.anything", (np.ones(2),)),
        ("dnn_test_case_3.x_test", (np.ones(2),)),
        ("mylib.setup", (3, "x")),
    ],
)
def test_what_only_shows_is_not(name, arguments):
    stand_in(name)(*arguments)


class Holder:
    def __init__(self, content):
        self.content = content


@pytest.mark.parametrize(
    ("structure", "holds"),
    [
        (np.ones(3), True),
        (np.float64(3), True),
        ([(1, {"a": np.ones(2)})], True),
        (Holder(np.ones(2)), True),
        (Holder([1]), False),
        ([1, "x", None, 2.5], False),
        (len, False),
    ],
)
def test_arrays_are_found_inside_structures(structure, holds):
    assert holds_arrays(structure) == holds
