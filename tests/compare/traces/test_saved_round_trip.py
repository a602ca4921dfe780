"""What is saved is loaded again, to the bit; what is equal makes equal files."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.errors import UsageError
from compare.quantities.network import network
from compare.traces import archive, meta
from compare.traces.saved import SavedTrace
from compare.traces.storage import load_trace, save_trace
from compare.traces.trace import record
from tests.compare.traces.saved_traces import (
    F32,
    F64,
    a_logistic_regression,
    a_network,
    contents,
    npy,
    read,
    write,
)

PAGE = Path(__file__).resolve().parents[3] / "docs" / "traces.md"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "step.npz"


@settings(derandomize=True, deadline=None, max_examples=60)
@given(data=st.data())
def test_a_trace_comes_back_bit_for_bit(tmp_path_factory, data):
    dtype = data.draw(st.sampled_from([F32, F64]))
    m = data.draw(st.sampled_from([1, 2, 7]))
    layer_dims = tuple(data.draw(st.lists(st.sampled_from([1, 2, 3, 5]), min_size=2, max_size=4)))
    made = data.draw(
        st.sampled_from(
            [a_network(layer_dims, m, dtype), a_logistic_regression(layer_dims[0], m, dtype)]
        )
    )
    kept = data.draw(st.sets(st.sampled_from(sorted(made.arrays))))
    part = {name: made.arrays[name] for name in sorted(kept)}
    odd = st.sampled_from([np.nan, np.inf, -np.inf, -0.0, np.finfo(dtype).tiny / 8])
    for name in sorted(kept):
        if data.draw(st.booleans()):
            part[name] = np.full(part[name].shape, data.draw(odd), dtype)
    rate = data.draw(st.floats(1e-300, 1e300))
    texts = st.text(max_size=9)
    trace = SavedTrace(
        made.model, made.layer_dims, {**made.case, "learning_rate": rate}, part,
        data.draw(st.integers(1, 1000)), data.draw(texts), data.draw(st.dictionaries(texts, texts)),
    )  # fmt: skip  # what was computed, and of what
    path = tmp_path_factory.mktemp("traces") / "step.npz"
    save_trace(path, trace)
    loaded = load_trace(path)
    assert contents(loaded) == contents(trace)
    assert loaded.dtype == dtype
    again = path.with_name("again.npz")
    save_trace(again, loaded)
    assert again.read_bytes() == path.read_bytes()


def test_the_order_in_which_names_are_given_changes_no_byte(path):
    trace = a_network()
    save_trace(path, trace)
    other = replace(
        trace,
        case=dict(reversed(trace.case.items())),
        arrays=dict(reversed(trace.arrays.items())),
        versions={"numpy": "2.0"},
    )
    save_trace(path.with_name("other.npz"), other)
    assert path.with_name("other.npz").read_bytes() == path.read_bytes()
    assert list(load_trace(path).arrays)[:5] == ["Z1", "A1", "Z2", "A2", "cost"]


def test_the_order_of_versions_changes_no_byte(path):
    for name, versions in (("a", {"a": "1", "b": "2"}), ("b", {"b": "2", "a": "1"})):
        save_trace(path.with_name(name), a_network(versions=versions))
    assert path.with_name("a").read_bytes() == path.with_name("b").read_bytes()


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_a_loaded_trace_enters_the_judge_without_a_defect(path, dtype):
    save_trace(path, a_network(dtype=dtype))
    loaded = load_trace(path)
    table = network(loaded.activations, loaded.cost)
    entered = record(loaded.arrays, table, table.sizes(loaded.case), loaded.dtype, loaded.case)
    assert list(entered.arrays) == [quantity.name for quantity in table]
    assert (entered.defects, entered.missing, entered.extra) == ({}, (), {})


def test_a_file_has_no_time_in_it(path):
    save_trace(path, a_network())
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_numpy_reads_a_saved_trace_without_us(path):
    trace = a_network()
    save_trace(path, trace)
    with np.load(path, allow_pickle=False) as stored:
        np.testing.assert_array_equal(stored["W1"], trace.case["W1"], strict=True)
        np.testing.assert_array_equal(stored["dZ1"], trace.arrays["dZ1"], strict=True)


def test_what_is_loaded_cannot_be_written_to(path):
    given = a_network()
    save_trace(path, given)
    for trace in (given, load_trace(path)):
        for array in (trace.case["W1"], trace.arrays["dW1"]):
            with pytest.raises(ValueError, match="read-only"):
                array[0, 0] = 1


def test_a_trace_keeps_nothing_of_the_arrays_it_was_made_of():
    X, case = np.ones((3, 7)), a_network().case
    trace = SavedTrace("network", (3, 5, 2), {**case, "X": X}, {})
    X[:] = 2
    assert (trace.case["X"] == 1).all()


def test_plain_python_numbers_are_taken_into_the_dtype():
    trace = a_logistic_regression(dtype=F32)
    trace = replace(trace, case={**trace.case, "b": 0.1}, arrays={"cost": 1, "db": np.float64(0.1)})
    assert trace.case["b"] == np.float32(0.1)
    assert {array.dtype for array in trace.arrays.values()} == {F32}


def test_a_number_beyond_the_dtype_is_infinite():
    trace = replace(a_logistic_regression(dtype=F32), arrays={"cost": 1e300})
    assert trace.arrays["cost"] == np.inf


def test_the_page_shows_a_writer_that_needs_only_numpy(path, monkeypatch):
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    imported = re.findall(r"^import (.*?)(?: as np)?$", code, re.MULTILINE)
    assert imported == ["hashlib, json, zipfile", "numpy"]
    monkeypatch.chdir(path.parent)
    names = {}
    exec(code, names)
    trace = load_trace(path)
    assert (trace.model, trace.layer_dims) == ("logistic-regression", (2, 1))
    assert list(trace.case) == ["X", "Y", "w", "b", "learning_rate"]
    assert list(trace.arrays) == ["A", "dZ", "dw"]
    for name in ("X", "w", "b"):
        np.testing.assert_array_equal(trace.case[name], names[name], strict=True)
    np.testing.assert_array_equal(trace.arrays["dw"], names["arrays"]["dw"], strict=True)


def test_the_page_names_the_schema_and_the_limits_that_hold():
    text = PAGE.read_text(encoding="utf-8")
    assert f'"{meta.SCHEMA}"' in text
    assert (archive.LARGEST, meta.LONGEST) == (2**30, 2**20)
    assert "At most 1 GiB" in text
    assert "at most 1 MiB for `__meta__`" in text


FOREIGN = {
    "fortran order": lambda V: npy(np.array(V, order="F")),
    "big-endian": lambda V: npy(V.astype(">f8")),
    "format 2.0": lambda V: npy(V, version=(2, 0)),
}


@pytest.mark.parametrize("manner", FOREIGN)
def test_arrays_written_in_another_manner_are_the_same(path, manner):
    trace = a_network()
    save_trace(path, trace)
    members, meta = read(path)
    arrays = {name: np.load(io.BytesIO(data)) for name, data in members.items()}
    foreign = {name: FOREIGN[manner](arrays[name]) for name in members}
    assert foreign["W1"] != members["W1"]
    write(path, foreign, meta)
    assert contents(load_trace(path)) == contents(trace)


def test_a_deflated_archive_is_the_same(path):
    trace = a_network()
    save_trace(path, trace)
    write(path, *read(path), compression=zipfile.ZIP_DEFLATED)
    assert contents(load_trace(path)) == contents(trace)


def test_numbers_kept_as_matrices_or_integers_are_taken(path):
    trace = a_logistic_regression()
    save_trace(path, replace(trace, case={**trace.case, "b": 2.0, "learning_rate": 3.0}))
    wanted = contents(load_trace(path))
    members, meta = read(path)
    meta["learning_rate"] = None
    for b, rate in ((np.array([[2.0]]), np.array([[3.0]])), (np.array(2), np.array(3, "u1"))):
        write(path, {**members, "b": npy(b), "learning_rate": npy(rate)}, meta)
        assert contents(load_trace(path)) == wanted


def test_meta_may_be_a_single_string(path):
    trace = a_network()
    save_trace(path, trace)
    members, _ = read(path)
    with np.load(path) as stored:
        text = stored["__meta__"].tobytes().decode()
    np.savez(
        path, __meta__=np.array(text), **{n: np.load(io.BytesIO(d)) for n, d in members.items()}
    )
    assert contents(load_trace(path)) == contents(trace)


def test_what_need_not_be_said_has_a_default(path):
    save_trace(path, a_network())
    members, meta = read(path)
    for name in ("step", "implementation", "versions"):
        del meta[name]
    write(path, members, {**meta, "comment": "not ours"})
    trace = load_trace(path)
    assert (trace.step, trace.implementation, trace.versions) == (1, "", {})


def test_checksums_may_be_in_capitals(path):
    save_trace(path, a_network())
    members, meta = read(path)
    meta["sha256"] = {name: digits.upper() for name, digits in meta["sha256"].items()}
    write(path, members, meta, sums=False)
    assert next(iter(load_trace(path).arrays)) == "Z1"


def test_a_quantity_the_table_does_not_have_and_one_of_a_wrong_shape_are_for_the_judge(path):
    trace = a_network()
    odd = {"dW01": np.ones((5, 3)), "Z1": np.ones(3), "A1": np.ones((0, 2)), "dW1": np.full((), 4)}
    save_trace(path, replace(trace, arrays=odd))
    loaded = load_trace(path)
    assert {name: array.shape for name, array in loaded.arrays.items()} == {
        "Z1": (3,), "A1": (0, 2), "dW1": (), "dW01": (5, 3),
    }  # fmt: skip  # as given


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"step": 0}, "step is 0; wanted a whole number"),
        ({"versions": {"numpy": 2}}, "wanted a text a name"),
        ({"implementation": "x" * 2**21}, "longer than 1048576 bytes"),
        ({"arrays": {"../Z1": np.ones(3)}}, "'../Z1.npy'; wanted a plain name"),
        ({"arrays": {"__meta__": np.ones(3)}}, "cannot be called __meta__"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(path, change, message):
    path.write_bytes(b"old")
    with pytest.raises(UsageError) as caught:
        save_trace(path, replace(a_network(), **change))
    assert message in str(caught.value)
    assert path.read_bytes() == b"old"


def test_a_trace_above_the_limit_is_not_written(path, monkeypatch):
    save_trace(path, a_network())
    size = path.stat().st_size
    monkeypatch.setattr("compare.traces.archive.LARGEST", size)
    save_trace(path, a_network())
    assert contents(load_trace(path)) == contents(a_network())
    monkeypatch.setattr("compare.traces.archive.LARGEST", size - 1)
    with pytest.raises(UsageError, match=f"at most {size - 1}: take fewer examples"):
        save_trace(path.with_name("other.npz"), a_network())
    assert not path.with_name("other.npz").exists()


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"Z1": [[1.0]]}, "Z1 is a list; wanted an array of float64"),
        ({"Z1": np.ones((5, 7), int)}, "Z1 has dtype int64; float32 or float64 wanted"),
        ({"cost": True}, "cost is a bool"),
        ({"cost": np.array(True)}, "cost has dtype bool"),
        ({"cost": np.array(1j)}, "cost has dtype complex128"),
        ({"cost": 10**400}, "cost has dtype object"),
        ({"Z1": np.ones((5, 7), F32)}, "Z1 is float32 in a trace of float64; give all one dtype"),
        ({"X": np.ones((3, 7))}, "X is the name of an input; no quantity has it"),
        ({"W3": np.ones((3, 7))}, "W3 is the name of an input; no quantity has it"),
    ],
)
def test_a_trace_holds_arrays_of_one_dtype_and_nothing_else(arrays, message):
    trace = a_network()
    with pytest.raises(UsageError, match=message):
        SavedTrace(trace.model, trace.layer_dims, trace.case, arrays)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model": "perceptron"}, "model 'perceptron'; wanted network or logistic-regression"),
        ({"layer_dims": (3, 5, 2, 2)}, "2 activations for 3 layers"),
        ({"layer_dims": (3, 5, 3)}, "Y has shape"),
        ({"model": "logistic-regression", "layer_dims": (3, 2)}, "not .3, 2."),
        ({"model": "logistic-regression", "layer_dims": (3, 1)}, "the case has no w, b"),
    ],
)
def test_a_trace_is_of_a_model_that_its_sizes_and_its_case_fit(change, message):
    with pytest.raises(UsageError, match=message):
        replace(a_network(), **change)


@pytest.mark.parametrize("name", ["activations", "cost", "Y", "W2", "learning_rate"])
def test_a_case_without_one_of_its_entries_is_refused(name):
    trace = a_network()
    case = {key: value for key, value in trace.case.items() if key != name}
    with pytest.raises(UsageError, match=name):
        SavedTrace(trace.model, trace.layer_dims, case, {})
