import numpy as np
import pytest

from scratch_numpy import computation_graph
from tests.scratch_numpy.chapter_examples import F64, graph_case


def J(a, b, c):
    return 3 * (a + b * c)


def test_the_graph_of_the_course_at_5_3_2():
    case = {"a": np.array([[5.0]]), "b": np.array([[3.0]]), "c": np.array([[2.0]])}
    trace, _ = computation_graph.step(case, None)
    by_hand = {"u": 6, "v": 11, "J": 33, "dv": 3, "du": 3, "da": 3, "db": 6, "dc": 9}
    assert trace == {name: np.array([[value]]) for name, value in by_hand.items()}


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_every_derivative_is_the_complex_step(name):
    case = graph_case(F64)
    trace, _ = computation_graph.step(case, None)
    moved = {**case, name: case[name] + 1e-30j}
    np.testing.assert_allclose(trace[f"d{name}"], J(**moved).imag / 1e-30, rtol=1e-15)


def test_the_derivatives_of_the_inner_nodes_are_those_of_3v_and_a_plus_u():
    trace, _ = computation_graph.step(graph_case(F64), None)
    np.testing.assert_array_equal(trace["dv"], np.full((1, 7), 3.0))
    np.testing.assert_array_equal(trace["du"], np.full((1, 7), 3.0))


def test_every_column_is_a_graph_of_its_own():
    case = graph_case(F64)
    trace, _ = computation_graph.step(case, None)
    for i in range(7):
        alone, _ = computation_graph.step({k: v[:, i : i + 1] for k, v in case.items()}, None)
        for name, array in alone.items():
            np.testing.assert_array_equal(array, trace[name][:, i : i + 1], err_msg=name)
