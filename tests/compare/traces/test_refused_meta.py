"""An archive that is not the case of a model, as it says of itself, is refused in one line."""

import zipfile

import numpy as np
import pytest

from compare.traces.storage import save_trace
from tests.compare.traces.saved_traces import (
    a_logistic_regression,
    header,
    npy,
    read,
    refusal,
    rewritten,
    write,
)

# Meta


def with_meta(path, meta, **options):
    write(path, read(path)[0], meta, **options)
    return refusal(path)


def test_an_archive_without_meta_is_refused(path):
    np.savez(path, X=np.ones((2, 3)), Y=np.ones((1, 3)))
    assert refusal(path) == "no member __meta__.npy, so not a saved trace"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "cannot be read as JSON (Expecting value"),
        (b"{", "cannot be read as JSON"),
        (b"\xff\xfe{}", "cannot be read as JSON ('utf-8' codec"),
        (b"[1, 2]", "__meta__ is [1, 2]; wanted a JSON object"),
        (b'{"step": NaN}', "cannot be read as JSON (NaN is no JSON)"),
        (b'{"step": -Infinity}', "(-Infinity is no JSON)"),
        (b'{"step": 1, "step": 2}', "an entry is there twice among ['step', 'step']"),
        (b'{"a": ' + b"[" * 200_000, "nested too deeply"),
        (b'{"a": ' * 100_000, "nested too deeply"),
        (b'{"step": ' + b"1" * 5000 + b"}", "cannot be read as JSON"),
        (b'{"a": "' + b"x" * 2**20 + b'"}', "longer than 1048576 bytes"),
        (b" " * 2**23, "longer than 1048576 bytes"),
        (b"{}", "its schema is None, this version reads 'backproof.trace/1'"),
        (b'{"schema": "onnx"}', "its schema is 'onnx', this version reads 'backproof.trace/1'"),
        (b'{"schema": "backproof.trace/2"}',
         "its schema is 'backproof.trace/2', this version reads 'backproof.trace/1': take the"),
        (b'{"schema": "backproof.trace/1"}', "__meta__ has no model; wanted an object"),
    ],
)  # fmt: skip  # a case a row
def test_meta_that_cannot_be_read_is_refused(path, text, message):
    assert message in with_meta(path, text)


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.ones(3), "__meta__ has dtype float64 and shape (3,); wanted JSON as UTF-8 bytes"),
        (np.array(["{}"]), "__meta__ has dtype <U2 and shape (1,)"),
        (np.array("{}"), "its schema is None"),
    ],
)
def test_meta_of_another_kind_is_refused(path, array, message):
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    np.savez(path, **{**arrays, "__meta__": array})
    assert message in refusal(path)


def test_meta_as_a_string_of_no_characters_is_refused(path):
    text = "{'descr': '<U1', 'fortran_order': False, 'shape': (), }"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__meta__.npy", header(text, b"\xff\xff\xff\xff"))
    assert "__meta__ cannot be read" in refusal(path)


@pytest.mark.parametrize(
    ("meta", "message"),
    [
        ({"learning_rate": "0.1"}, "learning_rate is '0.1'; wanted a finite number above 0"),
        ({"learning_rate": 0}, "learning_rate is 0; wanted"),
        ({"learning_rate": -0.1}, "learning_rate is -0.1; wanted"),
        ({"learning_rate": True}, "learning_rate is True; wanted"),
        ({"learning_rate": 10**400}, "wanted a finite number above 0"),
        ({"learning_rate": None}, "neither as a member nor in __meta__; give it once"),
        ({"step": 0}, "step is 0; wanted a whole number"),
        ({"step": 1.5}, "step is 1.5; wanted a whole number"),
        ({"step": True}, "step is True; wanted a whole number"),
        ({"dtype": "float16"}, "dtype is 'float16'; wanted float32 or float64"),
        ({"dtype": "float32"}, "X has dtype float64, __meta__ says float32"),
        ({"dtype": ["float64"]}, "dtype is ['float64']; wanted"),
        ({"implementation": 3}, "implementation is 3; wanted a text"),
        ({"versions": ["2.0"]}, "versions is ['2.0']; wanted a text a name"),
        ({"versions": {"numpy": 2}}, "wanted a text a name"),
        ({"model": "network"}, "model is 'network'; wanted an object"),
    ],
)
def test_an_entry_of_meta_that_makes_no_sense_is_named(path, meta, message):
    assert message in refusal(rewritten(path, meta))


@pytest.mark.parametrize("key", ["learning_rate", "dtype", "sha256", "model", "schema"])
def test_meta_without_an_entry_it_needs_is_refused(path, key):
    members, meta = read(path)
    del meta[key]
    write(path, members, meta, sums=False)
    assert key.split("_")[0] in refusal(path)


