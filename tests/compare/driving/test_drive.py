import numpy as np
import pytest

from compare.driving.assessing import assess
from tests.compare.driving.programs import (
    GRADIENT_DESCENT,
    INLINE,
    LAYERS,
    LOGISTIC_CLASS,
    NOTEBOOK,
    PIECES,
    SAMPLES,
    UNROLLED,
    WITH_INTERCEPT,
)


def judged(recordings):
    """Those that decide something: neither small ones nor branches."""
    return [each for each in recordings if not {"small", "variant"} & each.probe.keys()]


def started(recording):
    return {node.name: node.value for node in recording.leaves("parameter")}


@pytest.mark.parametrize(
    ("program", "parameters", "layout"),
    [
        (GRADIENT_DESCENT, {"W1", "b1", "W2", "b2"}, "columns"),
        (LOGISTIC_CLASS, {"weights", "bias"}, "rows"),
        (PIECES, {"W1", "b1", "W2", "b2"}, "columns"),
        (INLINE, {"syn0", "syn1"}, "rows"),
    ],
)
def test_every_shape_of_program_is_run_with_starts_of_ours(driven, program, parameters, layout):
    recordings = judged(driven(program))
    assert len(recordings) >= 3
    for recording in recordings:
        assert recording.failure is None
        assert assess(recording).complete
        assert recording.probe["layout"] == layout
        starts = started(recording)
        assert starts.keys() == parameters
        assert all(np.all(np.asarray(value) != 0) for value in starts.values())


def test_one_network_is_run_at_sizes_that_tell_its_axes_apart(driven):
    probes = [each.probe for each in judged(driven(PIECES))]
    assert len({probe["m"] for probe in probes}) == len(probes)
    apart = [probe for probe in probes if len({probe["m"], probe["n_x"], probe["n_y"]}) == 3]
    assert len(apart) >= 2
    assert any(probe["m"] == probe["n_x"] for probe in probes)
    assert {probe["n_y"] for probe in probes} >= {1, 3}


def test_sizes_that_a_file_writes_down_are_obeyed(driven):
    for recording in judged(driven(GRADIENT_DESCENT)):
        inputs = {node.name: node.value for node in recording.leaves("input")}
        assert 784 in inputs["X"].shape
        assert inputs["Y"].dtype.kind == "i"
        assert inputs["Y"].max() == 9


def test_a_name_that_only_the_script_defines_is_given_by_its_role(driven):
    program = GRADIENT_DESCENT.replace("m, n = data.shape", "")
    for recording in judged(driven(program)):
        assert recording.failure is None
        remarks = [remark.text for remark in recording.remarks]
        assert any("m is supplied" in text for text in remarks), remarks


def test_a_list_of_samples_is_a_list_of_views_of_one_input(driven):
    for recording in judged(driven(SAMPLES)):
        assert recording.probe["layout"] == "one-column"
        x, y = recording.leaves("input")
        assert (x.name, y.name) == ("X", "Y")
        for leaf in (x, y):
            users = recording.users()[leaf.id]
            assert {recording.nodes[each].op for each in users} == {"getitem"}


def test_objects_are_made_as_the_script_makes_them(driven):
    recording = judged(driven(LAYERS))[0]
    assert assess(recording).complete
    shapes = sorted(np.shape(each.value) for each in recording.leaves("parameter"))
    assert shapes == [(1, 2), (1, 5), (3, 5), (5, 2)]


def test_the_cost_and_the_gradients_that_name_themselves_are_told(driven):
    for recording in judged(driven(PIECES)):
        cost = recording.nodes[recording.roles["cost"]]
        assert np.size(cost.value) == 1
        gradients = {
            recording.nodes[parameter].name: np.shape(recording.nodes[gradient].value)
            for parameter, gradient in recording.roles["gradients"].items()
        }
        assert gradients == {name: np.shape(value) for name, value in started(recording).items()}


def test_weights_in_one_vector_are_as_long_as_their_parts(driven):
    for recording in judged(driven(UNROLLED)):
        assert recording.failure is None
        (vector,) = recording.leaves("parameter")
        n_x, n_y = recording.probe["n_x"], recording.probe["n_y"]
        lengths = {k * (n_x + 1) + n_y * (k + 1) for k in range(1, 20)}
        assert len(vector.value) in lengths
        assert list(recording.roles["gradients"]) == [vector.id]
        assert np.size(recording.nodes[recording.roles["cost"]].value) == 1


def test_weights_for_a_column_of_ones_that_we_do_not_add_are_shorter(driven):
    for recording in judged(driven(WITH_INTERCEPT)):
        assert assess(recording).complete
        (theta,) = recording.leaves("parameter")
        assert theta.value.shape == (recording.probe["n_x"],)


