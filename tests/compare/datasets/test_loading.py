import os
import subprocess
import sys

import numpy as np
import pytest

from compare.datasets import load
from compare.errors import UsageError

F64 = np.dtype(np.float64)


def refusal(source):
    with pytest.raises(UsageError) as caught:
        load(str(source), dtype=F64, seed=1)
    return str(caught.value)


def test_a_misspelt_name_gets_the_nearest():
    message = refusal("brest-cancer")
    assert message.startswith("brest-cancer: no such data; accepted: breast-cancer, digits, or")
    assert message.endswith("did you mean breast-cancer?")


@pytest.mark.parametrize("source", ["nowhere/cats.npz", "", "a\0b.npz", "x" * 5000 + ".csv"])
def test_what_is_not_there_says_what_is_accepted(source):
    message = refusal(source)
    assert "no such data" in message
    assert ".npz, .csv, .h5 or .hdf5" in message
    assert "did you mean" not in message


def test_a_folder_is_refused(tmp_path):
    assert f"{tmp_path} is a folder; accepted" in refusal(tmp_path)


@pytest.mark.parametrize(("file", "ending"), [("cats.txt", "'.txt'"), ("cats", "nothing known")])
def test_an_unknown_ending_is_refused(tmp_path, file, ending):
    (tmp_path / file).write_text("1")
    message = refusal(tmp_path / file)
    assert f"{file} ends in {ending}" in message.replace("'nothing known'", "nothing known")
    assert ".npz, .csv" in message


def test_an_unreadable_file_is_refused(tmp_path, monkeypatch):
    (tmp_path / "cats.npz").write_bytes(b"")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "cats.npz cannot be read: permission denied" in refusal(tmp_path / "cats.npz")


def test_endings_in_capitals_and_paths_with_spaces_work(tmp_path):
    path = tmp_path / "my cats ü.NPZ"
    with open(path, "wb") as file:
        np.savez(file, X=np.arange(8.0).reshape(2, 4), Y=[[0, 1, 0, 1]])
    assert load(str(path), dtype=F64, seed=1).name == "my cats ü.NPZ"


def test_pandas_and_h5py_stay_unloaded_until_needed():
    code = (
        "import sys, numpy; from compare.datasets import load;"
        "load('digits', dtype=numpy.dtype('f4'), seed=1);"
        "sys.exit(bool({'pandas', 'h5py', 'torch', 'sklearn'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