@pytest.mark.parametrize("sums", [{}, [], {"X": "abc"}, {"X": 3}, {"X": ["0" * 64]}, None])
def test_checksums_that_are_none_are_refused(path, sums):
    message = with_meta(path, {**read(path)[1], "sha256": sums}, sums=False)
    assert "checksum" in message or "sha256" in message


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ({"name": "perceptron"}, "name is 'perceptron'; wanted network or logistic-regression"),
        ({"layer_dims": [3]}, "layer_dims is [3]; wanted n_x, n_1, ..., n_L, each at least 1"),
        ({"layer_dims": [3, 0, 2]}, "layer_dims is [3, 0, 2]; wanted"),
        ({"layer_dims": [3, 5.0, 2]}, "layer_dims is [3, 5.0, 2]; wanted"),
        ({"layer_dims": "3,5,2"}, "layer_dims is '3,5,2'; wanted"),
        ({"layer_dims": None}, "__meta__ has no layer_dims"),
        ({"layer_dims": [4, 5, 2]}, "X has shape (3, 7), wanted (4, 7)"),
        ({"layer_dims": [3, 6, 2]}, "W1 has shape (5, 3), wanted (6, 3)"),
        ({"layer_dims": [3, 5, 1]}, "Y has shape (2, 7), wanted (1, 7)"),
        ({"layer_dims": [3, 5, 2, 2]}, "activations is ['relu', 'sigmoid']; wanted one name a"),
        ({"layer_dims": [3, 2], "activations": ["tanh"]}, "'W2' is none of its inputs"),
        ({"layer_dims": [3, 5, 2, 2], "activations": ["tanh"] * 3}, "the case has no W3, b3"),
        ({"layer_dims": [1] * 90_000, "activations": ["tanh"] * 89_999}, "weights are missing"),
        ({"activations": "sigmoid"}, "activations is 'sigmoid'; wanted one name a layer, 2"),
        ({"activations": ["relu", 1]}, "activations is ['relu', 1]; wanted one name a layer"),
        ({"cost": 3}, "cost is 3; wanted a name"),
        ({"cost": None}, "__meta__ has no cost"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(path, model, message):
    meta = read(path)[1]
    assert message in refusal(rewritten(path, {"model": {**meta["model"], **model}}))


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ({"layer_dims": [3, 2, 1], "activations": ["a", "b"]}, "not ['a', 'b'] and"),
        ({"layer_dims": [3, 2]}, "[n_x, 1], not [3, 2]"),
        ({"layer_dims": [4, 1]}, "X has shape (3, 7), wanted (4, 7)"),
        ({"activations": ["tanh"]}, "not ['tanh'] and 'cross-entropy'"),
        ({"cost": "squared-error"}, "not ['sigmoid'] and 'squared-error'"),
        ({"name": "network"}, "the case has no W1, b1"),
    ],
)
def test_a_logistic_regression_that_says_it_is_something_else_is_refused(path, model, message):
    save_trace(path, a_logistic_regression())
    meta = read(path)[1]
    assert message in refusal(rewritten(path, {"model": {**meta["model"], **model}}))


# Inputs


X = np.ones((3, 7))


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"X": None}, "the case has no X"),
        ({"X": None, "Y": None, "W1": None, "b1": None}, "no X, Y, W1 and 1 more"),
        ({"X": X.T.copy()}, "X has shape (7, 3), wanted (3, 3)"),
        ({"X": X[:, :1]}, "Y has shape (2, 7), wanted (2, 1)"),
        ({"X": X[0]}, "wanted a matrix (n_x, m) of float32 or float64"),
        ({"X": np.ones((3, 7), "f4")}, "X has dtype float32, __meta__ says float64"),
        ({"X": np.ones((3, 7), "i8")}, "X has dtype int64, __meta__ says float64"),
        ({"X": np.ones((3, 0)), "Y": np.ones((2, 0))}, "X has shape (3, 0): nothing to check"),
        ({"W1": np.ones((3, 5))}, "W1 has shape (3, 5), wanted (5, 3): pass W1.T"),
        ({"b1": np.ones(5)}, "b1 has shape (5,), wanted (5, 1): use b1.reshape(5, 1)"),
        ({"b1": np.ones((1, 5))}, "b1 has shape (1, 5), wanted (5, 1): pass b1.T"),
        ({"b1": np.array(1)}, "b1 has shape (), wanted (5, 1)"),
        ({"W2": np.ones((2, 5), "f4")}, "W2 is float32 in a trace of float64"),
        ({"Y": np.ones((2, 7), "i4")}, "Y has dtype int32; float32 or float64 wanted"),
        (
            {"W3": np.ones((2, 2))},
            "'W3' is none of its inputs, ['X', 'Y', 'learning_rate', 'W1', 'b1', 'W2', ...]",
        ),
        ({"X": np.where(np.arange(21).reshape(3, 7) % 9 == 8, np.nan, X)}, "X[1, 1] is nan (2 in"),
        ({"W2": np.full((2, 5), -np.inf)}, "W2[0, 0] is -inf (10 in all)"),
        ({"learning_rate": np.array(0.1)}, "both as a member and in __meta__; give it once"),
    ],
)
def test_inputs_that_are_not_those_of_the_model_are_refused_by_name(path, members, message):
    members = {n: array if array is None else npy(array) for n, array in members.items()}
    assert message in refusal(rewritten(path, **members))


@pytest.mark.parametrize("rate", [0.0, -1.0, np.nan, np.inf, [0.1], "0.1", True, 1j])
def test_a_learning_rate_as_a_member_is_checked_too(path, rate):
    rewritten(path, {"learning_rate": None}, learning_rate=npy(np.array(rate)))
    message = refusal(path)
    assert "learning rate" in message or message.startswith("learning_rate has dtype")


def test_an_infinite_number_is_no_bias(path):
    save_trace(path, a_logistic_regression())
    rewritten(path, b=npy(np.array(np.inf)))
    assert refusal(path) == "b is inf (1 in all)"