def test_one_step_written_cell_by_cell_updates_all_weights(driven):
    for recording in judged(driven(NOTEBOOK)):
        assert len(assess(recording).updates) == 4
        assert any("m is supplied" in remark.text for remark in recording.remarks)
        (examples,) = (
            node.value.shape[1] for node in recording.leaves("input") if node.name == "X"
        )
        assert examples == recording.probe["m"] < 20


def test_labels_that_may_be_left_out_are_given(driven):
    program = """
        import numpy as np

        class Net:
            def __init__(self, n_x, n_y):
                self.W = 0.1 * np.random.randn(n_x, n_y)
                self.b = np.zeros(n_y)

            def loss(self, X, y=None):
                scores = X @ self.W + self.b
                if y is None:
                    return scores
                d = scores - y
                grads = {"W": X.T @ d, "b": d.sum(axis=0)}
                return 0.5 * np.sum(d ** 2), grads
    """
    for recording in judged(driven(program)):
        assert assess(recording).complete
        assert len(recording.roles["gradients"]) == 2


def test_two_learning_rates_are_tried(driven):
    rates = {each.learning_rate for each in judged(driven(LOGISTIC_CLASS))}
    assert len(rates) == 2
    assert None not in rates


def test_a_rate_that_nothing_used_is_none(driven):
    for recording in judged(driven("    learning_rate = 0.1\n" + PIECES.lstrip("\n"))):
        assert recording.learning_rate is None


@pytest.mark.parametrize(("keep", "drops"), [("1.0", True), ("0.5", False)])
def test_an_option_is_set_in_forward_and_backward_alike(driven, keep, drops):
    program = f"""
        import numpy as np

        def forward(X, W1, b1, keep_prob={keep}):
            D = np.random.rand(*X.shape) < keep_prob
            A0 = X * D / keep_prob
            A1 = np.tanh(W1 @ A0 + b1)
            return A1, (A0, D)

        def backward(X, Y, A1, cache, keep_prob={keep}):
            A0, D = cache
            dZ1 = (A1 - Y) * (1 - A1 ** 2)
            return {{"dW1": dZ1 @ A0.T, "db1": dZ1.sum(axis=1, keepdims=True)}}
    """
    variants = [each for each in driven(program) if "variant" in each.probe]
    assert bool(variants) is drops
    for recording in variants:
        given = {call.arguments["keep_prob"] for call in recording.calls}
        assert given == {0.8}


def test_the_script_itself_never_runs(driven, tmp_path):
    program = LOGISTIC_CLASS + "\n    raise SystemExit('the script ran')\n"
    assert all(each.failure is None for each in driven(program))
    marked = LOGISTIC_CLASS + f'\n    open({str(tmp_path / "mark")!r}, "w").write("ran")\n'
    assert driven(marked)
    assert not (tmp_path / "mark").exists()


def test_code_that_does_not_end_is_ended_at_its_line(driven):
    (recording,) = driven(
        """
        import numpy as np

        def train(X, y, w, lr):
            while True:
                pass
            w -= lr * X.T @ (X @ w - y)
        """
    )
    assert recording.failure.error == "TooLong"
    assert recording.failure.site.line in (5, 6)


def test_a_file_that_trains_nothing_says_so(driven):
    (recording,) = driven("import numpy as np\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n")
    assert recording.failure.error == "NothingToRun"


def test_an_argument_that_nobody_can_choose_is_named(driven):
    (recording,) = driven(
        """
        class Net:
            def __init__(self, wormhole):
                self.w = wormhole.bend(3)

            def fit(self, X, y, lr):
                self.w -= lr * X.T @ (X @ self.w - y)
        """
    )
    assert "Net.__init__ needs wormhole" in recording.failure.text


def test_a_crash_of_their_backward_is_told_with_its_line(driven):
    program = PIECES.replace("np.dot(W2.T, dZ2)", "np.dot(W2, dZ2)")
    recordings = driven(program)
    (failure,) = [each.failure for each in recordings if each.failure is not None]
    line = next(k for k, text in enumerate(program.splitlines(), 1) if "dZ1 = np.dot" in text)
    assert failure.site.line == line


def test_a_crash_in_printing_after_the_update_is_beside_the_point(driven):
    program = LOGISTIC_CLASS + "            print(self.nothing)\n"
    recordings = driven(program)
    assert all(each.failure is None for each in recordings)
    assert any("was left alone" in remark.text for remark in recordings[0].remarks)


def test_a_wrong_update_is_driven_no_less(driven):
    wrong = LOGISTIC_CLASS.replace("np.sum(a - y) / n_samples", "np.sum(a - y)")
    assert all(assess(each).complete for each in judged(driven(wrong)))
