import numpy as np
import pytest

from compare.errors import CandidateError
from compare.formulas.read import read_equation
from compare.quantities.calculus import DERIVATIVES
from compare.quantities.network import training
from compare.slips.catalogue import BY_ID
from compare.slips.slip import Rewrite
from compare.slips.slipped import slipped_step, table_step
from tests.compare.judging.small_networks import F32, by_torch, make_case
from tests.compare.slips.battery import CASES, MODELS, judged

MODEL, CASE = MODELS["tanh"], CASES["tanh"]


def run(step, steps=1, case=CASE, model=MODEL):
    """The traces of some steps that start from the same parameters."""
    state, traces = None, []
    for _ in range(steps):
        trace, state = step(case, state)
        traces.append(trace)
    return traces


def edit(**equations):
    return {name: read_equation(f"{name} = {text}") for name, text in equations.items()}


@pytest.mark.parametrize("name", CASES)
def test_a_table_as_an_implementation_agrees_with_the_reference(name):
    found = {j.verdict for j in judged(table_step(MODELS[name]), name)}
    assert found <= ({"agree", "blind"} if name == "saturated" else {"agree"})


def test_it_computes_in_the_dtype_of_the_case():
    case = make_case(dtype=F32)
    (trace,) = run(table_step(MODEL), case=case)
    assert {value.dtype for value in trace.values()} == {F32}
    np.testing.assert_allclose(trace["dW1"], by_torch(case)["dW1"], rtol=1e-4)


def test_the_tables_of_the_other_rungs_are_steps_too():
    trace, _ = table_step(DERIVATIVES)({"a": np.array([[2.0, 3.0]]), "h": 0.5}, None)
    np.testing.assert_array_equal(trace["df_cube"], [[12, 27]])
    np.testing.assert_array_equal(trace["slope_square"], [[4.5, 6.5]])


def test_the_names_stand_in_the_order_of_the_table():
    (trace,) = run(table_step(MODEL))
    assert list(trace) == [quantity.name for quantity in MODEL if not quantity.optional]


def test_what_is_optional_is_computed_where_it_is_needed():
    assert "dA2" not in run(table_step(MODEL))[0]
    assert "dA2" in run(table_step(MODEL, edit(dA2="A2 - Y")))[0]
    assert "dA2" in run(table_step(MODEL, edit(dZ2="dA2 * A2")))[0]
    (trace,) = run(table_step(MODELS["identity"]), case=CASES["identity"])
    assert "dA2" in trace


def test_no_array_is_that_of_the_case_or_of_another_name():
    (trace,) = run(slipped_step(MODEL, BY_ID["U04"]))
    arrays = [*trace.values(), *(CASE[name] for name in MODEL.inputs if name[0] in "XYWb")]
    for i, array in enumerate(arrays):
        assert not any(np.shares_memory(array, other) for other in arrays[:i])


def test_what_stands_before_a_slip_is_right_and_what_follows_is_computed_from_it():
    (right,), (wrong,) = run(table_step(MODEL)), run(slipped_step(MODEL, BY_ID["D02"]))
    changed = {name for name in right if not np.array_equal(right[name], wrong[name])}
    assert changed == {"dZ1", "dW1", "db1", "new_W1", "new_b1"}
    np.testing.assert_array_equal(wrong["dZ1"], right["dA1"])
    np.testing.assert_allclose(wrong["dW1"], right["dA1"] @ CASE["X"].T / 7, rtol=1e-14)


def test_a_slip_is_left_out_of_the_layers_that_it_does_not_fit():
    row = Rewrite("T01", "", {"dW": "dZ @ A.T / m"})
    case = make_case((5, 3, 3, 1), ("tanh", "tanh", "sigmoid"))
    model = training(case["activations"], case["cost"])
    case |= {"X_test": case["X"], "Y_test": case["Y"]}
    (right,), (wrong,) = (
        run(step, case=case) for step in (table_step(model), slipped_step(model, row))
    )
    changed = {name for name in right if not np.array_equal(right[name], wrong[name])}
    assert changed == {"dW2", "new_W2"}


@pytest.mark.parametrize(
    "text", ["W.T @ A_prev + b", "W @ A_prev.T", "np.sum(Z, axis=0, keepdims=True)"]
)
def test_a_slip_that_fits_in_no_layer_does_not_run(text):
    row = Rewrite("T01", "", {"Z": text} if "Z" not in text else {"dZ": text})
    with pytest.raises(CandidateError, match="does not run on this case"):
        run(slipped_step(MODEL, row))


def test_a_matrix_of_one_entry_is_a_number():
    step = slipped_step(MODEL, Rewrite("T01", "", {"cost": "(A - Y) @ Y.T"}))
    (trace,) = run(step)
    assert trace["cost"].shape == ()
    assert trace["cost"] == ((trace["A2"] - CASE["Y"]) * CASE["Y"]).sum()


def test_a_division_by_zero_is_for_the_judge_to_see():
    (trace,) = run(slipped_step(MODEL, Rewrite("T01", "", {"cost": "np.log(0 * m) / (m - m)"})))
    assert trace["cost"] == -np.inf


def test_the_first_step_of_a_stale_gradient_is_right():
    (right,), (wrong,) = run(table_step(MODEL)), run(slipped_step(MODEL, BY_ID["U07"]))
    np.testing.assert_equal(wrong, right)


def moving(step, steps):
    """The traces along the parameters that the table's own steps lead to."""
    case, state, traces = CASE, None, []
    for _ in range(steps):
        right, _ = table_step(MODEL)(case, None)
        trace, state = step(case, state)
        traces.append((right, trace, case))
        case = {**case, **{V: right[f"new_{V}"] for V in MODEL.parameters}}
    return traces


def test_a_stale_gradient_is_that_of_the_step_before():
    (first, _, _), (_, second, case), (_, _, _) = moving(slipped_step(MODEL, BY_ID["U07"]), 3)
    np.testing.assert_array_equal(second["new_W1"], case["W1"] - 0.3 * first["dW1"])


def test_accumulated_gradients_are_the_sum_of_all_steps_before():
    traces = moving(slipped_step(MODEL, BY_ID["U05"]), 3)
    total = sum(right["dW1"] for right, _, _ in traces)
    _, third, case = traces[-1]
    np.testing.assert_allclose(third["new_W1"], case["W1"] - 0.3 * total, rtol=1e-14)


def test_a_gradient_that_is_never_set_to_zero_adds_up():
    traces = moving(slipped_step(MODEL, BY_ID["W26"]), 3)
    total = sum(right["dW2"] for right, _, _ in traces)
    np.testing.assert_allclose(traces[-1][1]["dW2"], total, rtol=1e-14)


def test_an_old_cache_stays_the_one_of_the_step_before():
    (first, _, _), (right, second, _) = moving(slipped_step(MODEL, BY_ID["D42"]), 2)
    expected = right["dA1"] * (1 - np.tanh(first["Z1"]) ** 2)
    np.testing.assert_allclose(second["dZ1"], expected, rtol=1e-12)


def test_the_state_holds_only_what_the_slip_needs():
    assert slipped_step(MODEL, BY_ID["F01"])(CASE, None)[1] == {}
    state = slipped_step(MODEL, BY_ID["U07"])(CASE, None)[1]
    assert set(state) == {f"previous_d{V}" for V in MODEL.parameters}
