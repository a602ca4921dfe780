import sys
import textwrap
import warnings

import numpy as np
import pytest

from compare.candidates.seam import Implementation
from compare.errors import CandidateError


def case():
    return {"X": np.arange(6.0).reshape(2, 3), "W1": np.ones((1, 2)), "cost": "cross-entropy"}


def guarded(function):
    return Implementation("mynet:step", function)


def failure(function, given=None):
    with pytest.raises(CandidateError) as error:
        guarded(function).step(given or case(), None)
    return str(error.value)


def from_file(tmp_path, name, text):
    """Compile a step from a file of its own."""
    path = tmp_path / name
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    scope = {}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), scope)
    return scope["step"]


# what it is given and what it returns


def test_trace_and_state_come_back_as_they_are():
    trace, state = {"cost": 1}, object()
    assert guarded(lambda case, given: (trace, state)).step(case(), None) == (trace, state)


def test_the_state_of_one_call_can_be_given_to_the_next():
    implementation = guarded(lambda case, state: ({}, (state or 0) + 1))
    state = None
    for _ in range(3):
        _, state = implementation.step(case(), state)
    assert state == 3


def test_the_arrays_are_copies_and_the_rest_is_as_given():
    given, seen = case(), {}
    guarded(lambda case, state: (seen.update(case) or {}, state)).step(given, None)
    assert seen.keys() == given.keys()
    assert seen["cost"] == "cross-entropy"
    for name in ("X", "W1"):
        np.testing.assert_array_equal(seen[name], given[name])
        assert not np.shares_memory(seen[name], given[name])


def test_an_array_of_another_call_is_copied_anew():
    implementation = guarded(lambda case, state: ({"X": case["X"].copy()}, state))
    implementation.step(case(), None)
    trace, _ = implementation.step({**case(), "X": np.full((2, 3), 7.0)}, None)
    np.testing.assert_array_equal(trace["X"], np.full((2, 3), 7.0))


def test_the_time_of_every_call_is_kept():
    implementation = guarded(lambda case, state: ({}, state))
    for _ in range(3):
        implementation.step(case(), None)
    assert len(implementation.seconds) == 3
    assert min(implementation.seconds) >= 0


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "NoneType"),
        ({"cost": 1}, "dict"),
        (3.0, "float"),
        (({},), "tuple"),
        (({}, None, None), "tuple"),
        (([1, 2], None), "tuple"),
        ((np.zeros(2), None), "tuple"),
        (np.zeros((2, 2)), "ndarray"),
        ("ab", "str"),
    ],
)
def test_what_is_no_pair_of_a_mapping_and_a_state_is_refused(value, kind):
    assert failure(lambda case, state: value) == (
        f"mynet:step returned a {kind}; wanted a pair (trace, state), "
        "the trace a mapping from names to arrays"
    )


# what it raises


def test_an_exception_is_named_with_file_line_and_source(tmp_path):
    step = from_file(
        tmp_path,
        "net.py",
        """
        def step(case, state):
            Z = case["X"] @ case["X"]
            return {}, state
        """,
    )
    message = failure(step)
    assert message.startswith("mynet:step raised ValueError at net.py:3: matmul")
    assert message.endswith('\n    Z = case["X"] @ case["X"]')


def test_the_innermost_line_of_the_candidate_is_named(tmp_path):
    step = from_file(
        tmp_path,
        "net.py",
        """
        def forward(case):
            return case["W9"]

        def step(case, state):
            return {"Z1": forward(case)}, state
        """,
    )
    assert failure(step).startswith("mynet:step raised KeyError at net.py:3: 'W9'")


def test_an_exception_inside_a_library_is_named_with_the_candidates_own_line(tmp_path):
    step = from_file(
        tmp_path,
        "net.py",
        """
        import numpy as np

        def step(case, state):
            return {"Z1": np.linalg.inv(np.zeros((2, 2)))}, state
        """,
    )
    message = failure(step)
    assert message.startswith("mynet:step raised LinAlgError at net.py:5: Singular matrix")
    assert "np.linalg.inv(np.zeros((2, 2)))" in message


def test_a_function_with_other_arguments_is_the_candidates_fault():
    message = failure(lambda X, Y, W: None)
    assert message.startswith("mynet:step raised TypeError")
    assert "missing 1 required positional argument: 'W'" in message


@pytest.mark.parametrize("leave", [sys.exit, lambda: sys.exit(0), lambda: sys.exit("done")])
def test_a_candidate_that_ends_the_program_does_not_end_the_judge(leave):
    assert failure(lambda case, state: leave()).startswith("mynet:step raised SystemExit at ")


def test_an_interrupt_passes_through():
    def step(case, state):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        guarded(step).step(case(), None)


def test_an_error_keeps_its_cause():
    with pytest.raises(CandidateError) as error:
        guarded(lambda case, state: 1 / 0).step(case(), None)
    assert isinstance(error.value.__cause__, ZeroDivisionError)


def test_a_call_that_failed_has_no_time():
    implementation = guarded(lambda case, state: 1 / 0)
    with pytest.raises(CandidateError):
        implementation.step(case(), None)
    assert implementation.seconds == []


# what it changes


def changing(name, change):
    def step(case, state):
        before = {key: np.copy(value) for key, value in case.items()}
        case[name] += change
        return before, state

    return guarded(step)


def test_nothing_changed_is_nothing_noted():
    implementation = guarded(lambda case, state: ({}, state))
    implementation.step(case(), None)
    assert implementation.changed == {}


def test_a_change_in_place_is_noted_with_its_size():
    implementation = changing("X", np.array([[0, 0.25, 0], [0, -3, 0]]))
    implementation.step(case(), None)
    assert implementation.changed == {"X": 3.0}


def test_a_change_in_place_does_not_reach_the_case():
    given = case()
    changing("W1", 1.0).step(given, None)
    np.testing.assert_array_equal(given["W1"], np.ones((1, 2)))


def test_the_call_after_a_change_sees_the_original_again():
    implementation, given = changing("W1", 1.0), case()
    for _ in range(3):
        seen, _ = implementation.step(given, None)
        np.testing.assert_array_equal(seen["W1"], np.ones((1, 2)))


def test_the_call_after_a_change_and_a_failure_sees_the_original_again():
    seen = []

    def step(case, state):
        seen.append(case["W1"].copy())
        case["W1"] += 1
        raise ValueError

    implementation, given = guarded(step), case()
    for _ in range(2):
        with pytest.raises(CandidateError):
            implementation.step(given, None)
    np.testing.assert_array_equal(seen[1], np.ones((1, 2)))


def test_the_largest_change_of_all_calls_is_kept():
    sizes = iter([1.0, 5.0, 2.0])

    def step(case, state):
        case["W1"] += next(sizes)
        return {}, state

    implementation, given = guarded(step), case()
    for _ in range(3):
        implementation.step(given, None)
    assert implementation.changed == {"W1": 5.0}


def test_a_change_to_nan_is_larger_than_any_other():
    sizes = iter([1.0, np.nan, 2.0])

    def step(case, state):
        case["W1"] += next(sizes)
        return {}, state

    implementation, given = guarded(step), case()
    for _ in range(3):
        implementation.step(given, None)
    assert not np.isfinite(implementation.changed["W1"])


def test_what_the_last_call_changed_is_told_apart_from_what_any_call_changed():
    names = iter(["X", "W1"])

    def step(case, state):
        case[next(names)][...] = 9
        return {}, state

    implementation, given = guarded(step), case()
    implementation.step(given, None)
    assert implementation.touched == {"X"}
    implementation.step(given, None)
    assert implementation.touched == {"W1"}
    assert set(implementation.changed) == {"X", "W1"}


def test_what_the_last_call_was_given_can_be_looked_at_as_it_left_it():
    implementation = changing("W1", 1.0)
    implementation.step(case(), None)
    np.testing.assert_array_equal(implementation.given["W1"], np.full((1, 2), 2.0))
    np.testing.assert_array_equal(implementation.given["X"], case()["X"])


def test_every_changed_argument_is_noted():
    def step(case, state):
        case["X"] *= 2
        case["W1"] -= 0.5
        return {}, state

    implementation = guarded(step)
    implementation.step(case(), None)
    assert implementation.changed == {"X": 5.0, "W1": 0.5}


def test_a_change_of_a_number_kept_as_an_array_is_noted():
    def step(case, state):
        case["b"][...] += 2
        return {}, state

    implementation = guarded(step)
    implementation.step({"b": np.array(1.0)}, None)
    assert implementation.changed == {"b": 2.0}


def take_away(case):
    del case["X"]


def put_a_list(case):
    case["X"] = [1, 2]


def put_another_shape(case):
    case["X"] = np.zeros((7, 5))


def reshape_in_place(case):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        case["X"].shape = (3, 2)


@pytest.mark.parametrize("change", [take_away, put_a_list, put_another_shape, reshape_in_place])
def test_whatever_a_candidate_does_to_its_case_the_judge_goes_on(change):
    def step(case, state):
        before = {"X": np.copy(case["X"])}
        change(case)
        return before, state

    implementation, given = guarded(step), case()
    implementation.step(given, None)
    seen, _ = implementation.step(given, None)
    np.testing.assert_array_equal(seen["X"], np.arange(6.0).reshape(2, 3))
    np.testing.assert_array_equal(given["X"], np.arange(6.0).reshape(2, 3))


# what it warns of


def test_warnings_are_counted_by_their_text():
    def step(case, state):
        for _ in range(2):
            np.log(np.zeros(1))
        warnings.warn("mine", stacklevel=1)
        return {}, state

    implementation = guarded(step)
    for _ in range(3):
        implementation.step(case(), None)
    assert implementation.warnings == {"divide by zero encountered in log": 6, "mine": 3}


def test_warnings_do_not_get_out():
    def step(case, state):
        np.log(np.zeros(1))
        return {}, state

    with warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("always")
        guarded(step).step(case(), None)
    assert raised == []


def test_the_filters_for_warnings_are_as_before():
    before = list(warnings.filters)

    def step(case, state):
        warnings.simplefilter("ignore")
        return {}, state

    guarded(step).step(case(), None)
    assert list(warnings.filters) == before


def test_two_implementations_share_nothing():
    first, second = changing("X", 1.0), changing("W1", 1.0)
    first.step(case(), None)
    second.step(case(), None)
    assert (first.changed, second.changed) == ({"X": 1.0}, {"W1": 1.0})
